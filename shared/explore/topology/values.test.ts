import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Values } from './values.ts'

/** Few different parts, so that much of what is drawn is equal. */
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>(null, true, false, 0, 1, -1, 1.5, '', '0', 'null', 'a', '__proto__', []),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', '0'), tie('value'), { maxKeys: 3 }),
  ),
})).value

describe('numbers of values', () => {
  it('are the same for two exactly if their texts are', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(json, fc.boolean()), { maxLength: 40 }), (drawn) => {
        const values = new Values()
        const texts = new Map<number, string>()
        const numbers = new Map<string, number>()
        for (const [value, kept] of drawn) {
          const text = JSON.stringify(value)
          const id = values.idOf(value)
          if (kept) values.keep()
          else values.forget()
          expect(texts.get(id) ?? text).toBe(text)
          expect(numbers.get(text) ?? id).toBe(id)
          texts.set(id, text)
          numbers.set(text, id)
          expect(values.idOf(structuredClone(value))).toBe(id)
          values.forget()
        }
      }),
    )
  })

  it('leave out what is undefined, as a text does', () => {
    const values = new Values()
    expect(values.idOf({ a: undefined, b: [undefined] })).toBe(values.idOf({ b: [null] }))
  })

  it('stay the same while their tables grow', () => {
    const values = new Values()
    const all = Array.from({ length: 5000 }, (_, at) => ({
      type: 'cell',
      at,
      list: [at % 7, { at: at % 50 }],
    }))
    const ids = all.map((value) => values.idOf(value))
    expect(new Set(ids).size).toBe(all.length)
    expect(structuredClone(all).map((value) => values.idOf(value))).toEqual(ids)
    expect(values.bytes).toBeGreaterThan(100_000)
  })
})
