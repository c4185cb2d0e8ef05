import type { Access, DocumentEdge, DocumentNode, EdgePolicy } from '../../../shared/topology/document.ts'
import type { Command } from '../document.ts'
import { bringNested } from './nodes.ts'

export function connect(edge: DocumentEdge): Command {
  return {
    label: 'Connect',
    change: (draft) => {
      draft.edges.push(structuredClone(edge))
    },
  }
}

/** A new node with the edge that led to the empty place where it now stands. */
export function addConnected(node: DocumentNode, edge: DocumentEdge | null): Command {
  return {
    label: 'Add a node',
    change: (draft, whole) => {
      draft.nodes.push(structuredClone(node))
      bringNested(whole, node)
      if (edge !== null) draft.edges.push(structuredClone(edge))
    },
  }
}

export interface Insertion {
  readonly node: DocumentNode
  /** Its ports for what comes in and what goes on. */
  readonly into: string
  readonly out: string
  /** Id of the edge that leads on. */
  readonly next: string
}

/** Puts a node into an edge: the edge ends at it, and a new one leads on; other nodes make room. */
export function insertOnEdge(
  id: string,
  { node, into, out, next }: Insertion,
  moved: ReadonlyMap<string, readonly [number, number]>,
): Command {
  return {
    label: 'Insert a node',
    change: (draft, whole) => {
      const edge = draft.edges.find((one) => one.id === id)
      if (edge === undefined) return
      for (const other of draft.nodes) {
        const place = moved.get(other.id)
        if (place !== undefined) other.at = [place[0], place[1]]
      }
      draft.nodes.push(structuredClone(node))
      bringNested(whole, node)
      draft.edges.push({ id: next, from: `${node.id}.${out}`, to: edge.to })
      edge.to = `${node.id}.${into}`
    },
  }
}

function onEdge(
  label: string,
  id: string,
  merge: string | null,
  change: (edge: DocumentEdge) => void,
): Command {
  return {
    label,
    ...(merge === null ? {} : { merge: `${id}/${merge}` }),
    change: (draft) => {
      const edge = draft.edges.find((one) => one.id === id)
      if (edge !== undefined) change(edge)
    },
  }
}

export function reconnect(id: string, from: string, to: string): Command {
  return onEdge('Reconnect', id, null, (edge) => {
    edge.from = from
    edge.to = to
  })
}

export function setAccess(id: string, access: Access): Command {
  return onEdge('Change the access', id, null, (edge) => {
    edge.access = access
  })
}

export function setEdgePolicy<K extends keyof EdgePolicy>(
  id: string,
  key: K,
  value: EdgePolicy[K] | undefined,
): Command {
  return onEdge('Change an edge', id, `policy.${key}`, (edge) => {
    const policy: EdgePolicy = { ...edge.policy }
    if (value === undefined) delete policy[key]
    else policy[key] = value
    if (Object.keys(policy).length === 0) delete edge.policy
    else edge.policy = policy
  })
}
