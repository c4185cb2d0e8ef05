import type {
  Access,
  DocumentEdge,
  DocumentNode,
  EdgePolicy,
  NodePolicy,
  TopologyDocument,
} from '../../topology/document.ts'

type Config = { readonly [key: string]: unknown }

/** A node's kind, with its config and policy where they differ from the defaults. */
export type Sketch = readonly [kind: string, config?: Config, policy?: NodePolicy]

/** `a.out b.in`, or `a board read-modify-write` for a dashed edge; with its policy where it has one. */
export type Wire = string | readonly [ends: string, policy: EdgePolicy]

/** A small drawing: nodes by id, edges named e1, e2, … in their order. */
export function draw(
  name: string,
  nodes: { readonly [id: string]: Sketch },
  wires: readonly Wire[],
  more: Partial<TopologyDocument> = {},
): TopologyDocument {
  return {
    synod: 1,
    name,
    nodes: Object.entries(nodes).map(([id, sketch], at) => sketched(id, sketch, at)),
    edges: wires.map(wired),
    ...more,
  }
}

/** A nested topology, drawn the same way. */
export function drawInside(
  id: string,
  nodes: { readonly [id: string]: Sketch },
  wires: readonly Wire[],
): NonNullable<TopologyDocument['topologies']>[number] {
  const { nodes: made, edges } = draw(id, nodes, wires)
  return { id, nodes: made, edges }
}

function sketched(id: string, [kind, config, policy]: Sketch, at: number): DocumentNode {
  return {
    id,
    kind,
    at: [40 + 280 * (at % 4), 40 + 160 * Math.floor(at / 4)],
    ...(config === undefined ? {} : { config }),
    ...(policy === undefined ? {} : { policy }),
  }
}

function wired(wire: Wire, at: number): DocumentEdge {
  const [ends, policy] = typeof wire === 'string' ? [wire] : wire
  const [from = '', to = '', access] = ends.split(' ')
  return {
    id: `e${at + 1}`,
    from,
    to,
    ...(policy === undefined ? {} : { policy }),
    ...(access === undefined ? {} : { access: access as Access }),
  }
}
