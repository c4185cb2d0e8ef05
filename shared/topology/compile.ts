import { layOut } from './assemble.ts'
import { checkDocument } from './check.ts'
import { checkNested } from './check-nested.ts'
import type { TopologyDocument } from './document.ts'
import type { KindTable } from './kind.ts'
import { inline, isNested } from './nested.ts'
import type { Plan } from './plan.ts'
import { type Checked, invalid, type Problem, valid } from './problem.ts'

/** Compiles a document to the plan that every driver runs; the kinds are given, the kernel knows none. */
export function compile(document: TopologyDocument, kinds: KindTable): Checked<Plan> {
  if (document.topologies === undefined && !document.nodes.some(isNested)) {
    const checked = checkDocument(document, kinds)
    return checked.ok ? valid(layOut(checked.value, kinds)) : checked
  }
  const drawn = checkDocument(document, kinds)
  const inside = checkNested(document, kinds)
  if (!drawn.ok || inside.length > 0) return invalid(...(drawn.ok ? [] : drawn.problems), ...inside)
  const flat = checkDocument(inline(document, kinds), kinds, true)
  return flat.ok ? valid(layOut(flat.value, kinds)) : invalid(...flat.problems.map(inlinedProblem))
}

/** What shows only once all is inlined has no place of its own in the file: the nested node's is the nearest. */
function inlinedProblem({ message, element = '' }: Problem): Problem {
  return {
    path: '',
    message: `with its topologies inlined: ${message}`,
    element: element.split('/')[0] ?? '',
  }
}
