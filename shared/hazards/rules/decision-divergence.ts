import type { Analyses } from '../analyses.ts'
import { add, all, besideOf, type Change, freeId, mapEdge, mapNode } from '../edit.ts'
import { type Arc, type Vertex, vertexAt } from '../graph/graph.ts'
import { lanesOf } from '../lanes.ts'
import { listed, nameOf, namesOf, upper } from '../names.ts'
import { arcsInto, isDrawn, offer, ownId } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'
import { writersOf } from './merge-lost-work.ts'

/** A reading of the task that these make stands for all who come after them. */
const SETTLES = new Set(['agent', 'vote', 'gate'])

export const decisionDivergence: HazardRule = {
  id: 'decision-divergence',
  row: 36,
  title: 'One task, read twice',
  level: 'warning',
  property: 'decided-once',
  source: 'Fischer, Lynch and Paterson, Impossibility of distributed consensus with one faulty process, 1985',
  find: (analyses) => [...readApart(analyses), ...decidedTwice(analyses)],
}

/** Agents that change the same thing at the same time, each by its own reading of the task. */
function readApart(analyses: Analyses): readonly Finding[] {
  const { graph, order } = analyses
  const shared = graph.vertices.filter(({ kind }) => kind === 'repo' || kind === 'store')
  return shared.flatMap((resource): readonly Finding[] => {
    const agents = writersOf(analyses, resource).filter(({ kind }) => kind === 'agent')
    const apart = agents.filter((one) => {
      if (isSettledBefore(analyses, one)) return false
      return (
        lanesOf(analyses, one.index) > 1 || agents.some((other) => order.parallel(one.index, other.index))
      )
    })
    if (apart.length === 0) return []
    const several = apart.length > 1
    const who = several
      ? `${namesOf(
          analyses,
          apart.map(({ index }) => index),
        )} each read`
      : `the lanes of ${nameOf(analyses, (apart[0] as Vertex).index)} each read`
    return [
      {
        elements: [...apart.map(({ element }) => element), resource.element],
        sentence: `${upper(who)} the task by themselves and change ${nameOf(analyses, resource.index)} at the same time: what one takes for granted the other may decide differently.`,
        assumption: 'if one of them reads the task in another way, which no model is too clever for',
        remedy:
          'Let one agent, a vote or a person settle what all must share before they part, or let a ledger of decisions hold it.',
        fixes: several ? offer('Let one agent settle the design first', settleFirst(analyses, apart)) : [],
      },
    ]
  })
}

interface Deciding {
  readonly needs?: readonly string[]
  readonly decides?: readonly string[]
  readonly model?: string
}

function isSettledBefore({ graph, order }: Analyses, { index, config }: Vertex): boolean {
  if (((config as Deciding | null)?.needs ?? []).length > 0) return true
  return graph.vertices.some((one) => {
    const settles = SETTLES.has(one.kind) || ((one.config as Deciding | null)?.decides ?? []).length > 0
    return settles && order.precedes(one.index, index)
  })
}

/** All of them must hang on one port, so that there is a place before they part. */
function settleFirst(analyses: Analyses, agents: readonly Vertex[]): Change | null {
  const into = agents.map(({ index }) => arcsInto(analyses, index).filter(({ back }) => !back))
  const [first] = into[0] ?? []
  const forward = into.flat()
  if (first === undefined || !forward.every((arc) => isDrawn(arc) && sameStart(arc, first))) return null
  const source = vertexAt(analyses.graph, first.from)
  if (source.node === null || (agents[0] as Vertex).id.includes('/')) return null
  const { model = 'auto' } = (agents[0] as Vertex).config as Deciding
  return (document) => {
    const id = freeId(document, 'design')
    const edges = [
      { id: freeId(document, 'to-design'), from: `${ownId(source.id)}.${first.fromPort}`, to: `${id}.in` },
    ]
    const node = {
      ...{ id, kind: 'agent', at: besideOf(document, source.id, 1, -1), name: 'Design' },
      config: { model, prompt: PROMPT, script: [{ answer: '{{in}}' }], as: 'design' },
    }
    return all(
      add(source.id, { nodes: [node], edges }),
      ...forward.map(({ edge }) => mapEdge(edge.id, (one) => ({ ...one, from: `${id}.out` }))),
      ...agents.map((agent) =>
        mapNode(agent.id, (one) => ({
          ...one,
          config: {
            ...one.config,
            prompt: `${String(one.config?.['prompt'] ?? '')}\nThe design that all keep to: {{in.design}}`,
          },
        })),
      ),
    )(document)
  }
}

const PROMPT =
  'Several people will each build a part of this, at the same time. Settle what they must share (names, interfaces, formats, what is left out), in a few lines: {{in}}'

function sameStart(one: Arc, other: Arc): boolean {
  return one.from === other.from && one.fromPort === other.fromPort
}

/** The first decision of a topic stands; who decides at the same time has built on another. */
/** The ledgers that would hold what these decide. */
function ledgersOf({ graph }: Analyses, workers: readonly Vertex[]): readonly string[] {
  const used = workers.flatMap(({ index, uses }) =>
    uses.flatMap((at) => {
      const use = graph.uses[at]
      return use === undefined || use.client !== index ? [] : [vertexAt(graph, use.resource)]
    }),
  )
  return [...new Set(used.filter(({ kind }) => kind === 'decisions').map(({ element }) => element))]
}

function decidedTwice(analyses: Analyses): readonly Finding[] {
  const { graph, order } = analyses
  const deciders = graph.vertices.filter(
    ({ config }) => ((config as Deciding | null)?.decides ?? []).length > 0,
  )
  return deciders.flatMap((one, at) =>
    deciders.slice(at + 1).flatMap((other): readonly Finding[] => {
      const theirs = (other.config as Deciding).decides ?? []
      const topics = ((one.config as Deciding).decides ?? []).filter((name) => theirs.includes(name))
      if (topics.length === 0 || !order.parallel(one.index, other.index)) return []
      const drop = theirs.filter((name) => !topics.includes(name))
      const quoted = listed(topics.map((name) => `"${name}"`))
      return [
        {
          elements: [other.element, one.element, ...ledgersOf(analyses, [one, other])],
          sentence: `${namesOf(analyses, [one.index, other.index])} both decide ${quoted} at the same time: whichever is first stands, and the other has built on something else.`,
          assumption: 'with no fault at all',
          remedy: 'Let one of them decide, and the other need it.',
          fixes: offer(
            `Let ${nameOf(analyses, one.index)} decide it`,
            mapNode(other.id, (node) => ({
              ...node,
              config: {
                ...node.config,
                decides: drop,
                needs: [...((other.config as Deciding).needs ?? []), ...topics],
              },
            })),
          ),
        },
      ]
    }),
  )
}
