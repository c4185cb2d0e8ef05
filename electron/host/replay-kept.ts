import type { KeptTrace } from '../../shared/api/check.ts'
import { replayTrace } from '../../shared/explore/counterexample/replay.ts'
import { parseTrace } from '../../shared/explore/counterexample/trace-file.ts'
import { problemText } from '../../shared/topology/problem.ts'
import type { Checkable } from './checkable.ts'

/** Plays one kept trace in the drawing as it is now. */
export function replayKept(
  { plan, monitors }: Checkable,
  { path, text }: { readonly path: string; readonly text: string },
): KeptTrace {
  const parsed = parseTrace(text)
  if (!parsed.ok) {
    const message = parsed.problems[0] === undefined ? '' : problemText(parsed.problems[0])
    return { path, property: '', verdict: 'unreadable', message, counterexample: null }
  }
  const { property } = parsed.value
  const replayed = replayTrace(plan, monitors, parsed.value)
  switch (replayed.verdict) {
    case 'broken': {
      const { counterexample } = replayed
      return { path, property, verdict: 'broken', message: counterexample.sentence, counterexample }
    }
    case 'holds':
      return { path, property, verdict: 'holds', message: 'It breaks nothing any more', counterexample: null }
    case 'unknown': {
      const message = `Nobody asks for "${property}" any more`
      return { path, property, verdict: 'unknown', message, counterexample: null }
    }
  }
}
