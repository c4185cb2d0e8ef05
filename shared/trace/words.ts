import type { Ask, EffectKind } from '../topology/kind.ts'
import { fieldsOf, inlineOf, type Payload } from '../topology/payload.ts'
import type { ActorPlan, Plan } from '../topology/plan.ts'

/** What an effect is called in a sentence. */
const THINGS: { readonly [K in EffectKind]: string } = {
  'model.generate': 'the model',
  'process.exec': 'its command',
  'git.open': 'the repository',
  'git.commit': 'a commit',
  'git.merge': 'a merge',
  'git.move': 'its branch',
  'human.ask': 'a person',
  'human.steer': 'what a person may say',
  eval: 'a condition',
  'repo.checkout': 'a worktree',
  'repo.commit': 'a commit',
  'store.read': 'a read',
  'store.write': 'a write',
  'store.swap': 'a write',
  'store.lease': 'a lease',
  'store.release': 'the end of its lease',
  'decisions.get': 'what is decided',
  'decisions.settle': 'a decision',
}

export function thingOf(ask: Ask): string {
  const { tool, check } = ask.control
  if (check === true) return 'its check'
  return typeof tool === 'string' ? tool : THINGS[ask.kind]
}

/** An actor's name as the person gave it, with its lane in a map; what stands on an edge is called by that edge. */
export function nameAt(plan: Plan, component: number): string {
  const found = plan.components[component]
  if (found?.type === 'run') return 'The run'
  if (found?.type === 'supervisor') return found.spec.name ?? found.id
  if (found?.type !== 'actor') return found?.id ?? ''
  if (!isStage(found)) return `${found.name} ${laneText(found.id)}`.trimEnd()
  const [from, to] = [drawnFrom(plan, component), drawnTo(plan, component)]
  const what = found.id.slice(found.id.indexOf('.') + 1)
  return `The ${what} from ${nameAt(plan, from)} to ${nameAt(plan, to)}`
}

/** Any place of a run by its id, in words for people: an edge has no name, so its ends say which it is. */
export function placeAt(plan: Plan, id: string): string {
  const component = plan.components[plan.byId.get(id) ?? -1]
  if (component === undefined) return id
  const name = (index: number, drawn: typeof drawnFrom): string => nameAt(plan, drawn(plan, index))
  if (component.type === 'channel')
    return `${name(component.from, drawnFrom)} → ${name(component.to, drawnTo)}`
  if (component.type === 'client')
    return `${name(component.client, drawnFrom)} → ${name(component.resource, drawnTo)}`
  return nameAt(plan, component.index)
}

/** The lane in which an actor of a map works, as people count: "2", or "2.1" of a map in a map; empty elsewhere. */
export function laneText(id: string): string {
  const lanes = id.split('/').filter((step) => /^\d+$/.test(step))
  return lanes.map((lane) => Number(lane) + 1).join('.')
}

/** Compiled onto an edge: only such an actor's id has a dot. */
function isStage({ id }: ActorPlan): boolean {
  return id.includes('.')
}

/** The drawn node behind what sends, across all that stands on the edge. */
export function drawnFrom(plan: Plan, component: number): number {
  const found = plan.components[component]
  if (found?.type !== 'actor' || !isStage(found)) return component
  const channel = plan.components[found.inChannels[0] ?? -1]
  return channel?.type === 'channel' ? drawnFrom(plan, channel.from) : component
}

export function drawnTo(plan: Plan, component: number): number {
  const found = plan.components[component]
  if (found?.type !== 'actor' || !isStage(found)) return component
  const channel = plan.components[found.outChannels[0] ?? -1]
  return channel?.type === 'channel' ? drawnTo(plan, channel.to) : component
}

/** `a`, `a and b`, `a, b and c`. */
export function listText(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? ''
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** Parts of a payload that are not in an earlier one with the same content. */
export function newFields(payload: Payload, earlier: readonly Payload[]): readonly string[] {
  const known = new Set(
    earlier.flatMap((one) => Object.entries(fieldsOf(one)).map(([field, value]) => key(field, value))),
  )
  const fields = Object.entries(fieldsOf(payload))
  const fresh = fields.filter(([field, value]) => !known.has(key(field, value)))
  return (fresh.length === 0 ? fields : fresh).map(([field]) => field).filter((field) => field !== 'value')
}

function key(field: string, value: Payload): string {
  return `${field} ${JSON.stringify(value)}`
}

/** The text of an error when the state itself holds it, or of a part named `error`. */
export function inlineError(payload: Payload): string | null {
  const error = typeof payload === 'string' ? payload : fieldsOf(payload)['error']
  return typeof error === 'string' ? inlineOf(error) : null
}

/** A stretch of time with its unit, one decimal below a minute. */
export function seconds(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${trim(ms / 1000)} s`
  const minutes = Math.floor(ms / 60_000)
  const rest = Math.floor((ms % 60_000) / 1000)
  if (minutes < 60) return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`
  const hours = Math.floor(minutes / 60)
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
}

function trim(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '')
}
