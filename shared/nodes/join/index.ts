import { z } from 'zod'
import { idSchema } from '../../topology/ids.ts'
import type { BehaviourInput, Reaction } from '../../topology/kind.ts'
import type { Payload } from '../../topology/payload.ts'
import { defineKind } from '../define.ts'
import { byPort, type Group, type JoinLocal, migrateJoin, withPart } from './groups.ts'

const schema = z
  .strictObject({
    inputs: z.array(idSchema).min(1).max(256).default(['a', 'b']),
    wait: z.enum(['all', 'any', 'some']).default('all'),
    /** How many, when `wait` is `some`. */
    count: z.number().int().min(1).max(256).default(1),
  })
  .refine((config) => new Set(config.inputs).size === config.inputs.length, {
    path: ['inputs'],
    message: 'two inputs have the same name',
  })
  .refine((config) => config.wait !== 'some' || config.count <= config.inputs.length, {
    path: ['count'],
    message: 'it waits for more than it has inputs',
  })
export type JoinConfig = z.infer<typeof schema>

type Arrival = Extract<BehaviourInput, { type: 'message' }>

function need(config: JoinConfig): number {
  return config.wait === 'all' ? config.inputs.length : config.wait === 'any' ? 1 : config.count
}

/**
 * One payload of many: what all parts share is lifted to the top, the rest stands under the part's port. So
 * {{in.task}} means the same behind a join as before it. A field named like a port stays with its part, which would
 * else take its place.
 */
export function combine(parts: ReadonlyMap<string, { readonly [field: string]: Payload }>): Payload {
  const all = [...parts.values()]
  const first = all[0] ?? {}
  const shared = Object.keys(first).filter(
    (field) => !parts.has(field) && all.every((part) => equal(own(part, field), first[field])),
  )
  const rest = [...parts].map(([name, part]): [string, Payload] => [
    name,
    Object.fromEntries(Object.entries(part).filter(([field]) => !shared.includes(field))),
  ])
  return {
    ...Object.fromEntries(shared.map((field) => [field, first[field] as Payload])),
    ...Object.fromEntries(rest),
  }
}

/** Ports and fields have names of people's choosing, and every object inherits some, such as `constructor`. */
function own<T>(record: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

function equal(a: Payload | undefined, b: Payload | undefined): boolean {
  if (a === undefined || b === undefined) return false
  if (typeof a === 'string' || typeof b === 'string') return a === b
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const left = Object.entries<Payload>(a)
  const right = b as { readonly [field: string]: Payload }
  return (
    left.length === Object.keys(right).length && left.every(([field, part]) => equal(part, own(right, field)))
  )
}

/** A sorted list with one more, so that the order in which messages came makes no difference. */
export function inOrder(seen: readonly string[], port: string): readonly string[] {
  const at = seen.findIndex((one) => one > port)
  return at < 0 ? [...seen, port] : [...seen.slice(0, at), port, ...seen.slice(at)]
}

function arrive(config: JoinConfig, local: JoinLocal, message: Arrival): Reaction<JoinLocal> {
  const { port, slot, activation, payload } = message
  const known = local.groups.find((group) => group.activation === activation)
  const others = local.groups.filter((group) => group !== known)
  if (known?.type === 'closed') {
    // Late: the group has sent already. Once all have come, nothing more can, and it is forgotten.
    const seen = known.seen.includes(port) ? known.seen : inOrder(known.seen, port)
    const groups = seen.length === config.inputs.length ? others : [...others, { ...known, seen }]
    return { local: { groups }, finished: [slot] }
  }
  const { parts, replaced } = withPart(known?.parts ?? [], { port, slot, payload })
  const dropped = replaced === null ? [] : [replaced.slot]
  if (parts.length < need(config))
    return { local: { groups: [...others, { type: 'open', activation, parts }] }, finished: dropped }
  const seen = parts.map((part) => part.port)
  const groups: readonly Group[] =
    seen.length === config.inputs.length ? others : [...others, { type: 'closed', activation, seen }]
  return {
    local: { groups },
    send: [{ port: 'out', payload: combine(byPort(config.inputs, parts)), activation }],
    finished: [...dropped, ...parts.map((part) => part.slot)],
  }
}

export const joinKind = defineKind<JoinConfig, JoinLocal>({
  kind: 'join',
  look: { label: 'Join', hint: 'k of n', family: 'control', outline: 'join', icon: 'merge' },
  help: {
    summary: 'Waits for several messages of one round and sends them on as one.',
    paragraphs: [
      'Messages belong together when they come from the same item and the same round of a loop. What comes for a group that has already gone on is late, and is dropped visibly.',
      'A join of all waits for ever if a branch never sends: a run that ends so is stuck, and says where.',
    ],
  },
  schema,
  form: [
    {
      title: 'Join',
      fields: [
        { type: 'list', key: 'inputs', label: 'Inputs', item: 'port' },
        {
          type: 'choice',
          key: 'wait',
          label: 'Wait for',
          options: [
            { value: 'all', label: 'All of them' },
            { value: 'any', label: 'Any one' },
            { value: 'some', label: 'A number of them' },
          ],
        },
        { type: 'number', key: 'count', label: 'How many', min: 1, max: 256, hint: 'For "a number of them"' },
      ],
    },
  ],
  stateVersion: 2,
  fresh: () => ({ inputs: ['a', 'b'], wait: 'all', count: 1 }),
  caption: (config) =>
    config.wait === 'all' ? `All of ${config.inputs.length}` : `${need(config)} of ${config.inputs.length}`,
  fact: (config) => config.inputs.join(', '),
  ports: (config) => ({ in: config.inputs.map((name) => ({ name })), out: [{ name: 'out' }] }),
  initial: () => ({ groups: [] }),
  ready: (bound) => bound.config.inputs,
  react(bound, local, input) {
    if (input.type !== 'message') throw new Error(`join: unexpected ${input.type}`)
    return arrive(bound.config, local, input)
  },
  rest: (_bound, local) => local.groups.every((group) => group.type === 'closed'),
  outcomes: () => [],
  classify: (_bound, _effect, outcome) => outcome,
  migrate: migrateJoin,
})
