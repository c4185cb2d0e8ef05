import {
  type Access,
  type DocumentEdge,
  type DocumentNode,
  type EdgePolicy,
  splitEnd,
} from '../../../shared/topology/document.ts'
import type { Command } from '../document.ts'

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
    change: (draft) => {
      draft.nodes.push(structuredClone(node))
      if (edge !== null) draft.edges.push(structuredClone(edge))
    },
  }
}

/** Puts a node into an edge: the edge ends at it, and a new one leads on to where it led. */
export function insertOnEdge(
  id: string,
  node: DocumentNode,
  into: string,
  out: string,
  next: string,
): Command {
  return {
    label: 'Insert a node',
    change: (draft) => {
      const edge = draft.edges.find((one) => one.id === id)
      if (edge === undefined) return
      draft.nodes.push(structuredClone(node))
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

export function joins(edge: DocumentEdge, node: string): boolean {
  return splitEnd(edge.from).node === node || splitEnd(edge.to).node === node
}
