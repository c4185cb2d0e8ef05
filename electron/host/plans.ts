import { kinds } from '../../shared/nodes/index.ts'
import { compile } from '../../shared/topology/compile.ts'
import { parseDocument } from '../../shared/topology/parse.ts'
import type { Plan } from '../../shared/topology/plan.ts'
import { problemText } from '../../shared/topology/problem.ts'
import type { RunRecord } from '../drivers/seams.ts'

/** Drawings that are kept compiled: as a rule many runs are of few. */
const MOST = 64

/** Plans of runs by their own pinned text, which compiled when they were started. Runs of one text share a plan. */
export class Plans {
  private readonly known = new Map<string, Plan>()

  of({ run, text }: RunRecord): Plan {
    const known = this.known.get(text)
    if (known !== undefined) return known
    const parsed = parseDocument(text)
    const compiled = parsed.ok ? compile(parsed.value, kinds) : parsed
    if (!compiled.ok)
      throw new Error(
        `Run ${run} is of a drawing that this Synod cannot read: ${compiled.problems.map(problemText).join('; ')}`,
      )
    const [oldest] = this.known.keys()
    if (this.known.size >= MOST && oldest !== undefined) this.known.delete(oldest)
    this.known.set(text, compiled.value)
    return compiled.value
  }
}
