import type { StoreConfig } from '../nodes/store/config.ts'
import type { Access } from '../topology/document.ts'
import type { Analyses } from './analyses.ts'
import { timeoutOf } from './attempts.ts'
import { type Vertex, vertexAt } from './graph/graph.ts'

/** A worker at a store, with the keys that it reads before its work and sets after it. */
export interface StoreClient {
  readonly vertex: number
  readonly edge: string
  readonly access: Access
  readonly reads: ReadonlySet<string>
  readonly updates: ReadonlySet<string>
}

export interface SharedStore {
  readonly vertex: Vertex
  readonly config: StoreConfig
  readonly clients: readonly StoreClient[]
}

/** The stores of a drawing, with those who use them. A kind that names no keys may touch all that its edge allows. */
export function storesOf({ graph }: Analyses): readonly SharedStore[] {
  return graph.vertices
    .filter(({ kind, config }) => kind === 'store' && config !== null)
    .map((vertex): SharedStore => {
      const config = vertex.config as StoreConfig
      const keys = config.keys.map(({ name }) => name)
      const clients = vertex.uses.flatMap((at) => {
        const use = graph.uses[at]
        if (use === undefined || use.resource !== vertex.index) return []
        const client = vertexAt(graph, use.client)
        const named = client.config as {
          readonly reads?: readonly string[]
          readonly updates?: readonly { readonly key: string }[]
        } | null
        const reads = named?.reads ?? (use.access === 'write' ? [] : keys)
        const updates = named?.updates?.map(({ key }) => key) ?? (use.access === 'read' ? [] : keys)
        return [
          {
            vertex: client.index,
            edge: use.edge.id,
            access: use.access,
            reads: new Set(reads),
            updates: new Set(updates),
          },
        ]
      })
      return { vertex, config, clients }
    })
}

/** Each two of a list, once. */
export function pairsOf<T>(list: readonly T[]): readonly (readonly [T, T])[] {
  return list.flatMap((one, at) => list.slice(at + 1).map((other) => [one, other] as const))
}

const MINUTE_MS = 60_000

/** A lease that outlives the longest work that may be done under it. */
export function leaseFor(analyses: Analyses, clients: readonly StoreClient[]): number {
  const longest = Math.max(...clients.map(({ vertex }) => timeoutOf(analyses, vertex) ?? 10 * MINUTE_MS))
  return Math.min(longest + MINUTE_MS, 604_800_000)
}
