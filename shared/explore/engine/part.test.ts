import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Model } from '../model.ts'
import { ABORTED, COMMITTED, twoPhase } from '../models/two-phase.ts'
import { merged } from './merge.ts'
import { Part, type PartOptions } from './part.ts'
import type { SearchReport } from './report.ts'
import { search } from './search.ts'
import { SharedFingerprints } from './shared-fingerprints.ts'

/** Parts in one thread, sliced as they are told; the table is too small on purpose and grows again and again. */
function inParts(model: Model, options: PartOptions, count: number, slices: readonly number[]): SearchReport {
  const parts = Array.from({ length: count }, (_, part) => new Part(model, options, part, count))
  const [first] = parts.map((part) => part.begin())
  if (first === undefined || first.ended) return first as SearchReport
  let room = 500
  const exchange = (moves: 'all' | 'share'): void => {
    room *= 2
    const memory = SharedFingerprints.memoryFor(count * room + first.distinct)
    for (const part of parts) part.moveTo(memory, moves)
  }
  exchange('all')
  let at = 0
  do {
    const open = new Set(parts)
    while (open.size > 0)
      for (const part of [...open]) {
        const left = room - part.found + first.distinct
        const progress = part.advance(slices[at++ % slices.length] ?? 1, left)
        if (progress === 'level' || progress === 'ended') open.delete(part)
        else if (progress === 'room') exchange('share')
      }
  } while (beginLevel(parts) > 0)
  for (const part of parts) part.end()
  return merged(
    first,
    parts.map((part) => part.report()),
    [],
  )
}

/** Each hands half of what it has to the next. */
function beginLevel(parts: readonly Part[]): number {
  const counts = parts.map((part) => part.beginLevel())
  for (const [at, count] of counts.entries())
    if (count > 1) parts[(at + 1) % parts.length]?.take((parts[at] as Part).give(count >> 1))
  return counts.reduce((sum, count) => sum + count, 0)
}

const undecided = { name: 'undecided', holds: (state: Int32Array) => state.at(-3) === 0 }
const neverAll = {
  name: 'never all',
  holds: (state: Int32Array) => ![0, 3, 6, 9, 12].every((cell) => state[cell] === COMMITTED),
}
const neverBoth = {
  name: 'never both',
  holds: (state: Int32Array) => !(state[0] === COMMITTED && state[3] === ABORTED),
}

test('parts that share a table find together what one search finds', () => {
  const model = twoPhase(5)
  const whole = search(model)
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3 }),
      fc.array(fc.integer({ min: 20, max: 400 }), { minLength: 1 }),
      (count, slices) => {
        const { bytes, ...report } = inParts(model, {}, count, slices)
        expect(bytes).toBeGreaterThan(0)
        expect(report).toEqual({ ...whole, bytes: undefined, fired: report.fired })
        expect(report.fired).toEqual(whole.fired)
      },
    ),
    { numRuns: 10 },
  )
})

test('and violations as near, also under symmetry', () => {
  const model = twoPhase(5)
  const options = { invariants: [undecided, neverBoth, neverAll] }
  const lengths = ({ violations }: SearchReport) => violations.map(({ trace }) => trace.actions.length)
  const parts = inParts(model, options, 2, [100])
  expect(lengths(parts)).toEqual(lengths(search(model, options)))
  expect(parts.coverage).toBe('exhausted within bounds')
  const last = parts.violations.find(({ invariant }) => invariant === 'never all')?.trace.states.at(-1)
  expect(last && neverAll.holds(Int32Array.from(last))).toBe(false)
  expect(inParts(model, { symmetry: true }, 2, [70]).distinct).toBe(314)
})

test('what is searched before it is worth sharing is the whole answer', () => {
  expect(inParts(twoPhase(1), {}, 2, [1])).toMatchObject({ ended: true, coverage: 'exhausted within bounds' })
})

test('values that are numbered as they come mean nothing to others', () => {
  expect(() => new Part({ ...twoPhase(3), sizes: null }, {}, 0, 2)).toThrow('mean nothing')
})
