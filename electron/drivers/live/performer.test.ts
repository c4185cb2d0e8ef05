import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../../shared/topology/payload.ts'
import { createMemoryJournal } from '../../journal/memory-journal.ts'
import type { EffectCall, EffectIo, Executor } from '../seams.ts'
import { Performer } from './performer.ts'

const OK: Outcome = { tag: 'ok', control: {}, refs: {} }

function callOf(effect: string, execution = 1): EffectCall {
  return {
    run: 'r',
    effect,
    execution,
    node: 'n',
    nodeName: 'N',
    tag: 't',
    kind: 'process.exec',
    class: 'once',
    control: {},
    payload: {},
    bound: { config: {}, resources: [] } as unknown as EffectCall['bound'],
    settings: { approve: 'ask', unsandboxed: false, models: {} },
    folders: { root: '/nowhere', topology: '/nowhere' },
  }
}

/** Attempts that end when a test says so, in the order in which they began. */
function slow(): {
  readonly performer: Performer
  readonly ends: (() => void)[]
  readonly aborted: string[]
} {
  const ends: (() => void)[] = []
  const aborted: string[] = []
  const executor: Executor = {
    kinds: ['process.exec'],
    perform(call: EffectCall, io: EffectIo) {
      io.signal.addEventListener('abort', () => aborted.push(`${call.effect}#${call.execution}`))
      return new Promise((resolve) => ends.push(() => resolve(OK)))
    },
    probe(call: EffectCall, io: EffectIo) {
      io.signal.addEventListener('abort', () => aborted.push(`${call.effect} probe`))
      return new Promise((resolve) => ends.push(() => resolve({ type: 'unknown', evidence: 'stopped' })))
    },
  }
  const journal = createMemoryJournal()
  return {
    performer: new Performer(
      [executor],
      journal,
      () => 0,
      () => {},
    ),
    ends,
    aborted,
  }
}

describe('a performer', () => {
  it('waits for probes too, which it can stop, and not for ever', async () => {
    const { performer, ends, aborted } = slow()
    const answer = performer.probe(callOf('a:1'))
    // What an earlier host left is ended first.
    while (ends.length === 0) await new Promise((resolve) => setImmediate(resolve))
    await performer.idle(1)
    let isIdle = false
    const idle = performer.idle(60_000).then(() => {
      isIdle = true
    })
    performer.abortRun('r')
    expect([aborted, isIdle]).toEqual([['a:1 probe'], false])
    ends[0]?.()
    await idle
    expect(await answer).toMatchObject({ type: 'unknown' })
  })

  it('ends every attempt of an effect, and no other', async () => {
    const { performer, ends, aborted } = slow()
    const first = performer.perform(callOf('a:1', 1))
    const other = performer.perform(callOf('b:1', 1))
    const second = performer.perform(callOf('a:1', 2))
    await Promise.resolve()
    let isOver = false
    const over = performer.end(callOf('a:1', 2)).then(() => {
      isOver = true
    })
    expect(aborted).toEqual(['a:1#1', 'a:1#2'])
    ends[2]?.()
    await second
    await new Promise((resolve) => setImmediate(resolve))
    expect(isOver).toBe(false)
    ends[0]?.()
    await Promise.all([first, over])
    performer.abort('r', 'a:1')
    performer.abort('r', 'b:1')
    expect(aborted).toEqual(['a:1#1', 'a:1#2', 'b:1#1'])
    ends[1]?.()
    expect(await other).toEqual(OK)
  })
})
