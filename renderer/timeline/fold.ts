import { runView } from '../../shared/trace/run-view.ts'
import type { Trace } from '../../shared/trace/trace.ts'

/** A stretch in which the run only waited for a person. */
export interface Fold {
  readonly from: number
  readonly to: number
}

/** Shorter waits are drawn as they were. */
const LEAST_MS = 15_000

interface Known {
  upTo: number
  readonly folds: Fold[]
}

const kept = new WeakMap<Trace, Known>()

/** Waits for people, the one that still goes on included; each gap is looked at once. */
export function foldsOf(trace: Trace, now: number): readonly Fold[] {
  let known = kept.get(trace)
  if (known === undefined) {
    known = { upTo: 1, folds: [] }
    kept.set(trace, known)
  }
  for (; known.upTo < trace.last; known.upTo += 1) {
    const [from, to] = [trace.at(known.upTo), trace.at(known.upTo + 1)]
    if (to - from > LEAST_MS && onlyWaits(trace, known.upTo)) known.folds.push({ from, to })
  }
  const end = trace.at(trace.last)
  const waits = trace.last > 0 && now - end > LEAST_MS && onlyWaits(trace, trace.last)
  return waits ? [...known.folds, { from: end, to: now }] : known.folds
}

function onlyWaits(trace: Trace, position: number): boolean {
  return ['waiting', 'doubt', 'paused'].includes(runView(trace, position).status)
}

/** A clock that runs fast through the folds, so that a night at a gate does not press the rest flat. */
export interface FoldedClock {
  readonly folds: readonly Fold[]
  toFolded(instant: number): number
  toInstant(folded: number): number
}

/** How much of the whole a folded wait takes up. */
const PART = 0.06

export function foldedClock(start: number, end: number, folds: readonly Fold[]): FoldedClock {
  const waited = folds.reduce((sum, fold) => sum + (fold.to - fold.from), 0)
  const shown = Math.max(1000, (end - start - waited) * PART)
  return {
    folds,
    toFolded(instant) {
      let folded = instant
      for (const { from, to } of folds) {
        if (instant <= from) break
        const part = Math.min(1, (instant - from) / (to - from))
        folded -= part * Math.max(0, to - from - shown)
      }
      return folded
    },
    toInstant(folded) {
      let instant = folded
      for (const { from, to } of folds) {
        if (instant <= from) break
        const saved = Math.max(0, to - from - shown)
        const part = Math.min(1, (instant - from) / Math.max(1, to - from - saved))
        instant += part * saved
      }
      return instant
    },
  }
}
