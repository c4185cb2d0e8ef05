import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recordRun } from '../../shared/trace/testing/record.ts'
import { Trace } from '../../shared/trace/trace.ts'
import { foldedClock, foldsOf } from './fold.ts'
import { ticksOf, toInstant, toX, zoom } from './scale.ts'

describe('the scale', () => {
  it('zooms around an instant that stays where it is', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (part, factor) => {
          const scale = { from: 1000, to: 61_000, width: 800 }
          const around = 1000 + part * 60_000
          const zoomed = { ...zoom(scale, around, factor), width: 800 }
          expect(toX(zoomed, around)).toBeCloseTo(toX(scale, around), 6)
          expect(toInstant(zoomed, toX(zoomed, around))).toBeCloseTo(around, 3)
        },
      ),
    )
  })

  it('puts round times far enough apart to be read', () => {
    for (const span of [50, 900, 12_000, 400_000, 9_000_000]) {
      const scale = { from: 0, to: span, width: 900 }
      const ticks = ticksOf(scale, 0)
      expect(ticks.length).toBeGreaterThan(1)
      ticks.slice(1).forEach((tick, at) => {
        expect(toX(scale, tick.instant) - toX(scale, ticks[at]!.instant)).toBeGreaterThanOrEqual(84)
      })
    }
    expect(ticksOf({ from: 0, to: 45_000, width: 900 }, 0).map((tick) => tick.label)).toContain('10 s')
  })
})

describe('folded time', () => {
  const folds = [
    { from: 100_000, to: 400_000 },
    { from: 420_000, to: 4_000_000 },
  ]
  const clock = foldedClock(0, 4_010_000, folds)

  it('keeps the order of instants and comes back from every one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_010_000 }), fc.integer({ min: 0, max: 4_010_000 }), (a, b) => {
        expect(clock.toInstant(clock.toFolded(a))).toBeCloseTo(a, 2)
        if (a < b) expect(clock.toFolded(a)).toBeLessThan(clock.toFolded(b))
      }),
    )
  })

  it('leaves stretches without a wait as long as they were', () => {
    expect(clock.toFolded(420_000) - clock.toFolded(400_000)).toBeCloseTo(20_000)
    expect(clock.toFolded(100_000)).toBe(100_000)
    expect(clock.toFolded(4_000_000) - clock.toFolded(420_000)).toBeLessThan(20_000)
  })

  it('folds a wait for a person and nothing else', async () => {
    const run = await recordRun({ answer: null })
    const trace = new Trace(run.plan)
    trace.append(run.records)
    const end = trace.at(trace.last)
    expect(foldsOf(trace, end + 1000)).toEqual([])
    expect(foldsOf(trace, end + 60_000)).toEqual([{ from: end, to: end + 60_000 }])
  })
})
