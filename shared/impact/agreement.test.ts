import { describe, expect, it } from 'vitest'
import { controlledDrawings } from '../kernel/testing/controlled.ts'
import { drawings } from '../kernel/testing/drawings.ts'
import { tallyOf, tooBright } from './testing/agreement.ts'

describe.each([
  ['drawings', drawings],
  ['drawings with controllers and groups', controlledDrawings],
])('in random %s', (_name, documents) => {
  it('what the analysis says survives is not shown to stop', () => {
    // Of one seed: so few drawings say little of what is rare, or of shares, for which there is the long run.
    const tally = tallyOf(documents, 100, { numRuns: 25, seed: 4 })
    expect(tally['stops never']).toBeGreaterThan(0)
    expect(tooBright(tally)).toBeLessThan(0.02)
  })
})
