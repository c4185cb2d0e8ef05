import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kinds } from '../nodes/index.ts'
import { compile } from '../topology/compile.ts'
import type { TopologyDocument } from '../topology/document.ts'
import { findHazards } from './index.ts'
import { riskyDrawings } from './testing/risky.ts'

function problemsOf(document: TopologyDocument): readonly string[] {
  const checked = compile(document, kinds)
  return checked.ok ? [] : checked.problems.map(({ path, message }) => `${path}: ${message}`)
}

test('in any drawing a fix leaves what compiles, without the hazard', () => {
  fc.assert(
    fc.property(riskyDrawings, (document) => {
      fc.pre(compile(document, kinds).ok)
      for (const { rule, finding, key } of findHazards(document, kinds)) {
        for (const fix of finding.fixes) {
          const fixed = fix.apply(document)
          const where = `${rule.id}: ${finding.sentence} ${fix.label}`
          expect(problemsOf(fixed), where).toEqual([])
          const left = findHazards(fixed, kinds, [rule]).map((one) => one.key)
          expect(left, where).not.toContain(key)
        }
      }
    }),
    { numRuns: 60, endOnFailure: true },
  )
})
