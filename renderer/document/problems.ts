import { useMemo } from 'react'
import { kinds } from '../../shared/nodes/index.ts'
import { compile } from '../../shared/topology/compile.ts'
import type { NestedTopology, TopologyDocument } from '../../shared/topology/document.ts'
import { type Inside, topologyInside, wayTo } from '../../shared/topology/inside.ts'
import type { Body } from '../../shared/topology/nested.ts'
import type { Problem } from '../../shared/topology/problem.ts'
import { useDocument } from './document.ts'

const known = new WeakMap<TopologyDocument, readonly Problem[]>()

/** All that keeps a document from running; checked once per version of it. */
export function problemsOf(document: TopologyDocument): readonly Problem[] {
  const before = known.get(document)
  if (before !== undefined) return before
  const checked = compile(document, kinds)
  const problems = checked.ok ? [] : checked.problems
  known.set(document, problems)
  return problems
}

export function useProblems(): readonly Problem[] {
  const document = useDocument((state) => state.document)
  return useMemo(() => problemsOf(document), [document])
}

/** A problem where it is: in which topology of the drawing, and with its place there. */
export interface PlacedProblem extends Problem {
  /** Null is the drawing itself. */
  readonly topology: NestedTopology | null
}

const PLACE = /^(nodes|edges|groups|controllers)\[(\d+)\]/

export function placed(document: TopologyDocument, problem: Problem): PlacedProblem {
  const [start, index] = /^topologies\[(\d+)\]\.?/.exec(problem.path) ?? []
  const topology = index === undefined ? null : (document.topologies?.[Number(index)] ?? null)
  if (topology === null || start === undefined) return { ...problem, topology: null }
  const path = problem.path.slice(start.length)
  const element = elementAt(topology, path)
  return { ...problem, path, topology, ...(element === undefined ? {} : { element }) }
}

function elementAt(body: Body, path: string): string | undefined {
  const [, list, index] = PLACE.exec(path) ?? []
  if (list === undefined) return undefined
  return body[list as 'nodes' | 'edges' | 'groups' | 'controllers']?.[Number(index)]?.id
}

/** The problems of the topology that is shown, as if it were a drawing of its own; and those inside its nodes. */
export function useShownProblems(): ShownProblems {
  return useDocument(({ document, inside }) => problemsIn(document, inside))
}

interface ShownProblems {
  readonly own: readonly Problem[]
  /** How many stand inside each nested node. */
  readonly inside: ReadonlyMap<string, number>
}

const NONE: ShownProblems = { own: [], inside: new Map() }

/** Every card asks for the same: those that were sorted last. */
let sorted: {
  readonly document: TopologyDocument
  readonly inside: Inside
  readonly found: ShownProblems
} | null = null

export function problemsIn(document: TopologyDocument, inside: Inside): ShownProblems {
  if (sorted?.document !== document || sorted.inside !== inside)
    sorted = { document, inside, found: sortProblems(document, inside) }
  return sorted.found
}

function sortProblems(document: TopologyDocument, inside: Inside): ShownProblems {
  const all = problemsOf(document)
  if (all.length === 0) return NONE
  const shown = topologyInside(document, inside)
  const found = all.map((problem) => placed(document, problem))
  const counts = new Map<string, number>()
  for (const { topology } of found) {
    const way = topology === null || topology === shown ? null : wayTo(document, topology.id)
    const node = way === null || !startsWith(way, inside) ? undefined : way[inside.length]
    if (node !== undefined) counts.set(node, (counts.get(node) ?? 0) + 1)
  }
  return { own: found.filter(({ topology }) => topology === shown), inside: counts }
}

function startsWith(way: Inside, start: Inside): boolean {
  return start.every((id, at) => way[at] === id)
}

/** The problem of one setting, by its place below the node's config: `prompt`, `tools[0].name`. */
export function problemsAt(problems: readonly Problem[], prefix: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const problem of problems) {
    if (problem.path === prefix) found.set('', problem.message)
    else if (problem.path.startsWith(`${prefix}.`))
      found.set(problem.path.slice(prefix.length + 1), problem.message)
  }
  return found
}
