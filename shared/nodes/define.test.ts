import { describe, expect, it } from 'vitest'
import type { Ask, EffectClass } from '../topology/kind.ts'
import { errorOutcome } from '../topology/payload.ts'
import { abstractErrors, anyWrong, classifyError, mayChange, repositoryOf } from './define.ts'
import { repo, wrongByName } from './testing/player.ts'

function ask(effectClass: EffectClass, payload: Ask['payload'] = {}): Ask {
  return { tag: 'x', kind: 'process.exec', class: effectClass, control: {}, payload, activation: '' }
}

describe('the class of an error', () => {
  it.each<[EffectClass, boolean, 'no' | 'unknown', boolean, string]>([
    ['once', true, 'no', true, 'no'],
    ['once', false, 'no', false, 'no'],
    ['once', true, 'unknown', false, 'unknown'],
    ['once', false, 'unknown', false, 'unknown'],
    ['idempotent', true, 'unknown', true, 'no'],
    ['pure', false, 'unknown', false, 'no'],
  ])('of a %s effect, retryable %s and happened %s', (effectClass, retryable, happened, again, known) => {
    const effect = ask(effectClass)
    const error = errorOutcome({ code: 'ECONNRESET', retryable, happened }, 'ref:words')
    const abstract = classifyError(effect, error)
    expect(abstract).toEqual(
      errorOutcome({ code: 'error', retryable: again, happened: known as 'no' }, 'ref:words'),
    )
    expect(abstractErrors(effect).map((one) => one.control)).toContainEqual(abstract.control)
  })

  it('costs a fault, each of them once', () => {
    for (const effectClass of ['pure', 'idempotent', 'once'] as const) {
      const errors = abstractErrors(ask(effectClass))
      expect(errors.map((one) => one.fault)).toEqual(errors.map(() => 'error'))
      expect(new Set(errors.map((one) => JSON.stringify(one.control))).size).toBe(errors.length)
    }
  })
})

describe('what an effect is given', () => {
  it('is wrong when any part of it is, however deep', () => {
    expect(anyWrong(ask('pure', { in: { a: ['ref:a', { b: 'ref:b' }] } }), wrongByName)).toBe(false)
    expect(anyWrong(ask('pure', { in: { a: ['ref:a', { b: 'ref:b!' }] } }), wrongByName)).toBe(true)
  })

  it('may be changed with the right to write, in a repository', () => {
    const bound = (...resources: readonly ReturnType<typeof repo>[]) => ({ config: {}, resources })
    expect([mayChange(bound()), repositoryOf(bound())]).toEqual([false, null])
    expect(mayChange(bound(repo('read')))).toBe(false)
    expect(mayChange(bound(repo('write')))).toBe(true)
    expect(mayChange(bound(repo('read-modify-write')))).toBe(true)
    expect(repositoryOf(bound({ ...repo('read'), kind: 'store' }))).toBeNull()
  })
})
