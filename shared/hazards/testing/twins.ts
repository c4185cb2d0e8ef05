import type { TopologyDocument } from '../../topology/document.ts'

/** A drawing that has a hazard, and the same with the remedy drawn into it. */
export interface Twin {
  /** The rule's id. */
  readonly rule: string
  readonly has: TopologyDocument
  readonly repaired: TopologyDocument
}
