import type { TopologyDocument } from '../topology/document.ts'
import type { KindTable } from '../topology/kind.ts'
import { analyse } from './analyses.ts'
import type { Finding, HazardLevel, HazardRule } from './rule.ts'

/** A finding of one rule in one drawing. */
export interface Hazard {
  /** The same for the same hazard of the next version of the drawing. */
  readonly key: string
  readonly rule: HazardRule
  readonly finding: Finding
  readonly level: HazardLevel
  /** Why it is accepted at this place; null when nobody has. */
  readonly silenced: string | null
}

/** The rules of the catalogue, by their rows. */
export const HAZARD_RULES: readonly HazardRule[] = []

const GRAVEST: readonly HazardLevel[] = ['error', 'warning', 'note']

/** What can go wrong with a drawing, the gravest first. A drawing that does not compile has what can be told of it. */
export function findHazards(
  document: TopologyDocument,
  kinds: KindTable,
  rules: readonly HazardRule[] = HAZARD_RULES,
): readonly Hazard[] {
  const analyses = analyse(document, kinds)
  const found = rules.flatMap((rule) =>
    rule.find(analyses).map((finding): Hazard => {
      const accepted = document.silenced?.find(
        (one) => one.rule === rule.id && one.element === finding.elements[0],
      )
      return {
        key: `${rule.id}/${finding.elements.join()}`,
        rule,
        finding,
        level: finding.level ?? rule.level,
        silenced: accepted?.reason ?? null,
      }
    }),
  )
  return found.sort((a, b) => GRAVEST.indexOf(a.level) - GRAVEST.indexOf(b.level) || a.rule.row - b.rule.row)
}
