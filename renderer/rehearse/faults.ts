import type { TopologyDocument } from '../../shared/topology/document.ts'
import type { EdgeFaults, FaultPlan, HostFaults, NodeFaults } from '../../shared/topology/faults.ts'
import type { Command } from '../document/document.ts'

type NodePatch = { readonly [K in keyof NodeFaults]?: NodeFaults[K] | undefined }
type EdgePatch = { readonly [K in keyof EdgeFaults]?: EdgeFaults[K] | undefined }

export function nodeFaultsOf({ faults }: TopologyDocument, node: string): NodeFaults | null {
  return faults?.nodes?.find((one) => one.node === node) ?? null
}

export function edgeFaultsOf({ faults }: TopologyDocument, edge: string): EdgeFaults | null {
  return faults?.edges?.find((one) => one.edge === edge) ?? null
}

/** Sets what may go wrong at a node; undefined takes one out. */
export function setNodeFaults(node: string, patch: NodePatch): Command {
  return planCommand(`${node}/faults.${Object.keys(patch).join()}`, ({ nodes = [], ...rest }) => {
    const now = nodes.find((one) => one.node === node)
    const next = without({ ...now, ...patch, node })
    return { ...rest, nodes: replaced(nodes, now, Object.keys(next).length > 1 ? next : null) }
  })
}

export function clearNodeFaults(node: string): Command {
  return planCommand(`${node}/faults`, ({ nodes = [], ...rest }) => {
    return { ...rest, nodes: nodes.filter((one) => one.node !== node) }
  })
}

export function clearEdgeFaults(edge: string): Command {
  return planCommand(`${edge}/faults`, ({ edges = [], ...rest }) => {
    return { ...rest, edges: edges.filter((one) => one.edge !== edge) }
  })
}

export function setEdgeFaults(edge: string, patch: EdgePatch): Command {
  return planCommand(`${edge}/faults.${Object.keys(patch).join()}`, ({ edges = [], ...rest }) => {
    const now = edges.find((one) => one.edge === edge)
    const next = without({ ...now, ...patch, edge })
    return { ...rest, edges: replaced(edges, now, Object.keys(next).length > 1 ? next : null) }
  })
}

export function setHostFaults(
  patch: { readonly [K in keyof HostFaults]?: HostFaults[K] | undefined },
): Command {
  return planCommand(`host/faults.${Object.keys(patch).join()}`, ({ host, ...rest }) => {
    const next = without({ ...host, ...patch })
    return Object.keys(next).length === 0 ? rest : { ...rest, host: next }
  })
}

function planCommand(merge: string, change: (plan: FaultPlan) => FaultPlan): Command {
  return {
    label: 'Change what a rehearsal lets go wrong',
    merge,
    change: (_shown, whole) => {
      const { nodes, edges, host } = change(JSON.parse(JSON.stringify(whole.faults ?? {})) as FaultPlan)
      const next: FaultPlan = {
        ...(nodes === undefined || nodes.length === 0 ? {} : { nodes }),
        ...(edges === undefined || edges.length === 0 ? {} : { edges }),
        ...(host === undefined ? {} : { host }),
      }
      if (Object.keys(next).length === 0) delete whole.faults
      else whole.faults = next
    },
  }
}

function without<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T
}

function replaced<T>(all: readonly T[], now: T | undefined, next: T | null): T[] {
  if (next === null) return all.filter((one) => one !== now)
  return now === undefined ? [...all, next] : all.map((one) => (one === now ? next : one))
}
