import type { Analyses } from '../analyses.ts'
import { freeId, insertOn, middleOf } from '../edit.ts'
import type { EffectSite } from '../effects.ts'
import { type Arc, arcAt, type Vertex, vertexAt } from '../graph/graph.ts'
import { nameOf } from '../names.ts'
import { onePerPlace } from '../places.ts'
import { arcsInto, askFirst, isDrawn, offer } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

/**
 * Stopping is the kernel's, and a judge of a vote never sees whom it judges. What is left: an agent whose word alone
 * lets another's work through, a judge of the same model as those it judges, and a tool by which agents reach Synod.
 */
export const colludingJudge: HazardRule = {
  id: 'colluding-judge',
  row: 44,
  title: 'A judge that shields its peer',
  level: 'warning',
  property: 'right',
  source: 'Potter et al., Peer-preservation in frontier models, 2026 (arXiv 2604.19784)',
  find: (analyses) =>
    onePerPlace('warning', [
      ...analyses.graph.vertices.flatMap((vertex) => judgedByAgent(analyses, vertex)),
      ...analyses.graph.vertices.flatMap((vertex) => judgedByItsModel(analyses, vertex)),
      ...analyses.effects.flatMap((site) => holdsTheSwitch(analyses, site)),
    ]),
}

interface Agent {
  readonly as: string
  readonly model: string
}

const EVIDENCE = new Set(['verifier', 'gate'])

/** A router that goes by what an agent says of another's work. */
function judgedByAgent(analyses: Analyses, router: Vertex): readonly Finding[] {
  if (router.kind !== 'router' || router.config === null) return []
  const { graph, order } = analyses
  const { cases } = router.config as { readonly cases: readonly { readonly when: string }[] }
  return arcsInto(analyses, router.index).flatMap((arc): readonly Finding[] => {
    const judge = vertexAt(graph, arc.from)
    if (judge.kind !== 'agent' || judge.config === null) return []
    const { as } = judge.config as Agent
    if (!cases.some(({ when }) => new RegExp(`\\bin\\.${as}\\b`).test(when))) return []
    const peer = graph.vertices.find(
      ({ kind, index }) => kind === 'agent' && order.precedes(index, judge.index),
    )
    if (peer === undefined) return []
    const evidence = graph.vertices.some(
      ({ kind, index }) =>
        EVIDENCE.has(kind) && order.precedes(peer.index, index) && order.precedes(index, router.index),
    )
    if (evidence || router.outOf.some((at) => EVIDENCE.has(vertexAt(graph, arcAt(graph, at).to).kind)))
      return []
    return [
      {
        elements: [judge.element, peer.element, router.element],
        sentence: `Whether the work of ${nameOf(analyses, peer.index)} goes on is for ${nameOf(analyses, judge.index)} alone to say, and one model may shield another.`,
        assumption: 'if the judge lets wrong work pass, by mistake or to spare a peer',
        remedy: 'Ask for evidence that no agent gives: a verifier, or a person behind the judge.',
        fixes: offer(
          'Put a person behind the judge',
          isDrawn(arc) && !arc.back ? gateOn(analyses, arc) : null,
        ),
      },
    ]
  })
}

function gateOn(analyses: Analyses, { edge }: Arc): ReturnType<typeof insertOn> {
  const ask = `Is the work as good as ${nameOf(analyses, analyses.graph.byId.get(edge.from.split('.')[0] ?? '') ?? 0)} says?`
  return (document) => {
    const id = freeId(document, 'second-look')
    const node = { id, kind: 'gate', at: middleOf(document, edge.id), name: 'Second look', config: { ask } }
    return insertOn(edge.id, node, 'in', 'approved', freeId(document, `${id}-on`))(document)
  }
}

/** Voters of the judge's own model: it tends to like what it would have said itself. */
function judgedByItsModel(analyses: Analyses, vote: Vertex): readonly Finding[] {
  const config = vote.config as { readonly equal: string; readonly model: string } | null
  if (vote.kind !== 'vote' || config?.equal !== 'judge' || config.model === 'standin') return []
  const peers = arcsInto(analyses, vote.index)
    .map(({ from }) => vertexAt(analyses.graph, from))
    .filter((one) => one.kind === 'agent' && (one.config as Agent | null)?.model === config.model)
  if (peers.length === 0) return []
  return [
    {
      elements: [vote.element, ...peers.map(({ element }) => element)],
      level: 'note',
      sentence: `The judge of ${nameOf(analyses, vote.index)} is the model "${config.model}", as are those whose answers it compares: it may take what it would have said itself for the same.`,
      assumption: 'if the judge misses what the voters miss',
      remedy: 'Let another model judge, or compare by digest or by a path.',
      fixes: [],
    },
  ]
}

const RUNS_SYNOD = /(?:^|[/\\])synod$/

/** To stop is for people: no agent may reach what could stop it, or change the drawing that it runs by. */
function holdsTheSwitch(analyses: Analyses, site: EffectSite): readonly Finding[] {
  if (site.tool === null || site.asks) return []
  const runs = site.run.some((word) => RUNS_SYNOD.test(word))
  const rewrites = site.writes.some((folder) => folder.includes('topology.folder'))
  if (!runs && !rewrites) return []
  const name = nameOf(analyses, site.vertex)
  const what = runs ? 'can command Synod' : 'can change the drawing that it runs by'
  return [
    {
      elements: [vertexAt(analyses.graph, site.vertex).element],
      sentence: `${name} ${what}, by its tool "${site.tool}": the switch is in the hands of who may be switched off.`,
      assumption: 'if a model spares itself or a peer',
      remedy: 'Take the tool away, or let a person see each call.',
      fixes: offer(`Ask a person before each call of "${site.tool}"`, askFirst(analyses, [site])),
    },
  ]
}
