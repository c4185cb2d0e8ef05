import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { added, each, exact, kept, withoutFirst } from './lists.ts'

describe('lists of cells', () => {
  it('are what plain lists would be, and never the list that they were made of where that could change', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(9), fc.array(fc.nat(9)))), fc.nat(9), (list, item) => {
        const even = (one: unknown): boolean => typeof one === 'number' && one % 2 === 0
        expect(added(list, item)).toEqual([...list, item])
        expect(added(list, [item])).toEqual([...list, [item]])
        expect(kept(list, even)).toEqual(list.filter(even))
        expect(withoutFirst(list)).toEqual(list.slice(1))
        expect(each(list, String)).toEqual(list.map(String))
        expect(exact(list)).toEqual(list)
        expect(exact(list)).not.toBe(list)
      }),
    )
  })

  it('share one empty list, which nothing adds to', () => {
    const none = withoutFirst([1])
    expect(exact([])).toBe(none)
    expect(added(none, 1)).toEqual([1])
    expect(none).toEqual([])
  })

  it('stay the same when nothing is left out', () => {
    const list = [1, 2]
    expect(kept(list, () => true)).toBe(list)
  })
})
