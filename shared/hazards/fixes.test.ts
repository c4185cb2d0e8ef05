import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawings } from '../kernel/testing/drawings.ts'
import { kinds } from '../nodes/index.ts'
import { compile } from '../topology/compile.ts'
import { findHazards } from './index.ts'

test('in any drawing every fix compiles and takes its hazard away', () => {
  fc.assert(
    fc.property(drawings, (document) => {
      for (const { rule, finding, key } of findHazards(document, kinds)) {
        for (const fix of finding.fixes) {
          const fixed = fix.apply(document)
          const where = `${rule.id}: ${finding.sentence} ${fix.label}`
          const compiled = compile(fixed, kinds)
          expect(compiled.ok ? [] : compiled.problems, where).toEqual([])
          const left = findHazards(fixed, kinds, [rule]).map((one) => one.key)
          expect(left, where).not.toContain(key)
        }
      }
    }),
    { numRuns: 60 },
  )
})
