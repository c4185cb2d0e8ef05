import type { GroupSpec } from '../../topology/controls.ts'
import type { Analyses } from '../analyses.ts'
import { besideOf, type Change, freeId, within } from '../edit.ts'
import { vertexAt } from '../graph/graph.ts'
import { nameOf, namesOf } from '../names.ts'
import { arcsOutOf, offer, ownId, together } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

/** More names than these nobody reads, and no saga is drawn around. */
const MOST_NAMED = 6

export const partialCommit: HazardRule = {
  id: 'partial-commit',
  row: 32,
  title: 'Half done and not taken back',
  level: 'warning',
  property: 'half-done',
  source: 'Garcia-Molina and Salem, Sagas, SIGMOD 1987',
  find: (analyses) => {
    const acting = [
      ...new Set(analyses.effects.filter(({ external }) => external).map(({ vertex }) => vertex)),
    ]
    return acting.flatMap((later) => findAt(analyses, acting, later))
  },
}

/** What others have seen done by `earlier` stays, when `later` fails. */
function findAt(analyses: Analyses, acting: readonly number[], later: number): readonly Finding[] {
  const { order, graph } = analyses
  if (arcsOutOf(analyses, later).some(({ fromPort }) => fromPort === 'error')) return []
  const left = acting.filter((one) => one !== later && !isTakenBack(analyses, one, later))
  const before = left.filter((one) => leadsTo(analyses, one, later))
  const beside = (one: number): boolean => one < later && order.parallel(one, later)
  const found = before.length > 0 ? before : left.filter(beside)
  const earlier = found.length > MOST_NAMED ? nearest(analyses, found) : found
  if (earlier.length === 0) return []
  const name = nameOf(analyses, later)
  const others = namesOf(analyses, earlier)
  return [
    {
      elements: [vertexAt(graph, later).element, ...earlier.map((one) => vertexAt(graph, one).element)],
      sentence: `When ${name} fails after ${others}, what ${earlier.length === 1 ? 'that' : 'those'} did stays, and nothing takes it back.`,
      assumption: 'if the later one fails for good',
      remedy: 'Put them into a group with a saga: for each a node that takes its work back.',
      fixes: offer(
        'Put a saga around them; a person takes back what was done',
        sagaAround(analyses, [...earlier, later]),
      ),
    },
  ]
}

/** Of many the last ones: those behind which no other of them comes. */
function nearest(analyses: Analyses, earlier: readonly number[]): readonly number[] {
  return earlier.filter(
    (one) => earlier.findLast((other) => other !== one && leadsTo(analyses, one, other)) === undefined,
  )
}

function leadsTo({ reach }: Analyses, one: number, other: number): boolean {
  return reach.reaches(one, other) && !reach.reaches(other, one)
}

function isTakenBack({ graph, scopes }: Analyses, earlier: number, later: number): boolean {
  const id = vertexAt(graph, earlier).id
  return scopes
    .groups(later)
    .some(({ members, saga }) => saga !== undefined && members.includes(id) && Object.hasOwn(saga.undo, id))
}

/** None where they stand in different bodies, or have a supervisor already: a failure has one group to go to. */
function sagaAround(analyses: Analyses, vertices: readonly number[]): Change | null {
  const members = vertices.map((one) => vertexAt(analyses.graph, one))
  const supervised = (group: GroupSpec): boolean => (group.restart ?? group.saga) !== undefined
  if (!together(members) || vertices.some((one) => analyses.scopes.groups(one).some(supervised))) return null
  const last = members.at(-1)?.id ?? ''
  const names = namesOf(analyses, vertices)
  return (document) => {
    const undo = freeId(document, 'take-back')
    const group = freeId(document, 'saga')
    const ids = members.map(({ id }) => ownId(id))
    return within(last, (body) => ({
      ...body,
      nodes: [
        ...body.nodes,
        {
          ...{ id: undo, kind: 'gate', at: besideOf(document, last, 0, 1), name: 'Take back' },
          config: { ask: `${names} could not all be done. Have you taken back what this message tells of?` },
        },
      ],
      groups: [
        ...(body.groups ?? []),
        { id: group, members: ids, saga: { undo: Object.fromEntries(ids.map((id) => [id, undo])) } },
      ],
    }))(document)
  }
}
