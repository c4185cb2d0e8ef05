import { boundsText } from '../../shared/explore/bounds-text.ts'
import type { CheckResult } from '../../shared/explore/result.ts'
import type { Hazard } from '../../shared/hazards/index.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { useChecking } from '../check/checking.ts'
import { sameDrawing } from '../document/same.ts'

/** What the checker says of a hazard: modal truth, never "safe". */
export type Word =
  | { readonly word: 'possible' }
  /** A schedule was found; `property` names the counterexample. */
  | { readonly word: 'shown'; readonly property: string }
  | { readonly word: 'not within these bounds'; readonly bounds: string }

const POSSIBLE: Word = { word: 'possible' }

export function useWord(hazard: Hazard, document: TopologyDocument | null): Word {
  const result = useChecking((state) => (sameDrawing(state.document, document) ? state.result : null))
  return result === null ? POSSIBLE : wordOf(hazard, result)
}

/** What must not happen twice only a person knows, and says in the drawing: `at_most 1 of deploy.acted`. */
const SAID_BY_A_PERSON: { readonly [rule: string]: string } = { 'double-effect': 'at most' }

/** The first word of the properties that show what a rule is about; null where none does. */
export function shownBy({ id, property }: Hazard['rule']): string | null {
  return property ?? SAID_BY_A_PERSON[id] ?? null
}

export function wordOf({ rule, finding }: Hazard, result: CheckResult): Word {
  const property = shownBy(rule)
  if (property === null) return POSSIBLE
  const near = result.properties.filter(
    ({ id, elements }) =>
      isOf(id, property) && (elements.length === 0 || elements.some((one) => finding.elements.includes(one))),
  )
  const broken = near.find(({ verdict }) => verdict === 'violated')
  if (broken !== undefined) return { word: 'shown', property: broken.id }
  const all = near.length > 0 && near.every(({ verdict }) => verdict === 'holds')
  if (!all) return POSSIBLE
  return { word: 'not within these bounds', bounds: boundsText(result.bounds) }
}

/** Built-in properties have one instance for each place: `once deploy` is of `once`. */
export function isOf(id: string, property: string): boolean {
  return id === property || id.startsWith(`${property} `) || id.startsWith(`${property}:`)
}
