import { describe, expect, it } from 'vitest'
import type { EffectClass, EffectKind } from '../topology/kind.ts'
import type { EffectCell } from './cells.ts'
import { dutyAfterCrash, mayResolveNotHappened, mustCommitFirst } from './outbox.ts'
import { Rig, sketch } from './testing/rig.ts'

function cell(status: EffectCell['status'], effectClass: EffectClass, kind: EffectKind = 'eval'): EffectCell {
  const ask = {
    tag: 'x',
    kind,
    class: effectClass,
    control: {},
    payload: {},
    activation: '',
  } as const
  return { ask, status, attempt: 1, withdrawn: false }
}

describe('after a crash of the host', () => {
  it.each<[EffectCell['status'], EffectClass, string]>([
    ['asked', 'once', 'begin'],
    ['asked', 'idempotent', 'begin'],
    ['waiting', 'once', 'wait'],
    ['waiting', 'pure', 'wait'],
    ['doubt', 'once', 'probe'],
    ['begun', 'pure', 'perform'],
    ['begun', 'idempotent', 'perform'],
    ['begun', 'once', 'doubt'],
  ])('what was %s and is %s: %s', (status, effectClass, duty) => {
    expect(dutyAfterCrash(cell(status, effectClass))).toBe(duty)
  })

  it.each<EffectKind>(['human.ask', 'human.steer'])('a begun %s stands with whom it was put to', (kind) => {
    expect(dutyAfterCrash(cell('begun', 'idempotent', kind))).toBe('stand')
  })
})

describe('what must be durable first', () => {
  it('is an ask, and the begin of what may happen once only', () => {
    const rig = new Rig(
      sketch({ a: { on: { message: { ask: [{ tag: 'x', class: 'once' }] } } } }, ['start.out > a.in']),
    )
    expect(mustCommitFirst(rig.start(), null)).toBe(false)
    expect(mustCommitFirst(rig.deliver('e1'), null)).toBe(true)
    const begun = rig.begin('a', 'x')
    expect(mustCommitFirst(begun, 'once')).toBe(true)
    expect(mustCommitFirst(begun, 'idempotent')).toBe(false)
  })

  it('"it did not happen" waits for every attempt that may still act', () => {
    expect(mayResolveNotHappened(0)).toBe(true)
    expect(mayResolveNotHappened(1)).toBe(false)
  })
})
