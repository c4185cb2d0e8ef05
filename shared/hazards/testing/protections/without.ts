import {
  type DocumentEdge,
  type DocumentNode,
  splitEnd,
  type TopologyDocument,
} from '../../../topology/document.ts'
import type { Body } from '../../../topology/nested.ts'

/** Something in a drawing that is there so that nothing goes wrong, and the drawing without it. */
export interface Protection {
  /** What it is, the same words for all of its sort: `probe`. */
  readonly what: string
  /** The node, edge, group or controller that it is a part of. */
  readonly element: string
  readonly without: TopologyDocument
}

/** How a protection is taken out of the body that it is drawn in. */
export interface Removal {
  readonly what: string
  readonly element: string
  remove(body: Body): Body
}

export function onNode(
  node: DocumentNode,
  what: string,
  change: (node: DocumentNode) => DocumentNode,
): Removal {
  return {
    what,
    element: node.id,
    remove: (body) => ({ ...body, nodes: body.nodes.map((one) => (one.id === node.id ? change(one) : one)) }),
  }
}

export function configured(
  node: DocumentNode,
  what: string,
  config: Readonly<Record<string, unknown>>,
): Removal {
  return onNode(node, what, (one) => ({ ...one, config: defined({ ...one.config, ...config }) }))
}

export function onEdge(edge: DocumentEdge, what: string, policy: DocumentEdge['policy']): Removal {
  return {
    what,
    element: edge.id,
    remove: (body) => ({
      ...body,
      edges: body.edges.map((one) =>
        one.id === edge.id ? { ...one, policy: defined({ ...one.policy, ...policy }) } : one,
      ),
    }),
  }
}

/** Settings that are set to undefined are not there. */
export function defined<T extends object>(settings: T): T {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as T
}

export function unwired(edge: DocumentEdge, what: string): Removal {
  return {
    what,
    element: edge.id,
    remove: (body) => withWays({ ...body, edges: body.edges.filter(({ id }) => id !== edge.id) }),
  }
}

/** The node is gone: what came to it by `into` goes where it let things pass by `outOf`. */
export function cutOut(node: DocumentNode, what: string, into: string, outOf: string): Removal {
  return {
    what,
    element: node.id,
    remove(body) {
      const isOf = (end: string): boolean => splitEnd(end).node === node.id
      const onward = body.edges.filter(({ from }) => from === `${node.id}.${outOf}`)
      const through = body.edges
        .filter(({ from, to }) => to === `${node.id}.${into}` && !isOf(from))
        .flatMap((edge) =>
          onward.map(({ to }, at) => ({ ...edge, id: at === 0 ? edge.id : `${edge.id}-${at + 1}`, to })),
        )
      const others = body.edges.filter(({ from, to }) => !isOf(from) && !isOf(to))
      return withWays({
        ...body,
        nodes: body.nodes.filter(({ id }) => id !== node.id),
        edges: [...others, ...through],
      })
    },
  }
}

/** Of a node from which no edge leads back any more, nothing leaves by `exhausted`. */
function withWays(body: Body): Body {
  const raises = new Set(
    body.edges.filter(({ policy }) => policy?.rounds !== undefined).map(({ from }) => splitEnd(from).node),
  )
  const edges = body.edges.filter(({ from }) => {
    const { node, port } = splitEnd(from)
    return port !== 'exhausted' || raises.has(node)
  })
  return { ...body, edges }
}
