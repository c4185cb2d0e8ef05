import { z } from 'zod'
import { defineKind, noMigration } from '../../nodes/define.ts'
import { inputKind } from '../../nodes/input/index.ts'
import { outputKind } from '../../nodes/output/index.ts'
import type { Ask, BehaviourInput, KindTable, NodeKind, Reaction } from '../../topology/kind.ts'
import type { Payload } from '../../topology/payload.ts'
import { REQUESTS } from '../enabled.ts'

/** What a puppet does on one input. Activations are those of its latest message. */
export interface Strings {
  readonly send?: readonly { readonly port: string; readonly payload: Payload }[]
  readonly ask?: readonly (Pick<Ask, 'tag'> & Partial<Ask>)[]
  readonly withdraw?: readonly string[]
  readonly arm?: readonly { readonly tag: string; readonly ms: number }[]
  readonly disarm?: readonly string[]
  /** The oldest message that it has taken is finished with. */
  readonly finish?: boolean
}

/** Keys of `on`: `message`, `outcome:tag`, `failed:tag`, `timer:tag`. */
export interface PuppetConfig {
  readonly on: { readonly [input: string]: Strings }
  /** How many messages it holds at once. */
  readonly width: number
}

interface PuppetLocal {
  /** Everything that it has reacted to, in words. */
  readonly seen: readonly string[]
  readonly open: readonly number[]
  readonly activation: string
}

const config = z.object({
  on: z.record(z.string(), z.custom<Strings>()).default({}),
  width: z.number().default(1),
})

function nameOf(input: BehaviourInput): string {
  switch (input.type) {
    case 'start':
    case 'message':
      return input.type
    case 'request':
      return `request:${input.tag}`
    default:
      return `${input.type}:${input.tag}`
  }
}

function wordsOf(input: BehaviourInput): string {
  if (input.type === 'message') return `message ${JSON.stringify(input.payload)} at ${input.port}`
  if (input.type === 'outcome') return `outcome ${input.tag} ${input.outcome.tag}`
  if (input.type === 'failed') return `failed ${input.tag} ${input.error}`
  return nameOf(input).replace(':', ' ')
}

function pull(strings: Strings, local: PuppetLocal): Reaction<PuppetLocal> {
  const { activation } = local
  const finished = strings.finish === true ? local.open.slice(0, 1) : []
  return {
    local: { ...local, open: local.open.slice(finished.length) },
    send: (strings.send ?? []).map((one) => ({ ...one, activation })),
    ask: (strings.ask ?? []).map((one) => ({
      kind: 'process.exec',
      class: 'idempotent',
      control: {},
      payload: {},
      activation,
      ...one,
    })),
    withdraw: strings.withdraw ?? [],
    arm: strings.arm ?? [],
    disarm: strings.disarm ?? [],
    finished,
  }
}

/** A node whose reactions stand in its config, so that a test says to the letter what the kernel is asked for. */
export const puppetKind: NodeKind = defineKind<PuppetConfig, PuppetLocal>({
  kind: 'puppet',
  look: { label: 'Puppet', hint: '', family: 'worker', outline: 'worker', icon: '' },
  help: { summary: '', paragraphs: [] },
  schema: config,
  form: [],
  stateVersion: 1,
  client: true,
  fresh: () => ({ on: {}, width: 1 }),
  caption: () => '',
  fact: () => '',
  ports: () => ({
    in: [{ name: 'in' }, { name: 'side' }],
    out: [{ name: 'out' }, { name: 'other' }, { name: 'error', error: true }],
  }),
  initial: () => ({ seen: [], open: [], activation: '' }),
  ready: (bound, local) => (local.open.length < bound.config.width ? ['in', 'side'] : []),
  react(bound, local, input) {
    const message = input.type === 'message' ? input : null
    const next = {
      seen: [...local.seen, wordsOf(input)],
      open: message === null ? local.open : [...local.open, message.slot],
      activation: message?.activation ?? local.activation,
    }
    return pull(bound.config.on[nameOf(input)] ?? {}, next)
  },
  rest: (_bound, local) => local.open.length === 0,
  outcomes: () => [],
  classify: (_bound, _effect, outcome) => outcome,
  fails: (_ask, outcome) => outcome.tag === 'exit',
  migrate: noMigration('puppet'),
})

/** A resource that answers every request at once with its own name, or as its config says with an error. */
const shelfKind: NodeKind = defineKind<{ readonly broken: boolean }, null>({
  ...puppetKind,
  kind: 'shelf',
  schema: z.object({ broken: z.boolean().default(false) }),
  client: false,
  resource: true,
  fresh: () => ({ broken: false }),
  ports: () => ({ in: [], out: [] }),
  initial: () => null,
  ready: () => [REQUESTS],
  react(bound, local, input) {
    if (input.type === 'recall') return { local }
    if (input.type !== 'request') throw new Error(`shelf: unexpected ${input.type}`)
    const control = { code: 'broken', retryable: true, happened: 'unknown' }
    const outcome = bound.config.broken
      ? { tag: 'error', control, refs: { error: 'text:broken' } }
      : { tag: 'ok', control: {}, refs: { shelf: 'text:shelf' } }
    return { local, reply: [{ client: input.client, tag: input.tag, outcome }] }
  },
  rest: () => true,
  migrate: noMigration('shelf'),
})

export const PUPPETS: KindTable = new Map(
  [inputKind, outputKind, puppetKind, shelfKind].map((kind) => [kind.kind, kind]),
)
