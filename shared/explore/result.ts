import type { Transition } from '../kernel/transition.ts'
import type { Coverage } from './model.ts'

/** Faults that the search may use in one schedule, by kind. */
export interface FaultBudget {
  /** The host dies and recovers. */
  readonly host: number
  /** One worker's attempt dies. */
  readonly crash: number
  /** An answer is an error. */
  readonly error: number
  /** An answer is not what was asked for: a misread prompt, a judge that misses. */
  readonly wrong: number
  readonly drop: number
  readonly duplicate: number
  readonly reorder: number
  /** A person stops the run, at any moment. */
  readonly cancel?: number | undefined
}

/** One step of a counterexample. World steps (an attempt acts, the host dies) move no cell of the run. */
export interface TraceStep {
  /** What happened, in words. */
  readonly words: string
  /** The model's own name for it, by the ids of the drawing: a trace file knows the step by it. */
  readonly action: string
  /** The node or edge at which it happened; null for the host. */
  readonly element: string | null
  readonly fault: boolean
  /** What the kernel did, in order; a host crash doubts several effects at once. */
  readonly transitions: readonly Transition[]
}

export interface Counterexample {
  /** Id of the property that it breaks. */
  readonly property: string
  /** One sentence: what went wrong at the end of it. */
  readonly sentence: string
  readonly elements: readonly string[]
  readonly steps: readonly TraceStep[]
  /** Index of the last step after which success could still be reached; null when that is not known. */
  readonly pivot: number | null
  /** Of one that takes faults: what was searched to the end without finding it. */
  readonly without?: {
    /** Distinct states that no fault leads to. */
    readonly states: number
    /** One fault of any kind alone does not break it either. */
    readonly alone: boolean
  }
  /** Of a run that never ends: index of the step after which what follows comes again and again. */
  readonly loop?: number
}

export interface PropertyResult {
  readonly id: string
  /** What must hold, in a few words: `Deployed at most once per approval`. */
  readonly title: string
  /** Nodes and edges that it speaks of. */
  readonly elements: readonly string[]
  /** `open`: not violated so far, and not everything was searched. `vacuous`: its premise was never reached. */
  readonly verdict: 'holds' | 'violated' | 'open' | 'vacuous'
}

/** What a check found, and how sure it is. */
export interface CheckResult {
  readonly coverage: Coverage
  /** Distinct states, steps generated, depth of the deepest complete level, states not expanded. */
  readonly states: number
  readonly generated: number
  readonly depth: number
  readonly frontier: number
  /** Chance that a fingerprint hid a state; 0 with exact keys. */
  readonly omission: number
  /** Names of the reductions used. */
  readonly reductions: readonly string[]
  readonly bounds: readonly { readonly name: string; readonly value: string }[]
  readonly capsHit: readonly string[]
  /** Actions of the drawing that no schedule reached. */
  readonly neverFired: readonly string[]
  /** Every property that was looked at, in the order in which a person reads them. */
  readonly properties: readonly PropertyResult[]
  /** The shortest that was found for each property that is violated. */
  readonly violated: readonly Counterexample[]
  /** Distinct states by their distance from the start. */
  readonly levels: readonly number[]
  readonly seconds: number
}
