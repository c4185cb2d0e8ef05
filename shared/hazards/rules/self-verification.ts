import type { Analyses } from '../analyses.ts'
import { all, setConfig, setEdgePolicy } from '../edit.ts'
import { elementsOf } from '../elements.ts'
import { type Vertex, vertexAt } from '../graph/graph.ts'
import { reachedFrom } from '../graph/search.ts'
import { agentsBefore, commonModeOf, looksAt } from '../models.ts'
import { nameOf, namesOf } from '../names.ts'
import { arcsOutOf, isDrawn } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'
import { verifierOn } from './unverified-effect.ts'

export const selfVerification: HazardRule = {
  id: 'self-verification',
  row: 20,
  title: 'Check that is not independent',
  level: 'warning',
  property: 'right',
  source: 'Cemri et al., Why do multi-agent LLM systems fail? (MAST), 2025, category 3',
  find: (analyses) => [
    ...analyses.graph.vertices.filter(({ kind }) => kind === 'vote').flatMap((one) => judged(analyses, one)),
    ...analyses.graph.vertices
      .filter(({ kind }) => kind === 'router')
      .flatMap((one) => reviewed(analyses, one)),
    ...analyses.graph.vertices
      .filter(({ kind }) => kind === 'verifier')
      .flatMap((one) => tested(analyses, one)),
  ],
}

function judged(analyses: Analyses, vote: Vertex): readonly Finding[] {
  const model = commonModeOf(analyses, vote.index)
  const voters = agentsBefore(analyses, vote.index).filter(
    (one) => commonModeOf(analyses, one) === model && model !== null,
  )
  if (voters.length === 0) return []
  const name = nameOf(analyses, vote.index)
  return [
    {
      elements: elementsOf(analyses, [vote.index, ...voters]),
      sentence: `The judge of ${name} is of the model "${model}", as are ${namesOf(analyses, voters)}: where they misread the task, it takes their misreading for the same right answer.`,
      assumption: 'if that model misreads the task',
      remedy: 'Let another model judge, or compare the ballots by their text.',
      fixes: [{ label: 'Compare by text', apply: setConfig(vote.id, { equal: 'digest' }) }],
    },
  ]
}

/** An author and a reviewer of one model in a loop, and what leaves it goes on unseen. */
function reviewed(analyses: Analyses, router: Vertex): readonly Finding[] {
  const { graph } = analyses
  const loop = graph.loops.find(
    ({ body, back }) => body.has(router.index) && back.some(({ from }) => from === router.index),
  )
  if (loop === undefined) return []
  const reviewers = agentsBefore(analyses, router.index).filter((one) => loop.body.has(one))
  const agents = [...loop.body].filter((one) => vertexAt(graph, one).kind === 'agent')
  const [reviewer] = reviewers.filter((one) => commonModeOf(analyses, one) !== null)
  if (reviewer === undefined) return []
  const model = commonModeOf(analyses, reviewer)
  const authors = agents.filter((one) => one !== reviewer && commonModeOf(analyses, one) === model)
  const onward = arcsOutOf(analyses, router.index).filter(
    ({ to, fromPort }) => !loop.body.has(to) && fromPort !== 'exhausted' && fromPort !== 'error',
  )
  const unseen = onward.filter(({ to }) => !['gate', 'verifier', 'vote'].includes(vertexAt(graph, to).kind))
  if (authors.length === 0 || unseen.length === 0) return []
  const edges = unseen.filter(isDrawn).map(({ edge }) => edge.id)
  return [
    {
      elements: [...elementsOf(analyses, [reviewer, ...authors, router.index]), ...edges],
      sentence: `${nameOf(analyses, reviewer)} reviews what ${namesOf(analyses, authors)} writes, and both are of the model "${model}": what the one misreads the other does not notice, and it goes on.`,
      assumption: 'if that model misreads the task',
      remedy: 'Check what goes on by something that is no model, or ask a person.',
      fixes:
        edges.length < unseen.length
          ? []
          : [
              { label: 'Put a verifier behind the review', apply: all(...edges.map(verifierOn)) },
              {
                label: 'Ask behind the review',
                apply: all(
                  ...edges.map((edge) =>
                    setEdgePolicy(edge, { guard: { ask: 'Is this what was asked for?' } }),
                  ),
                ),
              },
            ],
    },
  ]
}

/** Whoever may write the worktree may write the tests in it too. */
function tested(analyses: Analyses, verifier: Vertex): readonly Finding[] {
  const { graph, reach, effects } = analyses
  const repositories = verifier.uses.map((at) => graph.uses[at]?.resource)
  const authors = graph.uses
    .filter(({ resource, access }) => access !== 'read' && repositories.includes(resource))
    .map(({ client }) => client)
    .filter((one) => vertexAt(graph, one).kind === 'agent' && reach.reaches(one, verifier.index))
  const onward = reachedFrom(graph, [verifier.index], ({ from }) => vertexAt(graph, from).kind !== 'gate')
  const acts = effects.filter((site) => site.external && !site.asks && onward.has(site.vertex))
  const [first] = acts
  if (authors.length === 0 || first === undefined || looksAt(analyses, verifier.index, 'pass')) return []
  const edges = arcsOutOf(analyses, verifier.index)
    .filter((arc) => arc.fromPort === 'pass' && isDrawn(arc))
    .map(({ edge }) => edge.id)
  return [
    {
      elements: elementsOf(analyses, [verifier.index, ...authors, first.vertex]),
      sentence: `${nameOf(analyses, verifier.index)} runs in the files that ${namesOf(analyses, authors)} may change, its tests among them, and ${nameOf(analyses, first.vertex)} acts on what passes.`,
      assumption: 'if an agent changes a test to make it pass',
      remedy: 'Let the verifier run tests from elsewhere, or let a person see the change.',
      level: 'note',
      fixes: [
        {
          label: 'Ask when it has passed',
          apply: all(
            ...edges.map((edge) =>
              setEdgePolicy(edge, { guard: { ask: 'Is this change right, tests included?' } }),
            ),
          ),
        },
      ],
    },
  ]
}
