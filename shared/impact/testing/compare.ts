import { analyse } from '../../hazards/analyses.ts'
import { kinds } from '../../nodes/index.ts'
import { compile } from '../../topology/compile.ts'
import type { TopologyDocument } from '../../topology/document.ts'
import { confirming, type Shown } from '../confirm.ts'
import { failureOf, type Picked } from '../failure.ts'
import { type Effect, failingOf, impactOf } from '../impact.ts'

interface Pair {
  readonly element: string
  readonly effect: Effect
  readonly shown: Shown
}

/** Each node that was looked at to the end: what the analysis says of it, and what the explorer shows. */
export function compared(document: TopologyDocument, picked: Picked, mostStates: number): readonly Pair[] {
  const plan = compile(document, kinds)
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems))
  const analyses = analyse(document, kinds)
  const failure = failureOf(analyses, picked)
  if (failure === null) return []
  const { nodes } = impactOf(analyses, failure)
  const elements = nodes.map(({ element }) => element)
  const search = confirming(plan.value, failingOf(analyses, failure), elements, mostStates)
  while (!search.advance(1000));
  const { shown } = search.result()
  return nodes.flatMap(({ element, effect }) => {
    const said = shown.get(element)
    return said === undefined ? [] : [{ element, effect, shown: said }]
  })
}
