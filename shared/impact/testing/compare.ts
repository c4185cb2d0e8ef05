import { analyse } from '../../hazards/analyses.ts'
import { kinds } from '../../nodes/index.ts'
import { compile } from '../../topology/compile.ts'
import type { TopologyDocument } from '../../topology/document.ts'
import { confirming, type Shown } from '../confirm.ts'
import { failureOf, type Picked } from '../failure.ts'
import { confirmed, type Effect, failingOf, type Impact, impactOf } from '../impact.ts'

export interface Compared {
  readonly analysis: Impact
  readonly whole: Impact
  /** Each node that was looked at to the end: what the analysis says of it, and what the explorer shows. */
  readonly pairs: readonly { readonly element: string; readonly effect: Effect; readonly shown: Shown }[]
  readonly states: number
}

/** Both answers to one failure, the explorer in one go; null where the drawing has no such element. */
export function compared(document: TopologyDocument, picked: Picked, mostStates?: number): Compared | null {
  const plan = compile(document, kinds)
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems))
  const analyses = analyse(document, kinds)
  const failure = failureOf(analyses, picked)
  if (failure === null) return null
  const analysis = impactOf(analyses, failure)
  const elements = analysis.nodes.map(({ element }) => element)
  const search = confirming(plan.value, failingOf(analyses, failure), elements, mostStates)
  while (!search.advance(1000));
  const found = search.result()
  const pairs = analysis.nodes.flatMap(({ element, effect }) => {
    const shown = found.shown.get(element)
    return shown === undefined ? [] : [{ element, effect, shown }]
  })
  return { analysis, whole: confirmed(analysis, found), pairs, states: found.states }
}
