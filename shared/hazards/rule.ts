import type { TopologyDocument } from '../topology/document.ts'
import type { Analyses } from './analyses.ts'

export type HazardLevel = 'error' | 'warning' | 'note'

/** A change of the drawing that takes a hazard away. Pure: the caller makes it one step of its undo. */
export interface Fix {
  /** What the button says: `Put a gate before Deploy`. */
  readonly label: string
  apply(document: TopologyDocument): TopologyDocument
}

/** One place in a drawing where a hazard may be. */
export interface Finding {
  /** Ids of the nodes, edges, groups and controllers that it is about, the first being where its badge stands. */
  readonly elements: readonly string[]
  /** One plain sentence that names the nodes and edges and says what can happen. */
  readonly sentence: string
  /** The fault that it takes: "if an agent crashes once", "with no fault at all". */
  readonly assumption: string
  /** What to do, in one sentence, for a person who makes the change by hand. */
  readonly remedy: string
  readonly fixes: readonly Fix[]
  /** Where it differs from the rule's own. */
  readonly level?: HazardLevel
}

/** A row of the hazard catalogue. The condition over-approximates: a finding is possible until it is shown. */
export interface HazardRule {
  /** Its stable name in files and on the command line: `double-effect`. */
  readonly id: string
  /** Its row in docs/hazards. */
  readonly row: number
  readonly title: string
  readonly level: HazardLevel
  /** The first word of the ids of the properties that the explorer checks for it; null where none does. */
  readonly property: string | null
  readonly source: string
  find(analyses: Analyses): readonly Finding[]
}
