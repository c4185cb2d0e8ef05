import { compileProperties } from '../../shared/explore/properties/compile.ts'
import type { Monitor } from '../../shared/explore/topology/monitor.ts'
import { kinds } from '../../shared/nodes/index.ts'
import { compile } from '../../shared/topology/compile.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { parseDocument } from '../../shared/topology/parse.ts'
import type { Plan } from '../../shared/topology/plan.ts'
import { documentError } from './document-error.ts'

export interface Checkable {
  readonly document: TopologyDocument
  readonly plan: Plan
  /** The drawing's own properties. */
  readonly monitors: readonly Monitor[]
}

/** A topology's text as what can be checked, or one error that names every place that is wrong. */
export function readCheckable(text: string, path: string): Checkable {
  const parsed = parseDocument(text)
  if (!parsed.ok) throw documentError(path, parsed.problems)
  const document = parsed.value
  const compiled = compile(document, kinds)
  if (!compiled.ok) throw documentError(path, compiled.problems)
  const properties = compileProperties(document, compiled.value)
  if (!properties.ok) throw documentError(path, properties.problems)
  return { document, plan: compiled.value, monitors: properties.value }
}
