import type { DocumentNode, NestedTopology, TopologyDocument } from './document.ts'
import { type Body, nestedIn } from './nested.ts'

/** The nested nodes that were opened one in the other, outermost first; empty is the drawing itself. */
export type Inside = readonly string[]

/** Where an element of a run is drawn, and in which lane of each map on the way (null where none is meant). */
export interface Place {
  readonly inside: Inside
  readonly lanes: readonly (number | null)[]
  /** Its id there; what stands for a whole lane is the input of that lane. */
  readonly id: string
}

function topologyOf({ topologies = [] }: TopologyDocument, node: DocumentNode): NestedTopology | null {
  const of = nestedIn(node)
  return of === null ? null : (topologies.find(({ id }) => id === of) ?? null)
}

/** The topology into which a node of a body opens; null where it opens into none. */
export function openedBy(document: TopologyDocument, body: Body, id: string): NestedTopology | null {
  const node = body.nodes.find((one) => one.id === id)
  return node === undefined ? null : topologyOf(document, node)
}

/** As much of the way in as there is: a node may have gone, or be of another topology. */
export function reachable(document: TopologyDocument, inside: Inside): Inside {
  let body: Body = document
  const found: string[] = []
  for (const id of inside) {
    const next = openedBy(document, body, id)
    if (next === null) break
    found.push(id)
    body = next
  }
  return found.length === inside.length ? inside : found
}

/** What a way in leads to, which must be reachable: a topology of the drawing, or null for the drawing itself. */
export function topologyInside(document: TopologyDocument, inside: Inside): NestedTopology | null {
  let found: NestedTopology | null = null
  for (const id of inside) found = openedBy(document, found ?? document, id)
  return found
}

/** A way in to a topology of the drawing, the shortest there is; null where no node is of it. */
export function wayTo(document: TopologyDocument, topology: string): Inside | null {
  const seen = new Set<string>()
  const open: { readonly body: Body; readonly inside: Inside }[] = [{ body: document, inside: [] }]
  for (const { body, inside } of open) {
    for (const node of body.nodes) {
      const next = topologyOf(document, node)
      if (next === null || seen.has(next.id)) continue
      if (next.id === topology) return [...inside, node.id]
      seen.add(next.id)
      open.push({ body: next, inside: [...inside, node.id] })
    }
  }
  return null
}

/** Ids of the topologies that some node leads to. */
export function usedTopologies(document: TopologyDocument): ReadonlySet<string> {
  return topologiesUnder(document, document.nodes)
}

/** Ids of the topologies that these nodes lead to, and of all inside those. */
export function topologiesUnder(
  document: TopologyDocument,
  nodes: readonly DocumentNode[],
): ReadonlySet<string> {
  const seen = new Set<string>()
  const open: Pick<Body, 'nodes'>[] = [{ nodes: [...nodes] }]
  for (let body = open.pop(); body !== undefined; body = open.pop()) {
    for (const node of body.nodes) {
      const next = topologyOf(document, node)
      if (next === null || seen.has(next.id)) continue
      seen.add(next.id)
      open.push(next)
    }
  }
  return seen
}

/** Ids in a run of what a way in shows: all begin with the prefix, and the input is known by the place itself. */
export interface Naming {
  readonly prefix: string
  /** Id of the input inside; null in the drawing itself. */
  readonly input: string | null
}

/** `laneOf` tells which lane of a map is looked at, by the map's id in the run. */
export function namingOf(
  document: TopologyDocument,
  inside: Inside,
  laneOf: (map: string) => number,
): Naming {
  let body: Body = document
  let prefix = ''
  for (const id of inside) {
    const node = body.nodes.find((one) => one.id === id)
    prefix += `${id}/`
    if (node?.kind === 'map') prefix += `${laneOf(prefix.slice(0, -1))}/`
    body = openedBy(document, body, id) ?? body
  }
  const input = inside.length === 0 ? undefined : body.nodes.find(({ kind }) => kind === 'input')
  return { prefix, input: input?.id ?? null }
}

/** The id in the run of a node or edge that is shown. */
export function idInRun({ prefix, input }: Naming, id: string): string {
  return id === input ? prefix.slice(0, -1) : prefix + id
}

/** Whether a node's id in the run lies inside another's, at any depth. */
export function isInside(id: string, node: string): boolean {
  return id.startsWith(`${node}/`)
}

/** Where the component of this id is drawn; what compiling has added is shown at the node that it was added for. */
export function placeOf(document: TopologyDocument, idOfRun: string): Place {
  const steps = (idOfRun.split('.')[0] ?? '').split('/')
  let body: Body = document
  const inside: string[] = []
  const lanes: (number | null)[] = []
  for (let at = 0; at < steps.length; ) {
    const id = steps[at] ?? ''
    const node = body.nodes.find((one) => one.id === id)
    const next = node === undefined ? null : topologyOf(document, node)
    const rest = steps.length - at - 1
    // A nested node stands for itself, and for where the errors of its inside are gathered.
    if (node === undefined || next === null || rest === 0 || steps[at + 1]?.startsWith('-') === true)
      return { inside, lanes, id }
    // What is told of all lanes alike names none.
    const inLane = node.kind === 'map' && /^\d+$/.test(steps[at + 1] ?? '')
    inside.push(id)
    lanes.push(inLane ? Number(steps[at + 1]) : null)
    body = next
    at += inLane ? 2 : 1
  }
  const input = body.nodes.find(({ kind }) => kind === 'input')
  return { inside, lanes, id: input?.id ?? '' }
}

/** An element of one topology of the drawing; null is the drawing itself. */
interface Owned {
  readonly topology: string | null
  readonly id: string
}

/** An id of a run, or one without lanes, after an element on the way has another id, or has gone inside another. */
export function renamedIn(document: TopologyDocument, path: string, element: Owned, next: string): string {
  const steps = path.split('/')
  const at = stepOf(document, steps, element)
  return at < 0 ? path : steps.with(at, next).join('/')
}

/** The same after a nested node was taken apart: its step goes, and what was behind it may have another id. */
export function unpackedIn(
  document: TopologyDocument,
  path: string,
  element: Owned,
  ids: ReadonlyMap<string, string>,
): string {
  const steps = path.split('/')
  const at = stepOf(document, steps, element)
  const inner = at < 0 ? undefined : steps[at + 1]
  return inner === undefined ? path : steps.toSpliced(at, 2, ids.get(inner) ?? inner).join('/')
}

/** Where on a way an element stands; -1 where the way does not lead past it. */
function stepOf(document: TopologyDocument, steps: readonly string[], { topology, id }: Owned): number {
  let body: Body | null = document
  let here: string | null = null
  for (const [at, step] of steps.entries()) {
    // A lane is a step of its own.
    if (body === null || /^[\d-]/.test(step)) continue
    if (here === topology && step === id) return at
    const inner = openedBy(document, body, step)
    body = inner
    here = inner?.id ?? null
  }
  return -1
}
