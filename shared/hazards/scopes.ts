import type { ControllerSpec, GroupSpec } from '../topology/controls.ts'
import type { KindTable } from '../topology/kind.ts'
import { usersOf } from '../topology/scopes.ts'
import type { Graph } from './graph/graph.ts'

/** Which controllers and groups a vertex stands under. */
export interface Scopes {
  controllers(vertex: number): readonly ControllerSpec[]
  groups(vertex: number): readonly GroupSpec[]
}

export function scopesOf(graph: Graph, kinds: KindTable): Scopes {
  const nodes = new Map(
    graph.vertices.flatMap(({ node, kind: name, config }) => {
      const kind = kinds.get(name)
      return node === null || kind === undefined || config === null ? [] : [[node.id, { node, kind, config }]]
    }),
  )
  const drawn = { document: { groups: [...graph.groups] }, nodes }
  return {
    controllers: byVertex(graph, graph.controllers, (spec) => usersOf(spec, drawn)),
    groups: byVertex(graph, graph.groups, ({ members }) => members),
  }
}

function byVertex<T>(
  graph: Graph,
  specs: readonly T[],
  members: (spec: T) => readonly string[],
): (vertex: number) => readonly T[] {
  const found = new Map<number, T[]>()
  for (const spec of specs) {
    for (const id of members(spec)) {
      const vertex = graph.byId.get(id)
      if (vertex !== undefined) found.set(vertex, [...(found.get(vertex) ?? []), spec])
    }
  }
  return (vertex) => found.get(vertex) ?? []
}
