import type { RehearseSettings } from '../../shared/api/rehearse.ts'
import { kinds } from '../../shared/nodes/index.ts'
import { Rehearsal } from '../../shared/rehearse/rehearsal.ts'
import { compile } from '../../shared/topology/compile.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { parseDocument } from '../../shared/topology/parse.ts'
import type { Plan } from '../../shared/topology/plan.ts'
import { documentError } from './document-error.ts'

/** A topology's text as what can be rehearsed, or one error that names every place that is wrong. */
export function readRehearsal(
  text: string,
  path: string,
  { seed, runs, faults }: RehearseSettings,
): { readonly document: TopologyDocument; readonly plan: Plan; readonly rehearsal: Rehearsal } {
  const parsed = parseDocument(text)
  if (!parsed.ok) throw documentError(path, parsed.problems)
  const document = parsed.value
  const compiled = compile(document, kinds)
  if (!compiled.ok) throw documentError(path, compiled.problems)
  const plan = compiled.value
  const rehearsal = Rehearsal.of(plan, { seed, runs, faults: faults ?? document.faults ?? {} })
  if (!rehearsal.ok) throw documentError(path, rehearsal.problems)
  return { document, plan, rehearsal: rehearsal.value }
}
