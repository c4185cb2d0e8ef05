import { type ActorPlan, type Plan, supervisorAt } from '../../../topology/plan.ts'
import type { Monitor, MonitorEvent } from '../monitor.ts'
import { doesOnce } from './effects.ts'

/** As many as have a bit in a small integer. */
const MOST_ACTORS = 24

/** Of what is done once, nothing is left behind by a run that fails at another such thing (Garcia-Molina 1987). */
export function halfDoneMonitors(plan: Plan): readonly Monitor[] {
  const actors = plan.actors.filter((actor) => doesOnce(actor) && actor.undoes === null)
  return actors.length < 2 || actors.length > MOST_ACTORS ? [] : [halfDone(plan, actors)]
}

function halfDone(plan: Plan, actors: readonly ActorPlan[]): Monitor {
  const bitOf = new Map(actors.map(({ index }, at) => [index, 1 << at]))
  const bad = 1 << actors.length
  const all = bad - 1
  const left = (value: number): string => {
    const names = actors
      .filter(({ index }) => (value & (bitOf.get(index) ?? 0)) !== 0)
      .map(({ name }) => name)
    return names.join(' and ')
  }
  return {
    id: 'half-done',
    title: `A run that fails leaves nothing done by half: ${left(all)}`,
    elements: actors.map(({ id }) => id),
    initial: 0,
    interest: (event) =>
      event.type === 'end' || acted(event, bitOf) !== 0 || takenBack(plan, event, bitOf) !== 0,
    step(value, event) {
      if ((value & bad) !== 0) return value
      if (event.type !== 'end') return (value | acted(event, bitOf)) & ~takenBack(plan, event, bitOf)
      if (event.verdict.status !== 'failed') return value
      const failed = bitOf.get(plan.byId.get(event.verdict.actor) ?? -1)
      return failed === undefined || (value & ~failed) === 0 ? value : (value & ~failed) | bad
    },
    bad: (value) => (value & bad) !== 0,
    sentence: (value) =>
      `The run has failed, and what ${left(value & all)} did is neither finished nor taken back`,
    met: (value) => value !== 0,
  }
}

type Bits = ReadonlyMap<number, number>

/** The bit of who has taken effect in this step. */
function acted(event: MonitorEvent, bitOf: Bits): number {
  if (event.type !== 'kernel' || event.ask?.class !== 'once') return 0
  const { input } = event.transition
  const settled = input.type === 'settle' && input.outcome.tag === 'ok'
  const happened = input.type === 'resolve' && input.answer.type === 'happened'
  return settled || happened ? (bitOf.get(input.component) ?? 0) : 0
}

/** The bit of whose work a saga has taken back in this step. */
function takenBack(plan: Plan, event: MonitorEvent, bitOf: Bits): number {
  if (event.type !== 'kernel' || event.transition.input.type !== 'undo') return 0
  const { undo } = supervisorAt(plan, event.transition.input.component)
  const ways = new Set(event.transition.sent.map(({ channel }) => channel))
  const member = [...undo].find(([, channel]) => ways.has(channel))?.[0]
  return member === undefined ? 0 : (bitOf.get(member) ?? 0)
}
