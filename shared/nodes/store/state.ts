import type { Reply } from '../../topology/kind.ts'
import {
  errorOutcome,
  inlineText,
  type JsonObject,
  type Outcome,
  type Payload,
} from '../../topology/payload.ts'
import type { StoreConfig } from './config.ts'

/** Who may write some keys. Tokens grow from lease to lease, so that a write under an old one is told from a new. */
export interface Lease {
  readonly client: string
  readonly keys: readonly string[]
  readonly token: number
}

interface Waiting {
  readonly client: string
  readonly tag: string
  readonly keys: readonly string[]
}

export interface StoreLocal {
  readonly values: { readonly [key: string]: Payload }
  /**
   * By key, the clients that have seen the present version, in order. One bit each in the place of version numbers,
   * which would make no two states equal.
   */
  readonly seen: { readonly [key: string]: readonly string[] }
  /** Keys of which a version was replaced by a client that had not seen it. */
  readonly blind: readonly string[]
  readonly leases: readonly Lease[]
  /** Of the latest lease. */
  readonly token: number
  readonly waiting: readonly Waiting[]
}

export function initialStore(config: StoreConfig): StoreLocal {
  const given = config.keys.filter((key) => key.initial !== '')
  return {
    values: Object.fromEntries(given.map(({ name, initial }) => [name, inlineText(initial)])),
    seen: {},
    blind: [],
    leases: [],
    token: 0,
    waiting: [],
  }
}

function has(record: object, key: string): boolean {
  return Object.hasOwn(record, key)
}

/** What is not there yet nobody can have missed. */
function hasSeen(local: StoreLocal, key: string, client: string): boolean {
  return !has(local.values, key) || (has(local.seen, key) && local.seen[key]?.includes(client) === true)
}

function nowSeen(local: StoreLocal, keys: readonly string[], client: string): StoreLocal {
  const seen = { ...local.seen }
  for (const key of keys)
    if (has(local.values, key) && !hasSeen(local, key, client))
      seen[key] = [...(local.seen[key] ?? []), client].sort()
  return { ...local, seen }
}

function pick(local: StoreLocal, keys: readonly string[]): { readonly [key: string]: Payload } {
  return Object.fromEntries(
    keys.flatMap((key) => (has(local.values, key) ? [[key, local.values[key] as Payload]] : [])),
  )
}

export interface Answered {
  readonly local: StoreLocal
  readonly outcome: Outcome
}

function answer(tag: string, refs: Outcome['refs'] = {}, control: JsonObject = {}): Outcome {
  return { tag, control, refs }
}

export function read(local: StoreLocal, client: string, keys: readonly string[]): Answered {
  return { local: nowSeen(local, keys, client), outcome: answer('ok', { values: pick(local, keys) }) }
}

export interface Write {
  readonly values: { readonly [key: string]: Payload }
  /** Stands only if its client has seen what it replaces. */
  readonly compares: boolean
  /** The client may be shown what is there instead. */
  readonly shows: boolean
}

/** All of its keys or none. */
export function write(local: StoreLocal, client: string, { values, compares, shows }: Write): Answered {
  const keys = Object.keys(values)
  const unseen = keys.filter((key) => !hasSeen(local, key, client))
  if (compares && unseen.length > 0) {
    if (!shows) return { local, outcome: answer('moved', {}, { keys: unseen }) }
    const current = { values: pick(local, keys) }
    return { local: nowSeen(local, keys, client), outcome: answer('moved', current, { keys: unseen }) }
  }
  const written: StoreLocal = {
    ...local,
    values: { ...local.values, ...values },
    seen: { ...local.seen, ...Object.fromEntries(keys.map((key) => [key, [client]])) },
    blind: [...new Set([...local.blind, ...unseen])].sort(),
  }
  return { local: written, outcome: answer('ok') }
}

/** True when the client holds a lease of that token on all of these keys. */
export function holds(local: StoreLocal, client: string, keys: readonly string[], token: unknown): boolean {
  const lease = local.leases.find((one) => one.client === client && one.token === token)
  return lease !== undefined && keys.every((key) => lease.keys.includes(key))
}

export function endLease(local: StoreLocal, lease: Lease): StoreLocal {
  return { ...local, leases: local.leases.filter((one) => one !== lease) }
}

function meet(a: readonly string[], b: readonly string[]): boolean {
  return a.some((key) => b.includes(key))
}

export interface Granted {
  readonly local: StoreLocal
  readonly replies: readonly Reply[]
}

/** Gives leases to those that wait, in the order in which they came; nobody passes another that wants the same key. */
export function grant(local: StoreLocal): Granted {
  const replies: Reply[] = []
  const waiting: Waiting[] = []
  let { leases, token } = local
  for (const one of local.waiting) {
    const taken = [...leases, ...waiting].some((other) => meet(other.keys, one.keys))
    if (taken) {
      waiting.push(one)
      continue
    }
    token += 1
    leases = [...leases, { client: one.client, keys: one.keys, token }]
    replies.push({ client: one.client, tag: one.tag, outcome: answer('ok', {}, { token }) })
  }
  return { local: { ...local, leases, token, waiting }, replies }
}

/** Names a key that the store does not have; null when it has them all. */
export function unknownKey(config: StoreConfig, keys: readonly string[]): Outcome | null {
  const names = config.keys.map((key) => key.name)
  const unknown = keys.find((key) => !names.includes(key))
  if (unknown === undefined) return null
  const text = `The store has no key "${unknown}"; it has ${names.join(', ')}`
  return errorOutcome({ code: 'no-key', retryable: false, happened: 'no' }, inlineText(text))
}
