import fc from 'fast-check'
import type { Plan } from '../../topology/plan.ts'
import { RUN } from '../../topology/plan.ts'
import { outcomesOf } from '../abstract-world.ts'
import { type ActorCell, actorCell, type EffectCell, initialState, type RunState } from '../cells.ts'
import { enabled } from '../enabled.ts'
import { dutyAfterCrash } from '../outbox.ts'
import { step } from '../step.ts'
import { applyTransition, type Input, type Transition } from '../transition.ts'

/** One thing that may happen next: what the kernel offers, what the world answers, or what a person does. */
export interface Move {
  readonly input: Input
  /** Nobody needs it for the run to go on; a walk that comes to its end leaves these out. */
  readonly extra: boolean
}

/** All that may happen in a state. Outcomes that the world gives when it is well come first. */
export function moves(plan: Plan, state: RunState): readonly Move[] {
  const found: Move[] = enabled(plan, state).map((input) => ({ input, extra: false }))
  for (const actor of plan.actors) {
    const cell = actorCell(state, actor.index)
    for (const effect of cell.effects)
      if (effect.ask.to === undefined) found.push(...ofEffect(plan, actor.index, effect))
    for (const { tag } of cell.timers) {
      const input = { type: 'fire', component: actor.index, tag } as const
      found.push({ input, extra: tag.startsWith('limit:') })
    }
  }
  return found
}

function ofEffect(plan: Plan, component: number, effect: EffectCell): readonly Move[] {
  const actor = plan.actors.find((one) => one.index === component)
  if (actor === undefined || effect.status === 'asked' || effect.status === 'waiting') return []
  const { tag } = effect.ask
  const outcomes = outcomesOf(actor, effect.ask)
  if (effect.status === 'begun')
    return outcomes.map(({ outcome, fault }) => ({
      input: { type: 'settle', component, tag, outcome },
      extra: fault !== null,
    }))
  const well = outcomes.filter(({ fault }) => fault === null)
  const happened = well.map(({ outcome }) => ({ type: 'happened', outcome }) as const)
  const answers = [...happened, { type: 'failed', error: 'no' } as const, { type: 'not-happened' } as const]
  return answers.map((answer) => ({
    input: { type: 'resolve', component, tag, answer },
    extra: answer.type !== 'happened',
  }))
}

/** The host dies and comes back: what was begun and may happen only once is in doubt (the outbox protocol). */
export function afterCrash(plan: Plan, state: RunState): readonly Input[] {
  return plan.actors.flatMap(({ index }) =>
    (state[index] as ActorCell).effects
      .filter((effect) => effect.ask.to === undefined && dutyAfterCrash(effect) === 'doubt')
      .map((effect): Input => ({ type: 'doubt', component: index, tag: effect.ask.tag })),
  )
}

export interface Walked {
  readonly plan: Plan
  /** State before each transition, and at the end. */
  readonly states: readonly RunState[]
  readonly transitions: readonly Transition[]
}

const CONTROLS = ['pause', 'resume', 'cancel'] as const
/** Far more than any drawing of ours needs; a walk that takes longer goes round for ever. */
const MOST_STEPS = 20_000

/** Choices of a walk, to be drawn by fast-check. */
export const picks = fc.array(fc.noBias(fc.nat({ max: 2 ** 20 })), {
  size: 'max',
  minLength: 20,
  maxLength: 60,
})

/**
 * A walk by the picks of a test, then on to its end without further faults. One pick in four chooses among all
 * moves, faults and limits included, two in 32 are a crash of the host, one a control of a person.
 */
export function walk(plan: Plan, picks: readonly number[]): Walked {
  const states: RunState[] = [initialState(plan)]
  const transitions: Transition[] = []
  const put = (input: Input): void => {
    const state = states.at(-1) as RunState
    const transition = step(plan, state, input)
    transitions.push(transition)
    states.push(applyTransition(state, transition))
  }
  const now = (): RunState => states.at(-1) as RunState
  put({ type: 'start', component: plan.entry, payload: { task: 'task' } })
  for (const pick of picks) {
    const kind = pick % 32
    const rest = Math.floor(pick / 32)
    if (kind < 2) for (const input of afterCrash(plan, now())) put(input)
    else if (kind === 2) {
      // Cancelling ends most of what a walk could see, so it comes seldom.
      const control = CONTROLS[rest % 16 === 0 ? 2 : rest % 2] as (typeof CONTROLS)[number]
      put({ type: control, component: RUN })
    } else {
      const all = moves(plan, now())
      const open = kind < 9 ? all : all.filter((one) => !one.extra)
      const move = open[rest % Math.max(1, open.length)]
      if (move !== undefined) put(move.input)
    }
  }
  if ((now()[RUN] as { paused?: boolean }).paused === true) put({ type: 'resume', component: RUN })
  for (let taken = 0; ; taken += 1) {
    const open = moves(plan, now())
    const move = open.find((one) => !one.extra) ?? open[0]
    if (move === undefined) return { plan, states, transitions }
    if (taken > MOST_STEPS) throw new Error('this walk does not end')
    put(move.input)
  }
}
