import type { Analyses } from '../analyses.ts'
import { failureIsTakenUp } from '../attempts.ts'
import { add, besideOf, type Change, freeId } from '../edit.ts'
import { type Use, type Vertex, vertexAt } from '../graph/graph.ts'
import { lanesOf } from '../lanes.ts'
import { nameOf, namesOf } from '../names.ts'
import { arcsOutOf, offer, outputNode, ownId } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

const HAS_CONFLICTS = new Set(['agent', 'command'])
const ROUNDS = 3

/** Changes merge one at a time, so none overwrites another. What is left: one that does not fit and goes nowhere. */
export const mergeLostWork: HazardRule = {
  id: 'merge-lost-work',
  row: 35,
  title: 'A change that does not fit is lost',
  level: 'warning',
  property: 'lost-work',
  source: 'Kung and Robinson, On optimistic methods for concurrency control, 1981',
  find: (analyses) =>
    analyses.graph.vertices
      .filter(({ kind }) => kind === 'repo')
      .flatMap((repo) =>
        writersOf(analyses, repo).flatMap((one, _at, all) => findAt(analyses, repo, one, all)),
      ),
}

/** Those who may change a repository. */
export function writersOf({ graph }: Analyses, { index, uses }: Vertex): readonly Vertex[] {
  return uses
    .map((at) => graph.uses[at] as Use)
    .filter(({ resource, access }) => resource === index && access !== 'read')
    .map(({ client }) => vertexAt(graph, client))
}

function findAt(
  analyses: Analyses,
  repo: Vertex,
  writer: Vertex,
  all: readonly Vertex[],
): readonly Finding[] {
  const { order } = analyses
  const others = all.filter((one) => order.parallel(one.index, writer.index)).map(({ index }) => index)
  if ((others.length === 0 && lanesOf(analyses, writer.index) === 1) || !HAS_CONFLICTS.has(writer.kind))
    return []
  const leaving = arcsOutOf(analyses, writer.index)
  if (leaving.some(({ fromPort }) => fromPort === 'conflict')) return []
  if (failureIsTakenUp(analyses, writer.index)) return []
  const name = nameOf(analyses, writer.index)
  const whom = others.length === 0 ? 'another lane of its map' : namesOf(analyses, others, 'or')
  return [
    {
      elements: [writer.element, repo.element],
      sentence: `${name} changes ${nameOf(analyses, repo.index)} at the same time as ${whom}: a change that does not fit leaves by its port "conflict", which leads nowhere, and the run fails with the work undone.`,
      assumption: 'with no fault at all, when both touch the same lines',
      remedy: 'Lead "conflict" back to the worker, or to a person; give each worker files of its own.',
      fixes: offer(
        `Lead conflicts back to ${name}`,
        leadBack(
          writer,
          leaving.some(({ fromPort }) => fromPort === 'exhausted'),
        ),
      ),
    },
  ]
}

function leadBack({ id }: Vertex, hasExhausted: boolean): Change {
  return (document) => {
    const own = ownId(id)
    const again = {
      id: freeId(document, `${own}-again`),
      from: `${own}.conflict`,
      to: `${own}.in`,
      policy: { rounds: ROUNDS },
    }
    if (hasExhausted) return add(id, { edges: [again] })(document)
    const output = freeId(document, `${own}-given-up`)
    const end = { id: freeId(document, `${own}-exhausted`), from: `${own}.exhausted`, to: `${output}.in` }
    const node = outputNode(output, 'Does not fit', besideOf(document, id, 1, 1))
    return add(id, { nodes: [node], edges: [again, end] })(document)
  }
}
