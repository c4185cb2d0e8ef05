import { kinds } from '../../../shared/nodes/index.ts'
import { type DocumentNode, splitEnd, type TopologyDocument } from '../../../shared/topology/document.ts'
import { topologiesUnder } from '../../../shared/topology/inside.ts'
import { freshNested, nestedIn } from '../../../shared/topology/nested.ts'
import type { Command } from '../document.ts'
import { renameOutput, topologyId } from '../inside.ts'
import { forgetNodes, renameNode } from './references.ts'

/** A node of this kind as it comes out of the palette. */
export function freshNode(kind: string, id: string, at: readonly [number, number]): DocumentNode {
  const config = kinds.get(kind)?.fresh()
  return {
    id,
    kind,
    at: [at[0], at[1]],
    ...(config === undefined ? {} : { config: structuredClone(config) as Record<string, unknown> }),
  }
}

export function addNode(node: DocumentNode): Command {
  return {
    label: 'Add a node',
    change: (draft, whole) => {
      draft.nodes.push(structuredClone(node))
      bringNested(whole, node)
    },
  }
}

/** A nested node is of a topology inside the drawing, which comes with the first of them. */
export function bringNested(whole: TopologyDocument, node: DocumentNode): void {
  const of = nestedIn(node)
  if (of === null || of === '' || whole.topologies?.some(({ id }) => id === of) === true) return
  whole.topologies = [...(whole.topologies ?? []), freshNested(of)]
}

/** Topologies that no node leads to any more have no place where anybody could see them. */
export function dropUnused(whole: TopologyDocument, usedBefore: ReadonlySet<string>): void {
  const used = topologiesUnder(whole, whole.nodes)
  const kept = whole.topologies?.filter(({ id }) => used.has(id) || !usedBefore.has(id)) ?? []
  if (kept.length === (whole.topologies?.length ?? 0)) return
  if (kept.length > 0) whole.topologies = kept
  else delete whole.topologies
}

/** Removes nodes with every edge that ends at them and what was inside them alone, and edges. */
export function remove(nodes: ReadonlySet<string>, edges: ReadonlySet<string>): Command {
  return {
    label: 'Delete',
    change: (draft, whole) => {
      const used = topologiesUnder(whole, whole.nodes)
      draft.nodes = draft.nodes.filter((node) => !nodes.has(node.id))
      draft.edges = draft.edges.filter(
        (edge) =>
          !edges.has(edge.id) && !nodes.has(splitEnd(edge.from).node) && !nodes.has(splitEnd(edge.to).node),
      )
      if (nodes.size > 0) forgetNodes(draft, nodes, whole)
      dropUnused(whole, used)
    },
  }
}

export function move(places: ReadonlyMap<string, readonly [number, number]>, label = 'Move'): Command {
  return {
    label,
    change: (draft) => {
      for (const node of draft.nodes) {
        const place = places.get(node.id)
        if (place !== undefined && (node.at[0] !== place[0] || node.at[1] !== place[1])) {
          node.at = [place[0], place[1]]
        }
      }
    },
  }
}

function onNode(
  label: string,
  id: string,
  merge: string | null,
  change: (node: DocumentNode, whole: TopologyDocument) => void,
): Command {
  return {
    label,
    ...(merge === null ? {} : { merge: `${id}/${merge}` }),
    change: (draft, whole) => {
      const node = draft.nodes.find((one) => one.id === id)
      if (node !== undefined) change(node, whole)
    },
  }
}

export function rename(id: string, name: string): Command {
  return onNode('Rename', id, 'name', (node) => {
    if (name === '') delete node.name
    else node.name = name
  })
}

/** Sets one setting; undefined takes it out, so that the kind's default holds. */
export function setConfig(id: string, key: string, value: unknown): Command {
  return onNode('Change a setting', id, `config.${key}`, (node, whole) => {
    node.config ??= {}
    if (value === undefined) delete node.config[key]
    else node.config[key] = value
    bringNested(whole, node)
  })
}

/** Gives a node another id; edges, groups and controllers follow, and so do the ports that an output inside makes. */
export function changeId(id: string, next: string): Command {
  return {
    label: 'Change an id',
    change: (draft, whole) => {
      const node = draft.nodes.find((one) => one.id === id)
      if (node === undefined) return
      renameNode(draft, id, next, whole)
      node.id = next
      const topology = topologyId(draft)
      if (topology !== null && node.kind === 'output') renameOutput(whole, topology, id, next)
    },
  }
}

export function renameDocument(name: string): Command {
  return {
    label: 'Rename the topology',
    merge: 'document.name',
    change: (draft) => {
      draft.name = name
    },
  }
}
