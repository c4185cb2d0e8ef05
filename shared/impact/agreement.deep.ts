import { describe, expect, it } from 'vitest'
import { controlledDrawings } from '../kernel/testing/controlled.ts'
import { drawings } from '../kernel/testing/drawings.ts'
import { tallyOf, tooBright, tooDark } from './testing/agreement.ts'

describe.each([
  ['drawings', drawings],
  ['drawings with controllers and groups', controlledDrawings],
])('in many random %s', (_name, documents) => {
  it('what the analysis says survives is not shown to stop', () => {
    const tally = tallyOf(documents, 600, { numRuns: 300 })
    console.log(tally)
    expect(tooBright(tally)).toBeLessThan(0.01)
    expect(tooDark(tally)).toBeLessThan(0.5)
  })
})
