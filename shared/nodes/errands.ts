import { z } from 'zod'
import type { FormSection } from '../topology/form.ts'
import { idSchema } from '../topology/ids.ts'
import type { Ask, Bound, EffectKind, Misfit, PossibleOutcome, Resource } from '../topology/kind.ts'
import { fieldsOf, inlineText, type JsonObject, type Outcome, type Payload } from '../topology/payload.ts'
import { abstractErrors, classifyError } from './define.ts'
import type { Session } from './session.ts'
import { keySchema } from './store/config.ts'

/**
 * What a worker does at a store and at a ledger of decisions, in the order of the steps: it waits for the topics that
 * it needs, takes the lease of the keys that it updates, reads, works, updates, decides. Shared by command and agent.
 */
export const errandsSchema = {
  /** Topics that must be settled before it works; `{{decisions.topic}}`. */
  needs: z.array(idSchema).max(64).default([]),
  /** Topics that its result decides. */
  decides: z.array(idSchema).max(64).default([]),
  /** Keys of the store that it reads before it works; `{{store.key}}`. */
  reads: z.array(keySchema).max(64).default([]),
  /** Keys that it sets after it has worked, by JSONata over { result, in, store }. */
  updates: z
    .array(z.strictObject({ key: keySchema, value: z.string().min(1).default('result') }))
    .max(64)
    .default([]),
}

export interface Errands {
  readonly needs: readonly string[]
  readonly decides: readonly string[]
  readonly reads: readonly string[]
  readonly updates: readonly { readonly key: string; readonly value: string }[]
}

export const NO_ERRANDS = { needs: [], decides: [], reads: [], updates: [] }

export const ERRANDS_FORM: readonly FormSection[] = [
  {
    title: 'Shared state',
    fields: [
      {
        type: 'list',
        key: 'reads',
        label: 'Reads',
        item: 'key',
        hint: 'Keys of the store, read first as {{store.key}}',
      },
      {
        type: 'records',
        key: 'updates',
        label: 'Updates',
        item: 'key',
        fields: [
          { type: 'text', key: 'key', label: 'Key' },
          { type: 'text', key: 'value', label: 'Value', hint: 'JSONata over result, in and store' },
        ],
      },
    ],
  },
  {
    title: 'Decisions',
    fields: [
      {
        type: 'list',
        key: 'needs',
        label: 'Needs',
        item: 'topic',
        hint: 'Waits until they are settled: {{decisions.topic}}',
      },
      { type: 'list', key: 'decides', label: 'Decides', item: 'topic', hint: 'The first decision stands' },
    ],
  },
]

/** What an errand has brought, kept in the worker's session until the message is finished. */
export interface Fetched {
  readonly decisions?: { readonly [topic: string]: Payload }
  readonly store?: { readonly [key: string]: Payload }
  /** The token of its lease. */
  readonly token?: number
  /** How often its update was refused because another wrote meanwhile. */
  readonly moved?: number
}

/** What is made of a result, while it is being handed over. */
export interface Made {
  readonly decided: { readonly [topic: string]: Payload }
  readonly values: { readonly [key: string]: Payload }
}

const NEEDS = 'needs'
const LEASE = 'lease'
const READS = 'reads'
const PICK = 'pick'
const DECIDE = 'decide'
const UPDATE = 'update'
const RELEASE = 'release'

/** So many workers can update one key at once; beyond, the oldest of them gives up. */
const MOST_MOVES = 16

export function resourceOf(
  bound: Pick<Bound<unknown>, 'resources'>,
  kind: 'store' | 'decisions',
): Resource | null {
  return bound.resources.find((resource) => resource.kind === kind) ?? null
}

interface Request {
  readonly tag: string
  readonly kind: EffectKind
  readonly control: JsonObject
  readonly payload?: Ask['payload']
}

function request(resource: Resource, session: Session, { tag, kind, control, payload = {} }: Request): Ask {
  const { activation } = session
  return { tag, kind, class: 'idempotent', control, payload, activation, to: resource.node }
}

function leases(bound: Bound<Errands>): boolean {
  return bound.config.updates.length > 0 && resourceOf(bound, 'store')?.offers?.mode === 'lease'
}

/** What must be fetched next before the work; null when all is there. */
export function fetchAsk(bound: Bound<Errands>, session: Session): Ask | null {
  const { needs, reads, updates } = bound.config
  const { decisions, token, store: read } = session.fetched ?? {}
  const ledger = resourceOf(bound, 'decisions')
  if (ledger !== null && needs.length > 0 && decisions === undefined)
    return request(ledger, session, { tag: NEEDS, kind: 'decisions.get', control: { topics: needs } })
  const store = resourceOf(bound, 'store')
  if (store === null) return null
  if (leases(bound) && token === undefined) {
    const keys = updates.map((one) => one.key)
    return request(store, session, { tag: LEASE, kind: 'store.lease', control: { keys } })
  }
  if (reads.length > 0 && read === undefined)
    return request(store, session, { tag: READS, kind: 'store.read', control: { keys: reads } })
  return null
}

/** The session with what one of these requests has brought; null when the outcome is of something else. */
export function afterFetch(session: Session, tag: string, { control, refs }: Outcome): Session | null {
  const { fetched } = session
  if (tag === NEEDS)
    return { ...session, fetched: { ...fetched, decisions: fieldsOf(refs['decisions'] ?? {}) } }
  if (tag === LEASE) return { ...session, fetched: { ...fetched, token: control['token'] as number } }
  if (tag === READS) return { ...session, fetched: { ...fetched, store: fieldsOf(refs['values'] ?? {}) } }
  return null
}

/** The parts of a request to the world that come from the errands: `{{decisions.…}}` and `{{store.…}}`. */
export function fetchedPayload({ fetched }: Session): Ask['payload'] {
  const { decisions, store } = fetched ?? {}
  return { ...(decisions === undefined ? {} : { decisions }), ...(store === undefined ? {} : { store }) }
}

/** Asks for the parts of a result that are decided and written; null when there are none. */
export function pickAsk(bound: Bound<Errands>, session: Session, result: Payload): Ask | null {
  const { decides, updates } = bound.config
  if (decides.length + updates.length === 0) return null
  const payload = { in: session.input, ...fetchedPayload(session), result }
  const { activation } = session
  return { tag: PICK, kind: 'eval', class: 'pure', control: { pick: true }, payload, activation }
}

/** Each part is as right as the result is. */
export function pickOutcomes(config: Errands, effect: Ask): readonly PossibleOutcome[] {
  const result = effect.payload['result'] as Payload
  const parts = (names: readonly string[]): { readonly same: Payload } => ({
    same: Object.fromEntries(names.map((name) => [name, result])),
  })
  const refs = { decided: parts(config.decides), values: parts(config.updates.map((one) => one.key)) }
  return [{ tag: 'ok', control: {}, refs, fault: null }, ...abstractErrors(effect)]
}

export function classifyPick(effect: Ask, outcome: Outcome): Outcome {
  return outcome.tag === 'error' ? classifyError(effect, outcome) : { ...outcome, control: {} }
}

function decideAsk(bound: Bound<Errands>, session: Session, { decided }: Made): Ask | null {
  const ledger = resourceOf(bound, 'decisions')
  if (ledger === null || bound.config.decides.length === 0) return null
  return request(ledger, session, {
    tag: DECIDE,
    kind: 'decisions.settle',
    control: {},
    payload: { decided },
  })
}

function updateAsk(bound: Bound<Errands>, session: Session, { values }: Made): Ask | null {
  const store = resourceOf(bound, 'store')
  if (store === null || bound.config.updates.length === 0) return null
  const { token } = session.fetched ?? {}
  const swaps = store.offers?.mode === 'compare-and-swap' && store.access === 'read-modify-write'
  const control: JsonObject = token === undefined ? {} : { token, release: true }
  const kind = swaps ? 'store.swap' : 'store.write'
  return request(store, session, { tag: UPDATE, kind, control, payload: { values } })
}

/** Gives a lease back that nothing was written under; null when there is none. */
export function releaseAsk(bound: Bound<Errands>, session: Session): Ask | null {
  const store = resourceOf(bound, 'store')
  const token = session.fetched?.token
  if (store === null || token === undefined) return null
  return request(store, session, { tag: RELEASE, kind: 'store.release', control: { token } })
}

/** What follows an answer while a result is being handed over. */
export type Handed =
  | { readonly type: 'ask'; readonly session: Session; readonly made: Made; readonly ask: Ask }
  | { readonly type: 'done'; readonly session: Session }
  /** Another wrote what it had read: read and work again. */
  | { readonly type: 'again'; readonly session: Session; readonly error: Payload }
  | { readonly type: 'failed'; readonly session: Session; readonly error: Payload }

export function afterHanding(
  bound: Bound<Errands>,
  session: Session,
  before: Made | null,
  tag: string,
  outcome: Outcome,
): Handed {
  const made = tag === PICK ? madeOf(outcome) : before
  if (made === null) throw new Error(`an answer to ${tag} before the result was taken apart`)
  const after = tag === UPDATE ? afterUpdate(session, outcome) : { type: 'done' as const, session }
  if (after.type !== 'done') return after
  if (tag === DECIDE) return { type: 'done', session: withDecisions(session, outcome) }
  // What may have to be worked out again is not yet decided.
  const update = tag === PICK ? updateAsk(bound, session, made) : null
  const ask = update ?? decideAsk(bound, after.session, made)
  return ask === null ? after : { type: 'ask', session: after.session, made, ask }
}

function madeOf({ refs }: Outcome): Made {
  return { decided: fieldsOf(refs['decided'] ?? {}), values: fieldsOf(refs['values'] ?? {}) }
}

/** What stands goes on with the message, be it the worker's own decision or an earlier one. */
function withDecisions(session: Session, { refs }: Outcome): Session {
  const before = fieldsOf(session.input)['decisions'] ?? {}
  const decisions = { ...fieldsOf(before), ...fieldsOf(refs['decisions'] ?? {}) }
  return { ...session, input: { ...fieldsOf(session.input), decisions } }
}

function afterUpdate(session: Session, { tag, control }: Outcome): Handed {
  const { token: _given, ...rest } = session.fetched ?? {}
  const free = { ...session, fetched: rest }
  if (tag === 'ok') return { type: 'done', session: free }
  if (tag === 'fenced') {
    const text = 'Its lease ended before it wrote, so nothing was written: another may hold it by now'
    return { type: 'failed', session: free, error: inlineText(text) }
  }
  const moved = (session.fetched?.moved ?? 0) + 1
  const keys = (control['keys'] as readonly string[]).join(', ')
  const text = `Not written: ${keys} changed since it was read${moved > 1 ? `, ${moved} times in a row` : ''}`
  const error = inlineText(text)
  if (moved >= MOST_MOVES) return { type: 'failed', session: free, error }
  const { store: _old, ...kept } = rest
  return { type: 'again', session: { ...session, fetched: { ...kept, moved } }, error }
}

/** What the settings ask of stores and ledgers that the drawing does not give. */
export function errandMisfits(bound: Bound<Errands>): readonly Misfit[] {
  const { needs, decides, reads, updates } = bound.config
  const keys = updates.map((one) => one.key)
  const both = decides.findIndex((topic) => needs.includes(topic))
  const loop = both < 0 ? [] : [{ path: `decides[${both}]`, message: 'it would wait for its own decision' }]
  const twice = keys.findIndex((key, at) => keys.indexOf(key) !== at)
  const doubled =
    twice < 0 ? [] : [{ path: `updates[${twice}].key`, message: `"${keys[twice]}" is updated twice` }]
  return [
    ...loop,
    ...doubled,
    ...namesMissing(resourceOf(bound, 'decisions'), 'needs', needs, 'a ledger of decisions', 'topic'),
    ...namesMissing(resourceOf(bound, 'decisions'), 'decides', decides, 'a ledger of decisions', 'topic'),
    ...namesMissing(resourceOf(bound, 'store'), 'reads', reads, 'a store', 'key'),
    ...namesMissing(resourceOf(bound, 'store'), 'updates', keys, 'a store', 'key'),
  ]
}

function namesMissing(
  resource: Resource | null,
  path: string,
  names: readonly string[],
  what: string,
  item: string,
): readonly Misfit[] {
  if (names.length === 0) return []
  if (resource === null)
    return [{ path, message: `it is joined to no ${what.slice(2)}: draw a dashed edge to ${what}` }]
  const known = resource.offers?.names ?? []
  const at = names.findIndex((name) => !known.includes(name))
  if (at < 0) return []
  const message = `"${resource.node}" has no ${item} "${names[at]}"; it has ${known.join(', ')}`
  return [{ path: `${path}[${at}]${path === 'updates' ? '.key' : ''}`, message }]
}
