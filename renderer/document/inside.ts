import { type Patches, create as produce } from 'mutative'
import { type NestedTopology, splitEnd, type TopologyDocument } from '../../shared/topology/document.ts'
import { type Inside, topologyInside } from '../../shared/topology/inside.ts'
import { type Body, nestedIn } from '../../shared/topology/nested.ts'

/** What a command changes: the drawing, or a topology inside it. */
export type Draft = Body & { name?: string | undefined }

/** Null is the drawing itself. */
export function topologyId(draft: Draft): string | null {
  return 'id' in draft && typeof draft.id === 'string' ? draft.id : null
}

/** What a way in leads to, in a draft. */
export function bodyOf(draft: TopologyDocument, inside: Inside): Draft {
  return inside.length === 0 ? draft : (topologyInside(draft, inside) ?? draft)
}

const views = new WeakMap<NestedTopology, TopologyDocument>()
const nestedViews = new WeakSet<TopologyDocument>()

/**
 * A topology inside the drawing as a document of its own, so that all that shows and checks a document shows it. It
 * stays the same object while neither it nor the topologies beside it change.
 */
export function shownOf(document: TopologyDocument, inside: Inside): TopologyDocument {
  const nested = topologyInside(document, inside)
  if (nested === null) return document
  const before = views.get(nested)
  if (before !== undefined && before.topologies === document.topologies) return before
  const { id, name = id, ...body } = nested
  const view = { synod: document.synod, name, ...body, topologies: document.topologies }
  views.set(nested, view)
  nestedViews.add(view)
  return view
}

/** Whether what is shown lies inside a drawing: its input asks nobody. */
export function isNested(shown: TopologyDocument): boolean {
  return nestedViews.has(shown)
}

/** The name under which a topology of the drawing is known to people. */
export function topologyName({ id, name }: NestedTopology): string {
  return name === undefined || name === '' ? id : name
}

type Produced = readonly [TopologyDocument, Patches<true>, Patches<true>]

/**
 * The outputs inside are the ports of every node of that topology. Where a change has left them apart, the same step
 * of undo brings them together; an edge at a port that has gone stays, as a problem that people can see.
 */
export function inStep(
  before: TopologyDocument,
  changed: TopologyDocument,
  forward: Patches<true>,
  inverse: Patches<true>,
): Produced {
  if (changed === before || changed.topologies === undefined || isInStep(changed))
    return [changed, forward, inverse]
  const [after, more, back] = produce(changed, bringTogether, { enablePatches: true })
  return [after, [...forward, ...more], [...back, ...inverse]]
}

function outputsOf({ nodes }: Body): readonly string[] {
  return nodes.filter(({ kind }) => kind === 'output').map(({ id }) => id)
}

function isInStep(document: TopologyDocument): boolean {
  const { topologies = [] } = document
  return [document, ...topologies].every(({ nodes }) =>
    nodes.every((node) => {
      const of = node.kind === 'topology' ? nestedIn(node) : null
      const inner = of === null ? undefined : topologies.find(({ id }) => id === of)
      return (
        inner === undefined || portsOf(node.config).toSorted().join() === outputsOf(inner).toSorted().join()
      )
    }),
  )
}

function portsOf(config: Readonly<Record<string, unknown>> | undefined): readonly unknown[] {
  const said = config?.['outputs']
  return Array.isArray(said) ? said : []
}

function bringTogether(draft: TopologyDocument): void {
  const { topologies = [] } = draft
  const outputs = new Map(topologies.map((one) => [one.id, outputsOf(one)]))
  for (const { nodes } of [draft, ...topologies]) {
    for (const node of nodes) {
      const now = node.kind === 'topology' ? outputs.get(nestedIn(node) ?? '') : undefined
      if (now === undefined) continue
      // Ports that stay keep their places on the card.
      const kept = portsOf(node.config).filter((id) => now.includes(String(id)))
      node.config = { ...node.config, outputs: [...new Set([...kept, ...now])] }
    }
  }
}

/** An output inside has another id: the edges that leave by it follow, wherever its topology is used. */
export function renameOutput(whole: TopologyDocument, topology: string, id: string, next: string): void {
  for (const { nodes, edges } of [whole, ...(whole.topologies ?? [])]) {
    const of = new Set(
      nodes.filter((node) => node.kind === 'topology' && nestedIn(node) === topology).map((node) => node.id),
    )
    for (const node of nodes.filter((one) => of.has(one.id)))
      node.config = { ...node.config, outputs: portsOf(node.config).map((one) => (one === id ? next : one)) }
    for (const edge of edges) {
      const from = splitEnd(edge.from)
      if (of.has(from.node) && from.port === id) edge.from = `${from.node}.${next}`
    }
  }
}
