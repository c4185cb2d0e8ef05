import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kinds } from '../nodes/index.ts'
import { compile } from '../topology/compile.ts'
import type { TopologyDocument } from '../topology/document.ts'
import { findHazards, type Hazard } from './index.ts'
import { riskyDrawings } from './testing/risky.ts'

function problemsOf(document: TopologyDocument): readonly string[] {
  const checked = compile(document, kinds)
  return checked.ok ? [] : checked.problems.map(({ path, message }) => `${path}: ${message}`)
}

/** A place may have a rule's hazard in several forms: a fix is for one of them. */
function formsOf(hazards: readonly Hazard[], { rule, finding }: Hazard): number {
  const place = finding.elements.join(' ')
  return hazards.filter((one) => one.rule === rule && one.finding.elements.join(' ') === place).length
}

test('in any drawing a fix leaves what compiles, without the hazard', () => {
  fc.assert(
    fc.property(riskyDrawings, (document) => {
      fc.pre(compile(document, kinds).ok)
      const hazards = findHazards(document, kinds)
      for (const hazard of hazards) {
        const { rule, finding } = hazard
        for (const fix of finding.fixes) {
          const fixed = fix.apply(document)
          const where = `${rule.id}: ${finding.sentence} ${fix.label}`
          expect(problemsOf(fixed), where).toEqual([])
          const left = findHazards(fixed, kinds, [rule])
          expect(formsOf(left, hazard), where).toBeLessThan(formsOf(hazards, hazard))
        }
      }
    }),
    { numRuns: 60, endOnFailure: true },
  )
})
