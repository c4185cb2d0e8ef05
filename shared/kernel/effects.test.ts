import { describe, expect, it } from 'vitest'
import type { NodePolicy } from '../topology/document.ts'
import type { Ask, EffectClass } from '../topology/kind.ts'
import type { Strings } from './testing/puppet.ts'
import { failure, OK, Rig, sketch } from './testing/rig.ts'

const DONE: Strings = { send: [{ port: 'out', payload: 'done' }], finish: true }

/** `a` asks for `work` and sends on what comes of it. */
function working(ask: Partial<Ask>, policy: NodePolicy = {}, more: { [input: string]: Strings } = {}): Rig {
  const on = {
    message: { ask: [{ tag: 'work', ...ask }] },
    'outcome:work': DONE,
    'failed:work': DONE,
    ...more,
  }
  const rig = new Rig(sketch({ a: { on, policy } }, ['start.out > a.in', 'a.out > end.in']))
  rig.start()
  rig.deliver('e1')
  return rig
}

describe('an effect', () => {
  it.each<[EffectClass, NodePolicy, boolean]>([
    ['pure', {}, true],
    ['idempotent', {}, true],
    ['once', {}, false],
    ['pure', { timeout_ms: 5 }, false],
    ['idempotent', { timeout_ms: 5 }, false],
  ])('of class %s with policy %j begins with its ask: %s', (effectClass, policy, fused) => {
    const rig = working({ class: effectClass }, policy)
    expect(rig.history.at(-1)?.asked).toMatchObject([{ attempt: 1, begun: fused, ask: { tag: 'work' } }])
    expect(rig.effect('a', 'work')?.status).toBe(fused ? 'begun' : 'asked')
    expect(rig.can()).toEqual(fused ? [] : ['begin a work'])
  })

  it('that is settled is gone, and its actor has heard of it once', () => {
    const rig = working({})
    rig.settle('a', 'work')
    expect(rig.actor('a').effects).toEqual([])
    expect(rig.seen('a')).toEqual(['message "go" at in', 'outcome work ok'])
    expect(() => rig.settle('a', 'work')).toThrow(/no effect work/)
    expect(rig.queue('e2')).toEqual(['done'])
  })

  it('is not settled before it has begun, nor begun twice, nor doubted unless it may happen once only', () => {
    const rig = working({ class: 'once' })
    expect(() => rig.settle('a', 'work')).toThrow(/asked, not begun/)
    expect(() => rig.doubt('a', 'work')).toThrow(/cannot be in doubt/)
    rig.begin('a', 'work')
    expect(() => rig.begin('a', 'work')).toThrow(/begun, not asked/)
    expect(() => rig.resolve('a', 'work', { type: 'not-happened' })).toThrow(/not in doubt/)
    expect(() => working({}).doubt('a', 'work')).toThrow(/cannot be in doubt/)
    expect(() => rig.fire('a', 'limit:work')).toThrow(/no timer/)
  })

  it('whose answer is a failure of its kind is tried again, and is that answer in the end', () => {
    const rig = working({}, { attempts: 2, backoff_ms: 100 })
    const exit = { ...OK, tag: 'exit' }
    expect(rig.settle('a', 'work', exit).armed).toEqual([{ tag: 'retry:work', ms: 100 }])
    rig.fire('a', 'retry:work')
    rig.begin('a', 'work')
    rig.settle('a', 'work', exit)
    expect(rig.seen('a').at(-1)).toBe('outcome work exit')
    const once = working({ class: 'once' }, { attempts: 2 })
    once.begin('a', 'work')
    once.settle('a', 'work', exit)
    expect(once.seen('a').at(-1)).toBe('outcome work exit')
  })

  it('has a name of its own: a second of one name is refused', () => {
    expect(() => working({}, {}, { message: { ask: [{ tag: 'x' }, { tag: 'x' }] } })).toThrow(
      /already has an effect x/,
    )
  })

  it('may be asked again under its name by the reaction that hears its end', () => {
    const rig = working({}, {}, { 'outcome:work': { ask: [{ tag: 'work' }] } })
    rig.settle('a', 'work')
    expect(rig.effect('a', 'work')).toMatchObject({ status: 'begun', attempt: 1 })
  })
})

describe('another attempt', () => {
  it('comes after a pause that doubles, and the last failure is told', () => {
    const rig = working({}, { attempts: 4, backoff_ms: 100 })
    for (const [attempt, pause] of [
      [1, 100],
      [2, 200],
      [3, 400],
    ]) {
      expect(rig.settle('a', 'work', failure(true)).armed).toEqual([{ tag: 'retry:work', ms: pause }])
      expect(rig.effect('a', 'work')).toMatchObject({ status: 'waiting', attempt })
      expect(rig.can()).toEqual([])
      const { asked } = rig.fire('a', 'retry:work')
      expect(asked).toMatchObject([{ attempt: (attempt ?? 0) + 1, begun: false }])
      expect(rig.timers('a')).toEqual([])
      rig.begin('a', 'work')
    }
    rig.settle('a', 'work', failure(true))
    expect(rig.seen('a')).toEqual(['message "go" at in', 'failed work text:broken'])
    expect(rig.timers('a')).toEqual([])
    expect(rig.actor('a').effects).toEqual([])
  })

  it('never waits longer than an hour', () => {
    const rig = working({}, { attempts: 20, backoff_ms: 3_600_000 })
    rig.settle('a', 'work', failure(true))
    rig.fire('a', 'retry:work')
    rig.begin('a', 'work')
    rig.settle('a', 'work', failure(true))
    expect(rig.timers('a')).toEqual(['retry:work 3600000'])
  })

  it.each([
    ['the error is final', failure(false), { attempts: 3 }],
    ['one attempt is all', failure(true), {}],
    ['one attempt is all of them', failure(true), { attempts: 1 }],
  ])('does not come when %s', (_why, outcome, policy) => {
    const rig = working({}, policy)
    rig.settle('a', 'work', outcome)
    expect(rig.seen('a').at(-1)).toBe('failed work text:broken')
    expect(rig.actor('a').effects).toEqual([])
  })

  it('of what may happen once only comes after an error that says that nothing happened', () => {
    const rig = working({ class: 'once' }, { attempts: 2 })
    rig.begin('a', 'work')
    rig.settle('a', 'work', failure(true, 'no'))
    expect(rig.effect('a', 'work')?.status).toBe('waiting')
    rig.fire('a', 'retry:work')
    expect(rig.effect('a', 'work')).toMatchObject({ status: 'asked', attempt: 2 })
  })
})

describe('the limit of an attempt', () => {
  it('counts from its begin and is gone with its end', () => {
    const rig = working({}, { timeout_ms: 50 })
    expect(rig.timers('a')).toEqual([])
    expect(rig.begin('a', 'work').armed).toEqual([{ tag: 'limit:work', ms: 50 }])
    expect(rig.settle('a', 'work').disarmed).toEqual(['limit:work'])
    expect(rig.timers('a')).toEqual([])
  })

  it('ends an attempt that may be repeated: its executor is told, the next one follows', () => {
    const rig = working({}, { timeout_ms: 50, attempts: 2, backoff_ms: 7 })
    rig.begin('a', 'work')
    const { withdrawn } = rig.fire('a', 'limit:work')
    expect(withdrawn).toEqual([{ tag: 'work', attempt: 1 }])
    expect(rig.timers('a')).toEqual(['retry:work 7'])
    expect(() => rig.settle('a', 'work')).toThrow(/waiting, not begun/)
    rig.fire('a', 'retry:work')
    rig.begin('a', 'work')
    expect(rig.fire('a', 'limit:work').withdrawn).toEqual([{ tag: 'work', attempt: 2 }])
    expect(rig.seen('a').at(-1)).toBe('failed work text:No answer within 0.05 s')
  })

  it('leaves what may happen once only in doubt, and is not armed any more', () => {
    const rig = working({ class: 'once' }, { timeout_ms: 50, attempts: 3 })
    rig.begin('a', 'work')
    expect(rig.fire('a', 'limit:work').withdrawn).toEqual([{ tag: 'work', attempt: 1 }])
    expect(rig.effect('a', 'work')).toMatchObject({ status: 'doubt', attempt: 1 })
    expect(rig.timers('a')).toEqual([])
    expect(rig.seen('a')).toHaveLength(1)
  })

  it('does not hold for people', () => {
    const rig = working({ kind: 'human.ask' }, { timeout_ms: 50 })
    expect(rig.effect('a', 'work')?.status).toBe('begun')
    expect(rig.timers('a')).toEqual([])
  })
})

describe('an effect in doubt', () => {
  function doubted(policy: NodePolicy = {}): Rig {
    const rig = working({ class: 'once' }, policy)
    rig.begin('a', 'work')
    rig.doubt('a', 'work')
    return rig
  }

  it('comes of a lost answer too, and disarms the limit', () => {
    const rig = working({ class: 'once' }, { timeout_ms: 50, attempts: 3 })
    rig.begin('a', 'work')
    expect(rig.settle('a', 'work', failure(true, 'unknown')).disarmed).toEqual(['limit:work'])
    expect(rig.effect('a', 'work')?.status).toBe('doubt')
    expect(rig.seen('a')).toHaveLength(1)
    expect(() => rig.settle('a', 'work')).toThrow(/doubt, not begun/)
  })

  it('has no limit any more when a crash brought it there', () => {
    const rig = doubted({ timeout_ms: 50 })
    expect(rig.history.at(-1)?.disarmed).toEqual(['limit:work'])
    expect(rig.timers('a')).toEqual([])
  })

  it('only matters where twice is worse than once', () => {
    const rig = working({}, { attempts: 2 })
    rig.settle('a', 'work', failure(true, 'unknown'))
    expect(rig.effect('a', 'work')?.status).toBe('waiting')
  })

  it('keeps the run alive until it is resolved', () => {
    const rig = doubted()
    expect(rig.can()).toEqual([])
    expect(rig.verdict()).toEqual({ status: 'running' })
  })

  it('that happened is an outcome', () => {
    const rig = doubted()
    rig.resolve('a', 'work', { type: 'happened', outcome: OK })
    expect(rig.seen('a').at(-1)).toBe('outcome work ok')
  })

  it('that failed is told with what the person says', () => {
    const rig = doubted()
    rig.resolve('a', 'work', { type: 'failed', error: 'half of it' })
    expect(rig.seen('a').at(-1)).toBe('failed work text:half of it')
  })

  it('that did not happen is asked again, as a further attempt that must begin anew', () => {
    const rig = doubted()
    const { asked } = rig.resolve('a', 'work', { type: 'not-happened' })
    expect(asked).toMatchObject([{ attempt: 2, begun: false }])
    expect(rig.effect('a', 'work')).toMatchObject({ status: 'asked', attempt: 2, withdrawn: false })
    expect(rig.can()).toEqual(['begin a work'])
  })

  it('that does not happen time after time is asked again after pauses, then fails', () => {
    const rig = working({ class: 'once' }, { backoff_ms: 10 })
    for (let attempt = 1; attempt <= 20; attempt += 1) {
      expect(rig.effect('a', 'work')).toMatchObject({ status: 'asked', attempt })
      rig.begin('a', 'work')
      rig.settle('a', 'work', failure(true, 'unknown'))
      const { armed } = rig.resolve('a', 'work', { type: 'not-happened' })
      const pauses =
        attempt === 1 || attempt === 20 ? [] : [{ tag: 'retry:work', ms: 10 * 2 ** (attempt - 1) }]
      expect(armed).toEqual(pauses.map((one) => ({ ...one, ms: Math.min(one.ms, 3_600_000) })))
      if (armed.length > 0) rig.fire('a', 'retry:work')
    }
    expect(rig.seen('a').at(-1)).toBe('failed work text:It did not happen in 20 attempts')
  })
})

describe('withdrawing an effect', () => {
  const stop: Strings = { withdraw: ['work'], finish: true }

  function withdrawing(ask: Partial<Ask>, policy: NodePolicy = {}): Rig {
    const rig = working(ask, policy, {
      message: { ask: [{ tag: 'work', ...ask }], arm: [{ tag: 'stop', ms: 1 }] },
      'timer:stop': stop,
    })
    if (rig.effect('a', 'work')?.status === 'asked') rig.begin('a', 'work')
    return rig
  }

  it('that has not begun leaves nothing', () => {
    const rig = working(
      { class: 'once' },
      {},
      {
        message: { ask: [{ tag: 'work', class: 'once' }], arm: [{ tag: 'stop', ms: 1 }] },
        'timer:stop': stop,
      },
    )
    expect(rig.fire('a', 'stop').withdrawn).toEqual([])
    expect(rig.actor('a').effects).toEqual([])
    expect(rig.verdict()).toEqual({ status: 'done' })
  })

  it('that may be repeated forgets it, tells its executor and disarms its limit', () => {
    const rig = withdrawing({}, { timeout_ms: 50 })
    const { withdrawn, disarmed } = rig.fire('a', 'stop')
    expect(withdrawn).toEqual([{ tag: 'work', attempt: 1 }])
    expect(disarmed).toEqual(['limit:work'])
    expect(rig.actor('a').effects).toEqual([])
  })

  it('that waits for another attempt forgets it and its pause', () => {
    const rig = withdrawing({}, { attempts: 2 })
    rig.settle('a', 'work', failure(true))
    const { withdrawn, disarmed } = rig.fire('a', 'stop')
    expect([withdrawn, disarmed]).toEqual([[], ['retry:work']])
    expect(rig.actor('a').effects).toEqual([])
  })

  it('that has begun and may happen once only keeps it until its fate is known, and tells nobody', () => {
    const rig = withdrawing({ class: 'once' }, { timeout_ms: 50, attempts: 3 })
    expect(rig.fire('a', 'stop').withdrawn).toEqual([{ tag: 'work', attempt: 1 }])
    expect(rig.effect('a', 'work')).toMatchObject({ status: 'begun', withdrawn: true })
    expect(rig.timers('a')).toEqual([])
    expect(rig.verdict()).toEqual({ status: 'running' })
    rig.settle('a', 'work')
    expect(rig.actor('a').effects).toEqual([])
    expect(rig.actor('a').status).toBe('up')
    expect(rig.seen('a').at(-1)).toBe('timer stop')
  })

  it('is not repeated when it failed', () => {
    const rig = withdrawing({ class: 'once' }, { attempts: 3 })
    rig.fire('a', 'stop')
    rig.settle('a', 'work', failure(true, 'no'))
    expect(rig.actor('a').effects).toEqual([])
    expect(rig.timers('a')).toEqual([])
  })

  it('is told once: a second time changes nothing', () => {
    const rig = working(
      { class: 'once' },
      {},
      {
        message: { ask: [{ tag: 'work', class: 'once' }], arm: [{ tag: 'stop', ms: 1 }] },
        'timer:stop': { withdraw: ['work', 'work', 'none'] },
      },
    )
    rig.begin('a', 'work')
    expect(rig.fire('a', 'stop').withdrawn).toHaveLength(1)
  })
})

describe('timers of a behaviour', () => {
  it('are armed anew under one name, disarmed by it, and fire once', () => {
    const arm = [
      { tag: 't', ms: 1 },
      { tag: 't', ms: 2 },
      { tag: 'u', ms: 3 },
    ]
    const rig = working({}, {}, { message: { arm }, 'timer:t': { disarm: ['u', 'none'], finish: true } })
    expect(rig.timers('a')).toEqual(['t 2', 'u 3'])
    expect(rig.fire('a', 't').disarmed).toEqual(['u'])
    expect(rig.timers('a')).toEqual([])
    expect(() => rig.fire('a', 't')).toThrow(/no timer t/)
    expect(rig.seen('a').at(-1)).toBe('timer t')
  })
})
