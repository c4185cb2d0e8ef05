import { expect, it } from 'vitest'
import type { Seat } from '../../shared/hazards/quorum/view.ts'
import { ringOf } from './ring.ts'

function seats(modes: readonly number[]): readonly Seat[] {
  return modes.map((mode, at) => ({ id: `v${at}`, name: `v${at}`, mode }))
}

/** Where an arc begins and ends, as parts of a turn from the top on. */
function turns(path: string): readonly number[] {
  const [, fromX, fromY] = /^M([\d.]+) ([\d.]+)/.exec(path) ?? []
  const [, toX, toY] = /([\d.]+) ([\d.]+)$/.exec(path) ?? []
  return [
    [fromX, fromY],
    [toX, toY],
  ].map(([x, y]) => (Math.atan2(Number(y) - 24, Number(x) - 24) / (2 * Math.PI) + 1.25) % 1)
}

it.each([1, 2, 3, 5, 20, 64])('gives %i voters a seat each, in turn and apart', (count) => {
  const ring = ringOf(seats(Array.from({ length: count }, (_, at) => at)))
  expect(ring.seats).toHaveLength(count)
  expect(ring.brackets).toEqual([])
  if (count === 1) return
  const ends = ring.seats.flatMap(({ path }) => turns(path))
  expect(ends).toEqual(ends.toSorted((a, b) => a - b))
  expect(new Set(ends.map((end) => end.toFixed(4))).size).toBe(2 * count)
})

it('joins those that fail together, and stands them closer than others', () => {
  const ring = ringOf(seats([0, 0, 1, 2]))
  expect(ring.brackets.map(({ mode }) => mode)).toEqual([0])
  const [first, second, third] = ring.seats.map(({ path }) => turns(path)) as [number[], number[], number[]]
  const within = (second[0] as number) - (first[1] as number)
  const between = (third[0] as number) - (second[1] as number)
  expect(between).toBeGreaterThan(within * 1.5)
})

it('of nobody is empty', () => {
  expect(ringOf([])).toEqual({ seats: [], brackets: [] })
})
