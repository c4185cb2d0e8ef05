import type { CheckSettings } from '../../shared/api/check.ts'
import { replayTrace } from '../../shared/explore/counterexample/replay.ts'
import { traceOf } from '../../shared/explore/counterexample/trace-file.ts'
import { compileProperties } from '../../shared/explore/properties/compile.ts'
import type { Counterexample } from '../../shared/explore/result.ts'
import { kinds } from '../../shared/nodes/index.ts'
import { compile } from '../../shared/topology/compile.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'

/** Whether what was found, played in a drawing that was changed, still breaks; so does what can no longer be asked. */
export function stillBreaks(
  document: TopologyDocument,
  found: Counterexample,
  settings: CheckSettings,
): boolean {
  const compiled = compile(document, kinds)
  if (!compiled.ok) return true
  const drawn = compileProperties(document, compiled.value)
  if (!drawn.ok) return true
  const trace = traceOf(found, { file: '', name: document.name, digest: '' }, settings)
  return replayTrace(compiled.value, drawn.value, trace).verdict !== 'holds'
}
