import type { Cell } from '../../kernel/cells.ts'
import type { Transition } from '../../kernel/transition.ts'
import type { Verdict } from '../../kernel/verdict.ts'
import type { Ask } from '../../topology/kind.ts'
import type { FaultBudget } from '../result.ts'

export type FaultKind = keyof FaultBudget

/** What the world does with an attempt; the kernel does not see it. */
export type WorldStep =
  | 'perform'
  /** It takes effect: once more for each time. */
  | 'act'
  /** An attempt that a dead host or a cut line has left behind takes effect. */
  | 'orphan acts'
  /** The driver sees the attempt end before it asks anyone. */
  | 'stop'
  /** What was left behind is seen to be dead. */
  | 'quell'
  /** The attempt dies in silence. */
  | 'die'

/** One thing that happens, as monitors see it. Several may make one step of the model: a crash doubts many effects. */
export type MonitorEvent =
  | {
      readonly type: 'kernel'
      readonly transition: Transition
      /** The effect that the input is about, before the step; null where it is about none. */
      readonly ask: Ask | null
      readonly fault: FaultKind | null
      /** A cell as it was; of the input's component and all that its step may touch. */
      before(component: number): Cell
    }
  | {
      readonly type: 'world'
      readonly step: WorldStep
      readonly component: number
      readonly ask: Ask
      readonly fault: FaultKind | null
    }
  | { readonly type: 'host crash' }
  /** Nothing can happen any more but faults. */
  | { readonly type: 'end'; readonly verdict: Verdict }

/**
 * A property as a small automaton, which becomes one cell of the world. `step` is a function of its arguments alone,
 * and has few values.
 */
export interface Monitor {
  readonly id: string
  /** What must hold, in a few words. */
  readonly title: string
  /** Nodes and edges that it speaks of. */
  readonly elements: readonly string[]
  readonly initial: number
  /** Its values name no node, so that workers that are alike may be taken for each other. */
  readonly nameless?: true
  /** Components whose effects are followed into the world, whatever their class, so that `act` is seen. */
  readonly follows?: readonly number[]
  /** Events for which `step` may give another value; steps that no monitor cares for may be taken at once. */
  interest(event: MonitorEvent): boolean
  step(value: number, event: MonitorEvent): number
  bad(value: number): boolean
  /** One sentence for a value that is bad. */
  sentence(value: number): string
  /** Whether its premise has been met; absent where it has none. */
  met?(value: number): boolean
  /** Something must still come: a run that goes on for ever without it breaks the property too. */
  owes?(value: number): boolean
}
