import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keptJson } from './redact.ts'
import { SharedJson } from './shared-json.ts'

const json = fc.jsonValue({ maxDepth: 4 })

function hide(text: string): string {
  return text.replaceAll('secret', '***')
}

describe('the text of shared JSON', () => {
  it('is that of JSON, however much of it was written before', () => {
    fc.assert(
      fc.property(fc.array(json), json, (items, last) => {
        const shared = new SharedJson(undefined)
        const before = { of: items, left: undefined }
        expect(shared.textOf(before)).toBe(JSON.stringify(before))
        const after = { of: [...items, last], again: items }
        expect(shared.textOf(after)).toBe(JSON.stringify(after))
      }),
    )
  })

  it('holds no more secrets than any other that is kept', () => {
    const value = { secret: ['a secret', { of: '"secret"\n' }], plain: [{ x: 1 }] }
    const shared = new SharedJson(hide)
    expect(shared.textOf(value)).toBe(keptJson(value, hide))
    expect(shared.textOf(value)).not.toContain('secret')
  })
})
