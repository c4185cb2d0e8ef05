import type { Analyses } from '../analyses.ts'
import { all, besideOf, type Change, freeId, insertOn, mapEdge, setConfig, within } from '../edit.ts'
import { type Arc, arcAt, type Use, type Vertex, vertexAt } from '../graph/graph.ts'
import { nameOf } from '../names.ts'
import { isDrawn, offer, ownId } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

interface Errands {
  readonly as?: string
  readonly reads?: readonly string[]
  readonly updates?: readonly { readonly key: string; readonly value: string }[]
}

const JUDGES = new Set(['verifier', 'gate'])
/** Makes something new of what comes. */
const MAKES = new Set(['agent', 'command', 'join', 'vote', 'map', 'topology'])
const GOOD = new Set(['pass', 'approved'])

export const dirtyRead: HazardRule = {
  id: 'dirty-read',
  row: 34,
  title: 'Read before it was judged',
  level: 'warning',
  property: 'dirty-read',
  source: 'Adya, Weak consistency: a generalized theory, 1999 (G1a)',
  find: (analyses) => analyses.graph.vertices.flatMap((writer) => findAt(analyses, writer)),
}

function findAt(analyses: Analyses, writer: Vertex): readonly Finding[] {
  const { graph, order } = analyses
  const { updates = [] } = (writer.config ?? {}) as Errands
  const store = updates.length === 0 ? null : storeOf(analyses, writer)
  if (store === null) return []
  const keys = updates.map(({ key }) => key)
  const judges = judgesOf(analyses, writer)
  const [judge] = judges
  if (judge === undefined) return []
  const clients = vertexAt(graph, store.resource).uses.map((at) => (graph.uses[at] as Use).client)
  return clients.flatMap((client): readonly Finding[] => {
    const reader = vertexAt(graph, client)
    const key = sharedKey(reader, keys)
    if (key === null || reader === writer || order.precedes(reader.index, writer.index)) return []
    if (judges.some(({ index }) => order.precedes(index, reader.index))) return []
    const [from, to, by] = [writer, reader, judge].map(({ index }) => nameOf(analyses, index)) as [
      string,
      string,
      string,
    ]
    return [
      {
        elements: [reader.element, writer.element, vertexAt(graph, store.resource).element],
        sentence: `${to} may read "${key}" as ${from} has written it before ${by} has judged that work: what is turned down has been built on.`,
        assumption: 'if the work is turned down',
        remedy: 'Write the value to the store only behind the judgement, as a step that publishes it.',
        fixes: offer(`Publish it behind ${by}`, publishBehind(analyses, writer, judge, store)),
      },
    ]
  })
}

/** Behind another worker, or behind a join, it is no more this one's work that is judged. */
function judgesOf({ graph }: Analyses, writer: Vertex): readonly Vertex[] {
  const seen = new Set([writer.index])
  const open = [writer]
  const judges: Vertex[] = []
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const { back, to } of at.outOf.map((one) => arcAt(graph, one))) {
      const next = vertexAt(graph, to)
      if (back || seen.has(to) || MAKES.has(next.kind)) continue
      seen.add(to)
      if (JUDGES.has(next.kind)) judges.push(next)
      else open.push(next)
    }
  }
  return judges
}

function storeOf({ graph }: Analyses, { index, uses }: Vertex): Use | null {
  const found = uses
    .map((at) => graph.uses[at] as Use)
    .find(({ client, resource }) => {
      return client === index && vertexAt(graph, resource).kind === 'store'
    })
  return found ?? null
}

function sharedKey({ config }: Vertex, keys: readonly string[]): string | null {
  const { reads = [] } = (config ?? {}) as Errands
  return reads.find((key) => keys.includes(key)) ?? null
}

/** The writer keeps its result in the message; a node behind the judgement writes it, by the same expression. */
function publishBehind(analyses: Analyses, writer: Vertex, judge: Vertex, store: Use): Change | null {
  const { graph, fields } = analyses
  const { as = 'result', reads = [], updates = [] } = writer.config as Errands
  const out = judge.outOf.map((at): Arc => arcAt(graph, at)).find(({ fromPort }) => GOOD.has(fromPort))
  const lost = fields.keptUnder(judge.index, as).length > 0
  // Behind an edge that leads back the rounds would be counted at another node.
  if (
    out === undefined ||
    out.back ||
    out.back ||
    !isDrawn(out) ||
    lost ||
    writer.kind !== 'command' ||
    writer.id.includes('/')
  )
    return null
  const resource = vertexAt(graph, store.resource)
  return (document) => {
    const id = freeId(document, 'publish')
    const node = {
      ...{ id, kind: 'command', at: besideOf(document, writer.id, 1, 1), name: 'Publish' },
      config: {
        // It has nothing to run: what it is for is the update.
        ...{ run: ['node', '-e', '0'], class: 'pure', as: 'published', reads },
        updates: updates.map(({ key, value }) => ({ key, value: rebased(value, as) })),
      },
    }
    const access = reads.length > 0 ? ('read-modify-write' as const) : ('write' as const)
    const edge = { id: freeId(document, `${id}-writes`), from: id, to: ownId(resource.id), access }
    return all(
      insertOn(out.edge.id, node, 'in', 'out', freeId(document, `${id}-on`)),
      setConfig(writer.id, { updates: [] }),
      reads.length > 0
        ? mapEdge(store.edge.id, (one) => ({ ...one, access: 'read' }))
        : within(writer.id, (body) => ({
            ...body,
            edges: body.edges.filter((one) => one.id !== store.edge.id),
          })),
      within(writer.id, (body) => ({ ...body, edges: [...body.edges, edge] })),
    )(document)
  }
}

/** The expression was over the writer's result, which is a field of the message now. */
function rebased(value: string, as: string): string {
  return value.trim() === 'result'
    ? `in.${as}`
    : `{ 'result': in.${as}, 'in': in, 'store': store }.(${value})`
}
