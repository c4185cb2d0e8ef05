import type { Picked } from '../../shared/impact/failure.ts'
import type { Impact } from '../../shared/impact/impact.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'

/** To the thread: a newer question takes the place of the one before it. */
export interface Question extends Picked {
  readonly number: number
  readonly document: TopologyDocument
}

/** From the thread: first what the drawing says, then again and again what has been shown. */
export interface Answer {
  readonly number: number
  /** Null where there is no such element any more. */
  readonly impact: Impact | null
  /** The explorer is still at it. */
  readonly searching: boolean
  /** Nodes of which it does not know to the end. */
  readonly open: readonly string[]
}
