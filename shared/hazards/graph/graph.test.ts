import fc from 'fast-check'
import { expect, test } from 'vitest'
import { componentsOf } from './components.ts'
import { dominatorsOf } from './dominators.ts'

const graphs = fc.integer({ min: 1, max: 9 }).chain((size) =>
  fc.array(fc.array(fc.integer({ min: 0, max: size - 1 }), { maxLength: 3 }), {
    minLength: size,
    maxLength: size,
  }),
)

function reached(next: readonly (readonly number[])[], from: number, without: number | null): Set<number> {
  const seen = new Set<number>()
  const open = from === without ? [] : [from]
  for (let vertex = open.pop(); vertex !== undefined; vertex = open.pop()) {
    if (seen.has(vertex) || vertex === without) continue
    seen.add(vertex)
    open.push(...(next[vertex] ?? []))
  }
  return seen
}

test('a vertex dominates what cannot be reached without it', () => {
  fc.assert(
    fc.property(graphs, (next) => {
      const { dominates } = dominatorsOf(next, 0)
      const all = reached(next, 0, null)
      for (const over of next.keys()) {
        const rest = reached(next, 0, over)
        for (const under of next.keys())
          expect(dominates(over, under)).toBe(all.has(under) && all.has(over) && !rest.has(under))
      }
    }),
  )
})

test('a component is all that reach each other, and comes after what it leads to', () => {
  fc.assert(
    fc.property(graphs, (next) => {
      const { of, members } = componentsOf(next)
      const behind = next.map((_, vertex) => reached(next, vertex, null))
      for (const one of next.keys()) {
        expect(members[of[one] as number]).toContain(one)
        for (const other of next.keys()) {
          const both = behind[one]?.has(other) === true && behind[other]?.has(one) === true
          expect(of[one] === of[other]).toBe(both)
        }
        for (const to of next[one] ?? []) expect(of[to]).toBeLessThanOrEqual(of[one] as number)
      }
    }),
  )
})
