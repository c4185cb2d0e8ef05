import { describe, expect, it } from 'vitest'
import type { Latency } from '../topology/faults.ts'
import { Agenda } from './agenda.ts'
import { drawMs } from './latency.ts'
import { SeededRandom, seedOf } from './random.ts'

function draws(latency: Latency, seed = 7): readonly number[] {
  const random = new SeededRandom(seed)
  return Array.from({ length: 20_000 }, () => drawMs(latency, random)).sort((a, b) => a - b)
}

function at(sorted: readonly number[], part: number): number {
  return sorted[Math.floor(part * sorted.length)] as number
}

describe('the seeded random', () => {
  it('says the same for the same seed, on every machine', () => {
    const random = new SeededRandom(1)
    expect([random.next(), random.next(), random.below(1000)]).toMatchInlineSnapshot(`
      [
        0.9370169553440064,
        0.2456809130962938,
        74,
      ]
    `)
  })

  it('is even: by the chi-square over 64 boxes of each of 50 neighbouring seeds', () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const random = new SeededRandom(seed)
      const boxes = new Array<number>(64).fill(0)
      for (let draw = 0; draw < 6400; draw += 1) boxes[random.below(64)]! += 1
      const chi = boxes.reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0)
      // 63 degrees of freedom: beyond 120 lies one in 10,000 or fewer.
      expect(chi).toBeLessThan(120)
    }
  })

  it('has neighbouring seeds begin differently', () => {
    const firsts = new Set(Array.from({ length: 10_000 }, (_, seed) => new SeededRandom(seed).next()))
    expect(firsts.size).toBe(10_000)
    expect(new Set(Array.from({ length: 10_000 }, (_, stream) => seedOf(42, stream))).size).toBe(10_000)
  })
})

describe('a latency', () => {
  it('is as long as its parameters say', () => {
    expect(new Set(draws({ type: 'constant', p50_ms: 70 }))).toEqual(new Set([70]))
    const uniform = draws({ type: 'uniform', min_ms: 100, max_ms: 300 })
    expect([uniform[0], uniform.at(-1)]).toEqual([100, 300])
    expect(at(uniform, 0.5)).toBeGreaterThan(190)
    expect(at(uniform, 0.5)).toBeLessThan(210)
    const lognormal = draws({ type: 'lognormal', p50_ms: 1000, p95_ms: 5000 })
    expect(at(lognormal, 0.5)).toBeGreaterThan(950)
    expect(at(lognormal, 0.5)).toBeLessThan(1050)
    expect(at(lognormal, 0.95)).toBeGreaterThan(4500)
    expect(at(lognormal, 0.95)).toBeLessThan(5500)
    const exponential = draws({ type: 'exponential', p50_ms: 1000 })
    expect(at(exponential, 0.5)).toBeGreaterThan(950)
    expect(at(exponential, 0.5)).toBeLessThan(1050)
    expect(exponential.every((ms) => Number.isFinite(ms) && ms >= 0)).toBe(true)
  })
})

describe('the agenda', () => {
  it('gives what is soonest, and of one instant what came first', () => {
    const random = new SeededRandom(3)
    const agenda = new Agenda<number>()
    const put = Array.from({ length: 500 }, (_, what) => ({ at: random.below(40), what }))
    for (const { at: when, what } of put) agenda.add(when, what)
    const taken = put.map(() => agenda.take()).map((one) => ({ at: one?.at, what: one?.what }))
    expect(taken).toEqual(put.toSorted((a, b) => a.at - b.at || a.what - b.what))
    expect(agenda.take()).toBeUndefined()
  })
})
