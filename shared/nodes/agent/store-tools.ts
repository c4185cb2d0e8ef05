import type { Ask, Bound, PossibleOutcome, Resource } from '../../topology/kind.ts'
import { fieldsOf, inlineText, type Outcome, type Payload } from '../../topology/payload.ts'
import { resourceOf } from '../errands.ts'
import type { Working } from './state.ts'
import type { ToolSpec } from './tools.ts'

/** The effect by which a model reads and writes the store that its agent is joined to. */
export const SHELF = 'shelf'

const READ = 'store_read'
const WRITE = 'store_write'
const SWAP = 'store_swap'
export const STORE_TOOLS: readonly string[] = [READ, WRITE, SWAP]

const KINDS = { [READ]: 'store.read', [WRITE]: 'store.write', [SWAP]: 'store.swap' } as const

const WORDS: { readonly [tool: string]: string } = {
  [READ]: 'Reads a key of the store that the team shares.',
  [WRITE]: 'Sets a key of the store that the team shares, whatever is there.',
  [SWAP]:
    'Sets a key of the store that the team shares, if you have read what is there now. If another wrote meanwhile nothing is written: the outcome is "moved", and you are shown what is there.',
}

/**
 * What the edge to the store lets a model do. Who may read and write swaps, so that no update is lost. Under leases a
 * model only reads: a lease is held around the work as a whole, by the agent's own updates.
 */
export function storeTools(resources: readonly Resource[]): readonly ToolSpec[] {
  const store = resourceOf({ resources }, 'store')
  if (store === null) return []
  const keys = store.offers?.names ?? []
  const reads = store.access === 'write' ? [] : [toolSpec(READ, keys)]
  if (store.access === 'read' || store.offers?.mode === 'lease') return reads
  return [...reads, toolSpec(store.access === 'write' ? WRITE : SWAP, keys)]
}

function toolSpec(name: string, keys: readonly string[]): ToolSpec {
  const key = { type: 'string', enum: [...keys] }
  const properties = name === READ ? { key } : { key, value: {} }
  const required = Object.keys(properties)
  const parameters = { type: 'object', properties, required, additionalProperties: false }
  return { name, description: WORDS[name] ?? '', parameters, output: 'json' }
}

/** The request that a call comes to; null when it is of another tool. One key a call, which its outcome names. */
export function storeAsk(
  bound: Bound<unknown>,
  { session }: Working,
  { control, refs }: Outcome,
): Ask | null {
  const name = String(control['tool'])
  const store = resourceOf(bound, 'store')
  if (store === null || !storeTools(bound.resources).some((tool) => tool.name === name)) return null
  const key = String(control['key'])
  return {
    tag: SHELF,
    kind: KINDS[name as keyof typeof KINDS],
    class: 'idempotent',
    control: name === READ ? { keys: [key] } : {},
    payload: name === READ ? {} : { values: { [key]: refs['value'] as Payload } },
    activation: session.activation,
    to: store.node,
  }
}

/** What the model is told. */
export function storeResult({ tag, refs }: Outcome): Payload {
  const values = fieldsOf(refs['values'] ?? {})
  if (tag === 'moved') return { outcome: inlineText('moved'), values }
  return refs['values'] === undefined ? { outcome: inlineText('written') } : values
}

/** Every key may be asked for; what is written may be wrong, at no fault's cost where the model was misled. */
export function storeCalls(bound: Bound<unknown>, misled: boolean): readonly PossibleOutcome[] {
  const keys = resourceOf(bound, 'store')?.offers?.names ?? []
  return storeTools(bound.resources).flatMap(({ name }) =>
    keys.flatMap((key): readonly PossibleOutcome[] => {
      const opaque = { conversation: 'opaque', args: 'opaque' } as const
      const call = { tag: 'call', control: { tool: name, key }, refs: opaque, fault: null } as const
      if (name === READ) return [call]
      const writes = { ...call, refs: { ...opaque, value: 'keyed' } } as const
      return [writes, { ...writes, wrong: true, fault: misled ? null : 'wrong' }]
    }),
  )
}
