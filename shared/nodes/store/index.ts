import { REQUESTS } from '../../kernel/enabled.ts'
import type { BehaviourInput, Bound, Reaction } from '../../topology/kind.ts'
import { errorOutcome, fieldsOf, inlineText, type Outcome } from '../../topology/payload.ts'
import { defineKind, letGo, noMigration } from '../define.ts'
import { type StoreConfig, storeForm, storeHelp, storeSchema } from './config.ts'
import {
  endLease,
  grant,
  holds,
  initialStore,
  type Lease,
  read,
  type StoreLocal,
  unknownKey,
  write,
} from './state.ts'

type Request = Extract<BehaviourInput, { type: 'request' }>
type Recall = Extract<BehaviourInput, { type: 'recall' }>
type StoreReaction = Reaction<StoreLocal>

const LEASE = 'lease:'
const NO_LEASES = errorOutcome(
  { code: 'no-lease', retryable: false, happened: 'no' },
  inlineText('The store gives no leases: its mode is another'),
)

function replied(local: StoreLocal, { client, tag }: Request, outcome: Outcome): StoreReaction {
  return { local, reply: [{ client, tag, outcome }] }
}

function onRequest({ config }: Bound<StoreConfig>, local: StoreLocal, request: Request): StoreReaction {
  const { client, kind, control, payload } = request
  const values = fieldsOf(payload['values'] ?? {})
  const written = kind === 'store.write' || kind === 'store.swap'
  const keys = written ? Object.keys(values) : ((control['keys'] ?? []) as readonly string[])
  const unknown = unknownKey(config, keys)
  if (unknown !== null) return replied(local, request, unknown)
  switch (kind) {
    case 'store.read': {
      const { local: after, outcome } = read(local, client, keys)
      return replied(after, request, outcome)
    }
    case 'store.write':
    case 'store.swap': {
      if (config.mode === 'lease' && !holds(local, client, keys, control['token']))
        return replied(local, request, { tag: 'fenced', control: {}, refs: {} })
      const shows = kind === 'store.swap'
      const compares = shows || config.mode === 'compare-and-swap'
      const { local: after, outcome } = write(local, client, { values, compares, shows })
      const done = replied(after, request, outcome)
      return control['release'] === true && outcome.tag === 'ok' ? released(config, done, request) : done
    }
    case 'store.lease':
      return config.mode === 'lease'
        ? leased(config, local, request, keys)
        : replied(local, request, NO_LEASES)
    case 'store.release':
      return released(config, replied(local, request, { tag: 'ok', control: {}, refs: {} }), request)
    default:
      throw new Error(`store: no request ${kind}`)
  }
}

/** A client has one lease at a time: a new one ends what it held. */
function leased(
  config: StoreConfig,
  local: StoreLocal,
  { client, tag }: Request,
  keys: readonly string[],
): StoreReaction {
  const before = local.leases.find((one) => one.client === client)
  const free = before === undefined ? local : endLease(local, before)
  return granting(config, {
    local: { ...free, waiting: [...free.waiting, { client, tag, keys }] },
    ...(before === undefined ? {} : { disarm: [LEASE + client] }),
  })
}

/** With the lease of the request's token given back, if its client still has it. */
function released(config: StoreConfig, reaction: StoreReaction, request: Request): StoreReaction {
  const { client, control } = request
  const { local } = reaction
  const lease = local.leases.find((one) => one.client === client && one.token === control['token'])
  if (lease === undefined) return reaction
  return granting(config, { ...reaction, local: endLease(local, lease), disarm: [LEASE + client] })
}

/** Whoever waits for what has become free gets it in the same step, and the time of its lease begins. */
function granting(config: StoreConfig, reaction: StoreReaction): StoreReaction {
  const { local, replies } = grant(reaction.local)
  // The schema asks for an expiry wherever there are leases.
  const ms = config.expiry_ms as number
  return {
    ...reaction,
    local,
    reply: [...(reaction.reply ?? []), ...replies],
    arm: replies.map((reply) => ({ tag: LEASE + reply.client, ms })),
  }
}

/** Whoever waits behind it may have its turn. */
function onRecall({ config }: Bound<StoreConfig>, local: StoreLocal, recalled: Recall): StoreReaction {
  const { left, reply } = letGo(local.waiting, recalled)
  return reply.length === 0 ? { local } : granting(config, { local: { ...local, waiting: left }, reply })
}

function onExpiry({ config }: Bound<StoreConfig>, local: StoreLocal, client: string): StoreReaction {
  const lease = local.leases.find((one) => one.client === client)
  if (lease === undefined) throw new Error(`store: ${client} holds no lease`)
  return granting(config, { local: endLease(local, lease) })
}

function standingOf({ config }: Bound<StoreConfig>, local: StoreLocal): string {
  const { blind, leases, waiting } = local
  if (blind.length > 0) return `Replaced unseen: ${blind.join(', ')}`
  if (leases.length > 0) return leaseText(leases, waiting.length)
  const there = config.keys.filter((key) => Object.hasOwn(local.values, key.name)).length
  return `${there} of ${config.keys.length} ${config.keys.length === 1 ? 'key' : 'keys'} set`
}

function leaseText(leases: readonly Lease[], waiting: number): string {
  const held = leases.map((one) => `${one.keys.join(', ')} leased to ${one.client}`).join('; ')
  return waiting === 0 ? held : `${held} · ${waiting} ${waiting === 1 ? 'waits' : 'wait'}`
}

export const storeKind = defineKind<StoreConfig, StoreLocal>({
  kind: 'store',
  look: { label: 'Store', hint: 'shared keys', family: 'state', outline: 'store', icon: 'database' },
  help: storeHelp,
  schema: storeSchema,
  form: storeForm,
  stateVersion: 1,
  resource: true,
  offers: (config) => ({ names: config.keys.map((key) => key.name), mode: config.mode }),
  fresh: () => ({ keys: [{ name: 'value', initial: '' }], mode: 'compare-and-swap' }),
  caption: (config) => config.keys.map((key) => key.name).join(', '),
  fact: (config) => config.mode.replaceAll('-', ' '),
  standing: standingOf,
  ports: () => ({ in: [], out: [] }),
  initial: (bound) => initialStore(bound.config),
  ready: () => [REQUESTS],
  react(bound, local, input) {
    if (input.type === 'request') return onRequest(bound, local, input)
    if (input.type === 'recall') return onRecall(bound, local, input)
    if (input.type === 'timer') return onExpiry(bound, local, input.tag.slice(LEASE.length))
    throw new Error(`store: unexpected ${input.type}`)
  },
  rest: (_bound, local) => local.waiting.length === 0,
  outcomes: () => [],
  classify: (_bound, _effect, outcome) => outcome,
  migrate: noMigration('store'),
})
