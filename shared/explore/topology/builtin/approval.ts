import { facts } from '../../../kernel/abstract-world.ts'
import type { ActorCell } from '../../../kernel/cells.ts'
import { CHANGE } from '../../../nodes/session.ts'
import type { Ask } from '../../../topology/kind.ts'
import { fieldsOf, type Payload } from '../../../topology/payload.ts'
import { type ActorPlan, actorAt, channelAt, type Plan } from '../../../topology/plan.ts'
import type { Monitor, MonitorEvent } from '../monitor.ts'
import { doesOnce } from './effects.ts'

const UNAPPROVED = 1
const REUSED = 2

/** What gates have approved and what has run by it: one number for each history that matters. */
interface Approvals {
  readonly open: readonly string[]
  readonly used: readonly string[]
}

/** What a gate adds of its own. */
const OWN: ReadonlySet<string> = new Set(['approval', 'approvals', 'feedback'])

/** Effects behind gates run only what a gate has approved, and each approval once. */
export function approvalMonitors(plan: Plan): readonly Monitor[] {
  return plan.actors.filter(doesOnce).flatMap((actor) => {
    const gates = nearestGates(plan, actor)
    return gates.length === 0 ? [] : [approved(plan, actor, gates)]
  })
}

/** Gates from which a message may come without passing another gate. */
function nearestGates(plan: Plan, actor: ActorPlan): readonly ActorPlan[] {
  const seen = new Set<number>()
  const gates: ActorPlan[] = []
  const open = [actor]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    for (const channel of one.inChannels) {
      const from = channelAt(plan, channel).from
      const source = plan.components[from]
      if (source?.type !== 'actor' || seen.has(from)) continue
      seen.add(from)
      if (source.kind.kind === 'gate') gates.push(source)
      else open.push(source)
    }
  }
  return gates
}

function behind(plan: Plan, gates: readonly ActorPlan[]): ReadonlySet<string> {
  const seen = new Set<number>()
  const open = [...gates]
  for (let one = open.pop(); one !== undefined; one = open.pop())
    for (const channel of one.outChannels) {
      const { to } = channelAt(plan, channel)
      if (seen.has(to)) continue
      seen.add(to)
      open.push(actorAt(plan, to))
    }
  return new Set([...seen].map((index) => actorAt(plan, index).id))
}

function approved(plan: Plan, actor: ActorPlan, gates: readonly ActorPlan[]): Monitor {
  const after = behind(plan, gates)
  const ways = gates.flatMap((gate) => gate.outOf.get('approved') ?? [])
  const known: Approvals[] = [{ open: [], used: [] }, NOTHING, NOTHING]
  const ids = new Map([[JSON.stringify(known[0]), 0]])
  const idOf = (approvals: Approvals): number => {
    const text = JSON.stringify(approvals)
    const id = ids.get(text) ?? known.length
    if (id === known.length) known.push(approvals)
    ids.set(text, id)
    return id
  }
  const names = gates.map(({ name }) => name).join(' or ')
  return {
    id: `approved ${actor.id}`,
    title: `${actor.name} does only what ${names} approved, once for each approval`,
    elements: [actor.id, ...gates.map(({ id }) => id)],
    initial: 0,
    nameless: true,
    interest: (event) => approvals(event, ways).length > 0 || runs(event, actor) !== null,
    step(value, event) {
      if (value === UNAPPROVED || value === REUSED) return value
      const { open, used } = known[value] as Approvals
      const ask = runs(event, actor)
      if (ask === null) return idOf({ open: [...open, ...approvals(event, ways)].sort(), used })
      const fits = (content: string): boolean => isOf(content, ask, after)
      const found = open.find(fits)
      if (found === undefined) return used.some(fits) ? REUSED : UNAPPROVED
      const at = open.indexOf(found)
      return idOf({ open: open.toSpliced(at, 1), used: [...new Set([...used, found])].sort() })
    },
    bad: (value) => value === UNAPPROVED || value === REUSED,
    sentence: (value) =>
      value === REUSED
        ? `${actor.name} runs a second time by one approval of ${names}`
        : `${actor.name} runs what ${names} did not approve`,
    met: (value) => value !== 0,
  }
}

const NOTHING: Approvals = { open: [], used: [] }

/** What was approved in this step, without what the gate says of it. */
function approvals(event: MonitorEvent, ways: readonly number[]): readonly string[] {
  // What an edge doubles was approved once.
  if (event.type !== 'kernel' || event.transition.input.type === 'duplicate') return []
  return event.transition.sent
    .filter(({ channel, fate }) => ways.includes(channel) && fate !== 'returned')
    .map(({ message }) => {
      const fields = Object.entries(fieldsOf(message.payload)).filter(([field]) => !OWN.has(field))
      return JSON.stringify(Object.fromEntries(fields))
    })
}

/** The effect that begins for the first time in this step, if it may happen once only. */
function runs(event: MonitorEvent, { index }: ActorPlan): Ask | null {
  if (event.type !== 'kernel' || event.ask === null || event.ask.class !== 'once') return null
  const { input } = event.transition
  if (input.type !== 'begin' || input.component !== index) return null
  const { effects } = event.before(index) as ActorCell
  return effects.some(({ ask, attempt }) => ask.tag === input.tag && attempt === 1) ? event.ask : null
}

/** The same content, but for what those behind the gate have put in its place; never another state of a repository. */
function isOf(content: string, ask: Ask, after: ReadonlySet<string>): boolean {
  const fields = JSON.parse(content) as { readonly [field: string]: Payload }
  const now = fieldsOf(ask.payload['in'] ?? {})
  return Object.entries(fields).every(([field, part]) => {
    const present = now[field]
    if (JSON.stringify(present) === JSON.stringify(part)) return field !== CHANGE || ofTree(ask, part)
    return field !== CHANGE && typeof present === 'string' && after.has(facts(present).producer)
  })
}

/** What runs in a worktree runs in the state that was approved. */
function ofTree({ payload }: Ask, change: Payload): boolean {
  return payload['tree'] === undefined || payload['tree'] === change
}
