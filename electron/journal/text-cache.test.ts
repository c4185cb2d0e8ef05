import { describe, expect, it } from 'vitest'
import { TextCache } from './text-cache.ts'

describe('the cache of texts', () => {
  it('is bounded, and forgets what is not asked for', () => {
    const cache = new TextCache(100)
    cache.set('kept', 'k'.repeat(10))
    for (let index = 0; index < 50; index += 1) {
      cache.set(`${index}`, `${index}`.padStart(10))
      expect(cache.get('kept')).toBe('k'.repeat(10))
    }
    const held = Array.from({ length: 50 }, (_, index) => cache.get(`${index}`)).filter(
      (text) => text !== undefined,
    )
    expect(held.length).toBeLessThanOrEqual(10)
    expect(cache.get('49')).toBe('49'.padStart(10))
  })

  it('does not take a giant', () => {
    const cache = new TextCache(100)
    cache.set('small', 'text')
    cache.set('giant', 'g'.repeat(90))
    expect([cache.get('giant'), cache.get('small')]).toEqual([undefined, 'text'])
  })
})
