import type { TopologyDocument } from '../topology/document.ts'
import type { KindTable } from '../topology/kind.ts'

/** What the rules look at: a drawing and the graphs that are derived from it, each once, when first asked for. */
export interface Analyses {
  readonly document: TopologyDocument
  readonly kinds: KindTable
}
