import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyPatch, diffText } from './patch.ts'

const text = fc.string({ unit: fc.constantFrom('a', 'b', '😀', '😁', '\ud83d', '"', '\u0000') })
const edited = fc
  .tuple(
    fc.oneof(
      text,
      fc.nat(2000).map((length) => 'ab'.repeat(length)),
    ),
    fc.nat(),
    fc.nat(30),
    text,
  )
  .map(([before, at, removed, middle]) => {
    const start = before.length === 0 ? 0 : at % before.length
    return [before, before.slice(0, start) + middle + before.slice(start + removed)] as const
  })

describe('a patch', () => {
  it('gives the later text, of any two, after a trip through JSON', () => {
    fc.assert(
      fc.property(fc.oneof(fc.tuple(text, text), edited), ([before, after]) => {
        const patch = JSON.parse(JSON.stringify(diffText(before, after)))
        expect(applyPatch(before, patch)).toBe(after)
      }),
      { numRuns: 500 },
    )
  })

  it('is as small as what was changed in one place', () => {
    fc.assert(
      fc.property(edited, ([before, after]) => {
        const [prefix, suffix, middle] = diffText(before, after)
        if (typeof middle !== 'string') throw new Error('one change is one piece')
        expect(prefix + suffix + middle.length).toBe(after.length)
        const gone = before.slice(prefix, before.length - suffix)
        if (gone === '' || middle === '') return
        expect(gone.charAt(0)).not.toBe(middle.charAt(0))
        expect(gone.at(-1)).not.toBe(middle.at(-1))
      }),
    )
    expect(diffText('x'.repeat(1000), `${'x'.repeat(600)}y${'x'.repeat(400)}`)).toEqual([600, 400, 'y'])
    expect(diffText('same', 'same')).toEqual([4, 0, ''])
  })

  it('gives the later text of a long one that was changed in several places', () => {
    const long = fc.array(
      fc.oneof(
        fc.nat(400).map((length) => 'ab'.repeat(length)),
        fc.string({ maxLength: 60 }),
      ),
      {
        maxLength: 12,
      },
    )
    fc.assert(
      fc.property(
        long,
        fc.array(fc.tuple(fc.nat(11), fc.string({ maxLength: 40 }), fc.boolean())),
        (parts, edits) => {
          const later = [...parts]
          for (const [at, put, removes] of edits)
            later.splice(Math.min(at, later.length), removes ? 1 : 0, put)
          const [before, after] = [parts.join(''), later.join('')]
          expect(applyPatch(before, JSON.parse(JSON.stringify(diffText(before, after))))).toBe(after)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('of a long text tells only what was put in, wherever that was', () => {
    const part = (name: string): string =>
      Array.from({ length: 60 }, (_, at) => `"${name}${at}":"${'x'.repeat(20)}${name}${at}"`).join()
    const before = `{${part('slots')}},{${part('parts')}},[${part('seen')}]`
    const after = `{${part('slots')},"one":1},{"two":2,${part('parts')}},[${part('seen')},"three"]`
    const patch = diffText(before, after)
    expect(applyPatch(before, patch)).toBe(after)
    expect(JSON.stringify(patch).length).toBeLessThan(120)
  })

  it('that cannot belong to the text is refused', () => {
    expect(() => applyPatch('abc', [2, 2, ''])).toThrow('keeps 2 + 2 of 3')
    expect(() => applyPatch('abc', [-1, 0, ''])).toThrow('keeps -1')
    expect(() => applyPatch('abc', [0.5, 0, ''])).toThrow('keeps 0.5')
    expect(() => applyPatch('abc', [0, 0, [[2, 2]]])).toThrow('takes 2 from 2 of 3')
    expect(() => applyPatch('abc', [0, 0, ['x', [-1, 2]]])).toThrow('takes 2 from -1')
  })
})
