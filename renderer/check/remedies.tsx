import { Check } from 'lucide-react'
import type { Counterexample } from '../../shared/explore/result.ts'
import type { Hazard } from '../../shared/hazards/index.ts'
import type { Finding } from '../../shared/hazards/rule.ts'
import { useDocument } from '../document/document.ts'
import { applyFix } from '../hazards/apply.ts'
import { useHazards } from '../hazards/hazards.ts'
import { isOf } from '../hazards/word.ts'
import { Button } from '../ui/button.tsx'
import { Section } from '../ui/section.tsx'
import { ownRemedy } from './own-remedy.ts'

/** Changes of the drawing that may take it away: those of the hazards that stand where it happens, the best first. */
export function Remedies({ found }: { readonly found: Counterexample }) {
  const open = useHazards((state) => state.open)
  const own = open.filter((hazard) => belongs(hazard, found))
  // A person's own property is no rule's: what stands where it breaks may help.
  const near = own.length > 0 ? own : open.filter(({ finding }) => isAt(finding, found.elements))
  const document = useDocument((state) => state.document)
  const first = ownRemedy(document, found)
  const fixes = [
    ...(first === null ? [] : [first]),
    ...near.flatMap(({ finding }) => finding.fixes.map((fix) => ({ finding, fix }))),
  ]
  return (
    <Section title="What to do">
      {fixes.length === 0 ? (
        <p className="coverage-text">
          {near[0]?.finding.remedy ??
            'No change of the drawing is known that would take this away by itself.'}
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
    </Section>
  )
}

function isAt({ elements: [first] }: Finding, elements: readonly string[]): boolean {
  return first !== undefined && elements.includes(first)
}

/** The linter's condition for what this property is about, at a place that the counterexample comes by. */
function belongs({ rule, finding }: Hazard, { property, elements, steps }: Counterexample): boolean {
  if (rule.property === null || !isOf(property, rule.property)) return false
  const seen = new Set([...elements, ...steps.map(({ element }) => element)])
  return finding.elements.some((element) => seen.has(element))
}
