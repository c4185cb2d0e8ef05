import { Check, CircleQuestionMark } from 'lucide-react'
import { useMemo } from 'react'
import type { Counterexample } from '../../shared/explore/result.ts'
import { HAZARD_RULES, type Hazard } from '../../shared/hazards/index.ts'
import type { Finding, Fix } from '../../shared/hazards/rule.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { useDocument } from '../document/document.ts'
import { applyFix } from '../hazards/apply.ts'
import { useHazards } from '../hazards/hazards.ts'
import { showHelp } from '../hazards/help.ts'
import { isOf, shownBy } from '../hazards/word.ts'
import { Button } from '../ui/button.tsx'
import { Section } from '../ui/section.tsx'
import { useChecking } from './checking.ts'
import { ownRemedy } from './own-remedy.ts'
import { stillBreaks } from './still-breaks.ts'

/** Changes of the drawing that may take it away: those of the hazards that stand where it happens, the best first. */
export function Remedies({ found }: { readonly found: Counterexample }) {
  const open = useHazards((state) => state.open)
  const document = useDocument((state) => state.document)
  const settings = useChecking((state) => state.settings)
  const own = useMemo(() => open.filter((hazard) => belongs(hazard, found)), [open, found])
  const fixes = useMemo(() => {
    const first = ownRemedy(document, found)
    const usual = own.flatMap(fixesOf)
    // A person's own property is no rule's: what stands where it breaks is offered if it takes the story away.
    const near =
      own.length > 0 ? [] : open.filter(({ finding }) => isAt(finding, found.elements)).flatMap(fixesOf)
    const help = near.filter(({ fix }) => !stillBreaks(fix.apply(document), found, settings))
    const others = [...usual, ...help]
    const same = first !== null && others.some(({ fix }) => becomesAlike(document, fix, first.fix))
    return first === null || same ? others : [first, ...others]
  }, [document, found, own, open, settings])
  const rule = ruleOf(found, own)
  return (
    <Section title="What to do">
      {fixes.length === 0 ? (
        <p className="coverage-text">
          {own[0]?.finding.remedy ?? 'No change of the drawing is known that would take this away by itself.'}
        </p>
      ) : null}
      {fixes.slice(0, 4).map(({ finding, fix }, index) => (
        <div key={`${finding.sentence}/${fix.label}`} className="story-remedy">
          <div className="story-remedy-head">
            <span>{fix.label}</span>
            <Button
              look={index === 0 ? 'primary' : 'outline'}
              icon={<Check />}
              onClick={() => applyFix(finding, fix)}
            >
              Apply
            </Button>
          </div>
          <p>{finding.remedy}</p>
        </div>
      ))}
      {rule === null ? null : (
        <Button look="quiet" icon={<CircleQuestionMark />} onClick={() => showHelp(rule)}>
          Why this matters
        </Button>
      )}
    </Section>
  )
}

/** The rule whose page tells of what was broken: of what the linter found here, else of what the property is about. */
function ruleOf({ property }: Counterexample, own: readonly Hazard[]): string | null {
  const about = HAZARD_RULES.find((one) => isOf(property, shownBy(one) ?? ''))
  return own[0]?.rule.id ?? about?.id ?? null
}

/** A rule may offer the very change that a person's own property suggests. */
function becomesAlike(document: TopologyDocument, one: Fix, other: Fix): boolean {
  return JSON.stringify(one.apply(document)) === JSON.stringify(other.apply(document))
}

function fixesOf({ finding }: Hazard) {
  return finding.fixes.map((fix) => ({ finding, fix }))
}

function isAt({ elements: [first] }: Finding, elements: readonly string[]): boolean {
  return first !== undefined && elements.includes(first)
}

/** The linter's condition for what this property is about, at a place that the counterexample comes by. */
function belongs({ rule, finding }: Hazard, { property, elements, steps }: Counterexample): boolean {
  if (!isOf(property, shownBy(rule) ?? '')) return false
  const seen = new Set([...elements, ...steps.map(({ element }) => element)])
  return finding.elements.some((element) => seen.has(element))
}
