import type { TopologyDocument } from '../topology/document.ts'
import type { KindTable } from '../topology/kind.ts'
import { type Analyses, analyse } from './analyses.ts'
import type { Finding, HazardLevel, HazardRule } from './rule.ts'
import { HAZARD_RULES } from './rules/index.ts'

export { HAZARD_RULES }

/** A finding with the rule that made it, as people see it. */
export interface Hazard {
  readonly rule: HazardRule
  readonly finding: Finding
  readonly level: HazardLevel
  /** The same for the same hazard after an edit elsewhere: the rule and the elements. */
  readonly key: string
  /** Why it was accepted at its first element; null where it was not. */
  readonly silenced: string | null
}

/** All that may go wrong with a drawing, the gravest first, then by row and by place in the drawing. */
export function findHazards(
  document: TopologyDocument,
  kinds: KindTable,
  rules: readonly HazardRule[] = HAZARD_RULES,
): readonly Hazard[] {
  return hazardsIn(analyse(document, kinds), rules)
}

const GRAVITY: Readonly<Record<HazardLevel, number>> = { error: 0, warning: 1, note: 2 }

export function hazardsIn(
  analyses: Analyses,
  rules: readonly HazardRule[] = HAZARD_RULES,
): readonly Hazard[] {
  const silenced = new Map(
    (analyses.document.silenced ?? []).map(({ rule, element, reason }) => [`${rule} ${element}`, reason]),
  )
  const found = rules.flatMap((rule) => {
    const seen = new Map<string, number>()
    return rule.find(analyses).map((finding): Hazard => {
      const key = [rule.id, ...finding.elements].join(' ')
      const before = seen.get(key) ?? 0
      seen.set(key, before + 1)
      return {
        rule,
        finding,
        level: finding.level ?? rule.level,
        key: before === 0 ? key : `${key} ${before + 1}`,
        silenced: silenced.get(`${rule.id} ${finding.elements[0] ?? ''}`) ?? null,
      }
    })
  })
  return found.sort((a, b) => GRAVITY[a.level] - GRAVITY[b.level] || a.rule.row - b.rule.row)
}
