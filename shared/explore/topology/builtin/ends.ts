import type { ActorCell } from '../../../kernel/cells.ts'
import { verdict, waitingAt } from '../../../kernel/verdict.ts'
import type { ActorPlan } from '../../../topology/plan.ts'
import { listText, nameAt, placeAt } from '../../../trace/words.ts'
import { HANGS, type Layout, STUCK } from '../layout.ts'
import type { Predicate } from './predicate.ts'

/** How runs may not end: stuck, at a join that never fires, or waiting for an answer that never comes. */
export function endings(layout: Layout): readonly Predicate[] {
  const { plan, end } = layout
  const reads = plan.components.map(({ index }) => index)
  const waiting = (state: Int32Array): string =>
    listText(waitingAt(plan, layout.stateOf(state)).map((id) => placeAt(plan, id)))
  const joins = plan.actors.filter(({ kind }) => kind.kind === 'join').map((join) => fires(layout, join))
  return [
    {
      id: 'not-stuck',
      title: 'No run gets stuck',
      elements: [],
      reads: [...reads, end],
      bad: (state) => state[end] === STUCK,
      sentence: (state) => `Nothing can happen any more, and something is left waiting: ${waiting(state)}`,
    },
    ...joins,
    {
      id: 'ends',
      title: 'Every run ends',
      elements: [],
      reads: [...reads, end],
      bad: (state) => state[end] === HANGS,
      sentence: (state) =>
        `The run waits for ever for an answer that never comes, and no time limit ends it: ${hanging(layout, state)}`,
    },
  ]
}

function hanging(layout: Layout, vector: Int32Array): string {
  const { plan } = layout
  const state = layout.stateOf(vector)
  if (verdict(plan, state).status !== 'running') return plan.name
  const asking = plan.actors.filter(({ index }) => (state[index] as ActorCell).effects.length > 0)
  return listText(asking.map(({ index }) => nameAt(plan, index)))
}

function fires(layout: Layout, join: ActorPlan): Predicate {
  const rests = ({ local }: ActorCell): boolean => join.kind.rest(join.bound, local)
  return {
    id: `join-fires ${join.id}`,
    title: `${join.name} goes on in the end`,
    elements: [join.id],
    reads: [join.index, layout.end],
    bad: (state) =>
      state[layout.end] === STUCK &&
      !rests(layout.interners[join.index]?.at(state[join.index] as number) as ActorCell),
    sentence: () => `${join.name} has some of its messages and waits for ever for the others`,
  }
}
