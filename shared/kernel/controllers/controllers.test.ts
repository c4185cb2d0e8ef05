import { describe, expect, it } from 'vitest'
import { controllerSchema, groupSchema } from '../../topology/controls.ts'
import type { Outcome } from '../../topology/payload.ts'
import { PUPPETS, type Strings } from '../testing/puppet.ts'
import { failure, OK, Rig, sketch } from '../testing/rig.ts'

const WORK: { readonly [input: string]: Strings } = {
  message: { ask: [{ tag: 'work' }] },
  'outcome:work': { finish: true, send: [{ port: 'out', payload: 'x' }] },
  'failed:work': { finish: true, send: [{ port: 'other', payload: 'x' }] },
}

/** Three workers that begin the same work, under one controller. */
function workers(spec: object, policy = {}): Rig {
  const nodes = { a: { on: WORK, policy }, b: { on: WORK, policy }, c: { on: WORK, policy } }
  const wiring = ['start.out > a.in', 'start.out > b.in', 'start.out > c.in']
  const controllers = [controllerSchema.parse({ id: 'k', nodes: ['a', 'b', 'c'], ...spec })]
  const rig = new Rig(sketch(nodes, wiring, PUPPETS, { controllers }))
  rig.start()
  for (const edge of ['e1', 'e2', 'e3']) rig.deliver(edge)
  return rig
}

function begins(rig: Rig): readonly string[] {
  return rig.can().filter((one) => one.startsWith('begin'))
}

describe('a bulkhead', () => {
  it('lets so many at once through, and the next when one has ended', () => {
    const rig = workers({ type: 'bulkhead', at_once: 2 })
    rig.begin('a', 'work')
    rig.begin('b', 'work')
    expect(begins(rig)).toEqual([])
    expect(() => rig.begin('c', 'work')).toThrow(/not admitted/)
    expect(rig.verdict()).toEqual({ status: 'running' })
    rig.settle('a', 'work')
    expect(begins(rig)).toEqual(['begin c work'])
    expect(rig.control('k')).toEqual({ type: 'bulkhead', busy: 1 })
  })

  it('makes room for what is cancelled', () => {
    const rig = workers({ type: 'bulkhead', at_once: 1 })
    rig.begin('a', 'work')
    rig.cancel()
    rig.cancel('a')
    expect(rig.control('k')).toEqual({ type: 'bulkhead', busy: 0 })
  })
})

describe('a rate limit', () => {
  it('opens its window with the first begin and a new one when that is over', () => {
    const rig = workers({ type: 'rate', starts: 2, per_ms: 1000 })
    expect(rig.begin('a', 'work').armed).toEqual([{ tag: 'window', ms: 1000, of: rig.at('k') }])
    expect(rig.begin('b', 'work').armed).toEqual([])
    expect(begins(rig)).toEqual([])
    rig.fire('k', 'window')
    expect(begins(rig)).toEqual(['begin c work'])
  })
})

describe('a breaker', () => {
  const spec = { type: 'breaker', failures: 2, cooldown_ms: 500 }

  function opened(more: object = {}): Rig {
    const rig = workers({ ...spec, ...more })
    for (const node of ['a', 'b']) {
      rig.begin(node, 'work')
      rig.settle(node, 'work', failure(false))
    }
    return rig
  }

  it('opens after so many failures in a row, and then refuses what would begin', () => {
    const rig = opened()
    expect(rig.control('k')).toMatchObject({ status: 'open' })
    expect(begins(rig)).toEqual(['begin c work'])
    rig.begin('c', 'work')
    expect(rig.seen('c').at(-1)).toMatch(/^failed work text:The breaker k is open/)
  })

  it('lets what would begin wait, if it is told to', () => {
    const rig = opened({ open: 'wait' })
    expect(begins(rig)).toEqual([])
    rig.fire('k', 'cooldown')
    expect(begins(rig)).toEqual(['begin c work'])
  })

  it.each<[string, Outcome, string]>([
    ['closes', OK, 'closed'],
    ['opens again', failure(false), 'open'],
  ])('%s by what its probe meets', (_what, outcome, status) => {
    const rig = opened()
    rig.fire('k', 'cooldown')
    expect(rig.control('k')).toMatchObject({ status: 'half-open' })
    rig.begin('c', 'work')
    expect(rig.control('k')).toMatchObject({ probing: 1 })
    rig.settle('c', 'work', outcome)
    expect(rig.control('k')).toMatchObject({ status, probing: 0 })
  })

  it('counts an answer that is a failure of its kind', () => {
    const rig = workers(spec)
    for (const node of ['a', 'b']) {
      rig.begin(node, 'work')
      rig.settle(node, 'work', { ...OK, tag: 'exit' })
    }
    expect(rig.control('k')).toMatchObject({ status: 'open' })
  })

  it('forgets failures at one success', () => {
    const rig = workers(spec)
    rig.begin('a', 'work')
    rig.settle('a', 'work', failure(false))
    rig.begin('b', 'work')
    rig.settle('b', 'work')
    expect(rig.control('k')).toEqual({ type: 'breaker', status: 'closed', failures: 0, probing: 0 })
  })
})

describe('a budget that is used up', () => {
  const BREAKS: typeof WORK = {
    ...WORK,
    'failed:work': { finish: true, send: [{ port: 'error', payload: 'why' }] },
  }

  it('fails the run, and no group restarts what it refuses', () => {
    const controllers = [controllerSchema.parse({ id: 'cap', type: 'budget', steps: 1, nodes: ['a'] })]
    const groups = [
      groupSchema.parse({ id: 'g', members: ['a'], restart: { most: 3, within_ms: 1, backoff_ms: 5 } }),
    ]
    const wiring = ['start.out > a.in', 'start.out > a.in', 'a.out > end.in']
    const rig = new Rig(sketch({ a: { on: BREAKS } }, wiring, PUPPETS, { controllers, groups }))
    rig.start()
    rig.deliver('e1')
    rig.begin('a', 'work')
    rig.settle('a', 'work')
    rig.deliver('e2')
    const { sent } = rig.begin('a', 'work')
    expect(sent).toEqual([])
    rig.fire('g', 'restart')
    expect(rig.run()).toMatchObject({ status: 'failing', failure: { actor: 'a' } })
  })
})

describe('a budget', () => {
  const used = (tokens: number, microUsd = 0): Outcome => ({
    ...OK,
    control: { usage: { tokens, microUsd } },
  })

  it.each<[string, object, Outcome, RegExp]>([
    ['tokens', { tokens: 100 }, used(120), /120 of 100 tokens/],
    ['money', { usd: 0.5 }, used(1, 600_000), /\$0\.60 of \$0\.50/],
    ['steps', { steps: 1 }, OK, /1 of 1 steps/],
  ])('refuses what would begin when its %s are used up', (_what, limit, outcome, words) => {
    const rig = workers({ type: 'budget', ...limit })
    rig.begin('a', 'work')
    rig.settle('a', 'work', outcome)
    rig.begin('b', 'work')
    expect(rig.seen('b').at(-1)).toMatch(words)
    expect(rig.actor('b').effects).toEqual([])
  })

  it('of wall time begins with the first effect', () => {
    const rig = workers({ type: 'budget', wall_ms: 1000 })
    expect(rig.begin('a', 'work').armed).toEqual([{ tag: 'wall', ms: 1000, of: rig.at('k') }])
    expect(rig.begin('b', 'work').armed).toEqual([])
    rig.fire('k', 'wall')
    rig.begin('c', 'work')
    expect(rig.seen('c').at(-1)).toMatch(/1 s have passed/)
    rig.settle('a', 'work')
    expect(rig.seen('a').at(-1)).toBe('outcome work ok')
  })

  it('of retries is shared by all its users', () => {
    const rig = workers({ type: 'budget', retries: 1 }, { attempts: 3 })
    for (const node of ['a', 'b']) {
      rig.begin(node, 'work')
      rig.settle(node, 'work', failure(true))
    }
    expect(rig.timers('a')).toEqual(['retry:work 1000'])
    expect(rig.seen('b').at(-1)).toMatch(/text:broken; the budget k allows 1 further attempts in all/)
  })
})
