import type { ControllerSpec } from '../topology/controls.ts'
import type { DocumentNode } from '../topology/document.ts'
import type { Analyses } from './analyses.ts'
import { all, type Change, freeId, mapNode, setEdgePolicy, within } from './edit.ts'
import type { EffectSite } from './effects.ts'
import { type Arc, arcAt, type Vertex, vertexAt } from './graph/graph.ts'
import { nameOf } from './names.ts'
import type { Fix } from './rule.ts'

/** Is it an edge that somebody drew, and not one that inlining made? Document ids have no dots. */
export function isDrawn({ edge }: Pick<Arc, 'edge'>): boolean {
  return !edge.id.includes('.')
}

export function arcsInto({ graph }: Analyses, vertex: number): readonly Arc[] {
  return vertexAt(graph, vertex).into.map((at) => arcAt(graph, at))
}

export function arcsOutOf({ graph }: Analyses, vertex: number): readonly Arc[] {
  return vertexAt(graph, vertex).outOf.map((at) => arcAt(graph, at))
}

/** A person is asked about every message that comes to a node. */
export function guardInto(analyses: Analyses, vertex: number): Change {
  const name = nameOf(analyses, vertex)
  const edges = new Set(
    arcsInto(analyses, vertex)
      .filter(isDrawn)
      .map(({ edge }) => edge.id),
  )
  return all(...[...edges].map((edge) => setEdgePolicy(edge, { guard: { ask: `Let ${name} do this?` } })))
}

export function canGuard(analyses: Analyses, vertex: number): boolean {
  const arcs = arcsInto(analyses, vertex)
  return arcs.length > 0 && arcs.every(isDrawn)
}

/** A person sees each call of a tool before it runs. */
export function askBefore(node: string, tools: ReadonlySet<string>): Change {
  return mapNode(node, (one) => {
    const drawn = one.config?.['tools']
    if (!Array.isArray(drawn)) return one
    const changed = drawn.map((tool: Readonly<Record<string, unknown>>) =>
      tools.has(String(tool['name'])) ? { ...tool, approve: 'ask' } : tool,
    )
    return { ...one, config: { ...one.config, tools: changed } }
  })
}

/** Puts a person before processes: before each call of an agent's tools, on the edges that lead to a command. */
export function askFirst(analyses: Analyses, sites: readonly EffectSite[]): Change | null {
  const byVertex = Map.groupBy(sites, ({ vertex }) => vertex)
  const changes = [...byVertex].map(([vertex, here]): Change | null => {
    const tools = here.flatMap(({ tool }) => (tool === null ? [] : [tool]))
    if (tools.length > 0) return askBefore(vertexAt(analyses.graph, vertex).id, new Set(tools))
    return canGuard(analyses, vertex) ? guardInto(analyses, vertex) : null
  })
  return changes.includes(null) ? null : all(...(changes as readonly Change[]))
}

/** As a list: a rule offers it where it can be drawn. */
export function offer(label: string, change: Change | null): readonly Fix[] {
  return change === null ? [] : [{ label, apply: change }]
}

/** A controller beside an element, for nodes of the same body. */
export function addController(element: string, wished: string, spec: (id: string) => ControllerSpec): Change {
  return (document) => {
    const id = freeId(document, wished)
    return within(element, (body) => ({ ...body, controllers: [...(body.controllers ?? []), spec(id)] }))(
      document,
    )
  }
}

/** The last part of a path: what an element is called in its own body. */
export function ownId(element: string): string {
  return element.slice(element.lastIndexOf('/') + 1)
}

/** Do all of these stand in one body? Only then can one group or controller name them. */
export function together(vertices: readonly Vertex[]): boolean {
  return new Set(vertices.map(({ id }) => id.slice(0, id.lastIndexOf('/') + 1))).size === 1
}

/** An output beside a node, for what would else go nowhere. */
export function outputNode(id: string, name: string, at: readonly [number, number]): DocumentNode {
  return { id, kind: 'output', at: [at[0], at[1]], name }
}

/** Puts a join before a port of a node, of the edges that lead there today. */
export function gather(node: string, arcs: readonly Arc[], port: string, wait: 'all' | 'any'): Change {
  const inputs = arcs.map((_, at) => `branch${at + 1}`)
  return (document) => {
    const join = freeId(document, 'joined')
    const onward = freeId(document, `${join}-on`)
    return within(node, (body, own) => {
      const [x, y] = body.nodes.find((one) => one.id === own)?.at ?? [0, 0]
      return {
        ...body,
        nodes: [...body.nodes, { id: join, kind: 'join', at: [x - 140, y + 96], config: { inputs, wait } }],
        edges: [
          ...body.edges.map((edge) => {
            const at = arcs.findIndex((arc) => ownId(arc.edge.id) === edge.id)
            return at < 0 ? edge : { ...edge, to: `${join}.${inputs[at]}` }
          }),
          { id: onward, from: `${join}.out`, to: `${own}.${port}` },
        ],
      }
    })(document)
  }
}
