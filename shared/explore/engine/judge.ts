import type { Invariant } from '../model.ts'
import type { Trace, Violation } from './report.ts'

/** What every search looks for. */
export interface Wanted {
  readonly invariants?: readonly Invariant[]
  /** Which states may have no successor; without it deadlocks are not looked for. */
  readonly accepts?: (state: Int32Array) => boolean
  /** Ends at the first violation; else at the first of each kind. */
  readonly untilFirst?: boolean
}

/** Keeps the first violation of each invariant, and the first deadlock. */
export class Judge {
  readonly violations: Violation[] = []
  private readonly wanted: Wanted
  private readonly pending: Invariant[]
  private readonly traceTo: (number: number) => Trace
  private deadlocked = false

  /** The trace is asked for by the number that came with the state. */
  constructor(wanted: Wanted, traceTo: (number: number) => Trace) {
    this.wanted = wanted
    this.pending = [...(wanted.invariants ?? [])]
    this.traceTo = traceTo
  }

  /** A way may be asked for. */
  get looks(): boolean {
    const { accepts } = this.wanted
    return this.pending.length > 0 || (accepts !== undefined && !this.deadlocked)
  }

  /** There is nothing that is still looked for, though something was. */
  get satisfied(): boolean {
    if (this.violations.length === 0) return false
    const { accepts, untilFirst } = this.wanted
    return untilFirst === true || (this.pending.length === 0 && (accepts === undefined || this.deadlocked))
  }

  examine(state: Int32Array, number: number): void {
    for (let at = this.pending.length - 1; at >= 0; at -= 1) {
      const invariant = this.pending[at] as Invariant
      if (invariant.holds(state)) continue
      this.pending.splice(at, 1)
      this.violations.push({ invariant: invariant.name, trace: this.traceTo(number) })
    }
  }

  /** The state has no successor. */
  meetEnd(state: Int32Array, number: number): void {
    const { accepts } = this.wanted
    if (this.deadlocked || accepts === undefined || accepts(state)) return
    this.deadlocked = true
    this.violations.push({ invariant: null, trace: this.traceTo(number) })
  }
}
