import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { voteSchema } from '../../nodes/vote/config.ts'
import { winnersOf } from '../../nodes/vote/tally.ts'
import {
  type Council,
  intersection,
  liveness,
  resilience,
  survivesSilent,
  survivesWrong,
  validity,
  votesOfFaulty,
} from './arithmetic.ts'

function alike(votes: number, needed: number): Council {
  return { votes, needed, weights: Array.from({ length: votes }, () => 1) }
}

/** All ways to choose so many of them. */
function choices(of: number, size: number): readonly (readonly number[])[] {
  const all = Array.from({ length: 2 ** of }, (_, bits) =>
    Array.from({ length: of }, (_one, at) => at).filter((at) => (bits >> at) % 2 === 1),
  )
  return all.filter((chosen) => chosen.length === size)
}

const SIZES = [1, 2, 3, 4, 5, 6]
const COUNCILS = SIZES.flatMap((n) => SIZES.filter((q) => q <= n).map((q) => [n, q] as const))

/** Counts real ballots as a vote does: 0 is what is right, null is silence. */
function decides(n: number, q: number, said: readonly (number | null)[]): number | null {
  const inputs = Array.from({ length: n }, (_, at) => `v${at}`)
  const config = voteSchema.parse({ inputs, rule: 'quorum', quorum: q })
  const heard = inputs.flatMap((port, at) => (said[at] === null ? [] : [[port, said[at] as number] as const]))
  const winners = winnersOf(config, Object.fromEntries(heard))
  return winners === null ? null : (said[inputs.indexOf(winners[0] as string)] as number)
}

describe.each(COUNCILS)('%i voters of whom %i decide', (n, q) => {
  const council = alike(n, q)

  it('survive as many silent as leave a quorum, whichever those are', () => {
    for (let f = 0; f <= n; f += 1) {
      const live = choices(n, f).every(
        (silent) =>
          decides(
            n,
            q,
            Array.from({ length: n }, (_, at) => (silent.includes(at) ? null : 0)),
          ) === 0,
      )
      expect(liveness(council, f).holds).toBe(live)
      expect(survivesSilent(council) >= f).toBe(live)
    }
  })

  it('are not outvoted by fewer wrong ones than decide', () => {
    for (let f = 0; f <= n; f += 1) {
      const right = choices(n, f).every((wrong) => {
        const said = Array.from({ length: n }, (_, at) => (wrong.includes(at) ? 1 : null))
        return decides(n, q, said) !== 1
      })
      expect(validity(council, f).holds).toBe(right)
    }
  })

  it('never decide two things where quorums meet in one that is right, though the wrong ones say both', () => {
    for (let f = 0; f <= n; f += 1) {
      // What the right ones say, in every way; a wrong one adds its vote to both sides.
      const twice = choices(n, f).some((wrong) => {
        const rightOnes = n - wrong.length
        return Array.from({ length: rightOnes + 1 }, (_, ones) => ones).some(
          (ones) => ones + wrong.length >= q && rightOnes - ones + wrong.length >= q,
        )
      })
      expect(intersection(council, f, true).holds).toBe(!twice)
      expect(survivesWrong(council) >= f).toBe(!twice)
    }
    const split = Array.from({ length: n + 1 }, (_, ones) => ones).some((ones) => ones >= q && n - ones >= q)
    expect(intersection(council, 0, false).holds).toBe(!split)
  })
})

it.each([
  // n, q, silent, wrong
  [3, 2, 1, 0],
  [4, 3, 1, 1],
  [5, 3, 2, 0],
  [5, 4, 1, 2],
  [7, 5, 2, 2],
  [4, 2, 2, -1],
  [4, 4, 0, 3],
  [1, 1, 0, 0],
])('%i voters of whom %i decide survive %i silent and %i wrong', (n, q, silent, wrong) => {
  expect([survivesSilent(alike(n, q)), survivesWrong(alike(n, q))]).toEqual([silent, wrong])
})

it('3f + 1 with a quorum of 2f + 1 survives f of either kind, and one less does not', () => {
  for (let f = 1; f <= 20; f += 1) {
    const council = alike(3 * f + 1, 2 * f + 1)
    expect([survivesSilent(council), survivesWrong(council)]).toEqual([f, f])
    expect(resilience(council, f, true).holds).toBe(true)
    expect(resilience(alike(3 * f, 2 * f + 1), f, true).holds).toBe(false)
    expect(survivesSilent(alike(3 * f, 2 * f + 1))).toBeLessThan(f)
  }
})

it('what fails together is as bad as its heaviest parts, whichever fail', () => {
  const parts = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(parts, fc.nat({ max: 6 }), fc.integer({ min: 1, max: 12 }), (weights, failing, needed) => {
      const f = Math.min(failing, weights.length)
      const votes = weights.reduce((sum, one) => sum + one, 0)
      const council = { votes, needed, weights: weights.toSorted((a, b) => b - a) }
      const lost = choices(weights.length, f).map((parts) =>
        parts.reduce((sum, at) => sum + (weights[at] as number), 0),
      )
      expect(votesOfFaulty(council, f)).toBe(Math.max(...lost))
      expect(liveness(council, f).holds).toBe(lost.every((one) => votes - one >= needed))
      expect(validity(council, f).holds).toBe(lost.every((one) => one < needed))
    }),
  )
})

it('says each law with its numbers and the sign that is true', () => {
  const five = alike(5, 3)
  const heavy: Council = { votes: 4, needed: 3, weights: [3, 1] }
  const said = [
    liveness(five, 1),
    liveness(heavy, 1),
    intersection(five, 1, false),
    intersection(five, 1, true),
    intersection(alike(4, 2), 0, false),
    validity(heavy, 1),
    resilience(five, 2, true),
    resilience(heavy, 1, false),
  ]
  expect(said.map(({ law, filled, holds }) => `${holds ? 'holds' : 'fails'}: ${law}: ${filled}`)).toEqual([
    'holds: n − f ≥ q: 5 − 1 = 4 ≥ 3',
    'fails: n − votes of f ≥ q: 4 − 3 = 1 < 3',
    'holds: 2q > n: 2 · 3 = 6 > 5',
    'fails: 2q − n > f: 2 · 3 − 5 = 1 ≤ 1',
    'fails: 2q > n: 2 · 2 = 4 ≤ 4',
    'fails: q > votes of f: 3 ≤ 3',
    'fails: n ≥ 3f + 1: 5 < 3 · 2 + 1 = 7',
    'fails: n ≥ 2f + 1: 2 < 2 · 1 + 1 = 3',
  ])
})
