import { expect, test } from 'vitest'
import { kinds } from '../nodes/index.ts'
import { hazardChecker } from './checker.ts'
import { setConfig } from './edit.ts'
import { largeTeam } from './testing/large.ts'

const EDITS = 25

/** Milliseconds of processor: what the machine does besides counts less than by the clock. */
function costOf(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

test.each([
  [300, 50],
  [2000, 300],
])('the hazards of %i nodes are known again within %i ms of an edit', (size, most) => {
  const checker = hazardChecker(kinds)
  let drawing = largeTeam(size)
  checker.check(drawing)
  const costs = Array.from({ length: EDITS }, (_, edit) => {
    drawing = setConfig(`plan${edit % 20}`, { prompt: `Plan ${edit}` })(drawing)
    return costOf(() => checker.check(drawing))
  }).sort((a, b) => a - b)
  const median = costs[Math.floor(EDITS / 2)] as number
  console.info(
    `${size} nodes: median ${median.toFixed(1)} ms, ${costs[0]?.toFixed(1)} to ${costs.at(-1)?.toFixed(1)}`,
  )
  expect(median).toBeLessThan(most)
})
