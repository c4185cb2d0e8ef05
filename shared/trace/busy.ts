import type { ActorCell } from '../kernel/cells.ts'
import { countAtMost } from './history.ts'
import type { Recorded } from './recorded.ts'

interface Span {
  readonly startSeq: number
  readonly startAt: number
  endSeq: number
  endAt: number
  /** Busy time of all spans before this one. */
  readonly beforeMs: number
}

/** When an actor had something under way: from its first open effect to the last that closed. */
export class BusyLog {
  private readonly spans: Span[] = []

  add(cell: ActorCell, { identity }: Recorded): void {
    const { seq, at } = identity
    const last = this.spans.at(-1)
    const open = last !== undefined && last.endSeq === 0
    if (cell.effects.length > 0 && !open) {
      const beforeMs = last === undefined ? 0 : last.beforeMs + (last.endAt - last.startAt)
      this.spans.push({ startSeq: seq, startAt: at, endSeq: 0, endAt: 0, beforeMs })
    }
    if (cell.effects.length === 0 && open) {
      last.endSeq = seq
      last.endAt = at
    }
  }

  /** Time spent in the closed spans, and since when it has been at it; null when it is not. */
  at(position: number): { readonly spentMs: number; readonly since: number | null } {
    const span = this.spans[countAtMost(this.spans, position, (one) => one.startSeq) - 1]
    if (span === undefined) return { spentMs: 0, since: null }
    if (span.endSeq === 0 || span.endSeq > position) return { spentMs: span.beforeMs, since: span.startAt }
    return { spentMs: span.beforeMs + (span.endAt - span.startAt), since: null }
  }
}
