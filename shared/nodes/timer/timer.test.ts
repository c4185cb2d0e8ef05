import { describe, expect, it } from 'vitest'
import { compile } from '../../topology/compile.ts'
import type { Reaction } from '../../topology/kind.ts'
import { kinds } from '../index.ts'
import { Player } from '../testing/player.ts'

function sent(reaction: Reaction<unknown>): readonly string[] {
  return (reaction.send ?? []).map(({ port, payload }) => `${port} ${JSON.stringify(payload)}`)
}

describe('a delay', () => {
  it('holds each message for its own time, and takes others meanwhile', () => {
    const timer = new Player('timer', { wait_ms: 500 })
    expect(timer.message({ task: 'one' }, 'in', 0, 'loop#1').arm).toEqual([{ tag: 'delay:0', ms: 500 }])
    expect(timer.message({ task: 'two' }, 'in', 1).arm).toEqual([{ tag: 'delay:1', ms: 500 }])
    expect(timer.slots).toEqual([0, 1])
    const fired = timer.react({ type: 'timer', tag: 'delay:0' })
    expect(fired).toMatchObject({
      send: [{ port: 'out', payload: { task: 'one' }, activation: 'loop#1' }],
      finished: [0],
    })
    expect(timer.rests()).toBe(false)
    timer.react({ type: 'timer', tag: 'delay:1' })
    expect(timer.rests()).toBe(true)
    expect(() => timer.react({ type: 'timer', tag: 'delay:1' })).toThrow(/nothing waits/)
  })
})

describe('an interval', () => {
  const tick = { type: 'timer', tag: 'tick' } as const

  it('ticks as often as it is told, numbers its ticks, and says that it is done', () => {
    const timer = new Player('timer', { mode: 'interval', wait_ms: 10, count: 2 })
    timer.message({ task: 'poll' }, 'start')
    expect(timer.ready()).toEqual(['stop'])
    const first = timer.react(tick)
    expect(sent(first)).toEqual(['tick {"task":"poll","tick":"text:1"}'])
    expect(first.arm).toEqual([{ tag: 'tick', ms: 10 }])
    const last = timer.react(tick)
    expect(sent(last)).toEqual(['tick {"task":"poll","tick":"text:2"}', 'done {"task":"poll"}'])
    expect([last.arm, last.finished, timer.rests()]).toEqual([undefined, [0], true])
    expect(timer.ready()).toEqual(['start', 'stop'])
  })

  it('without a count ticks until a message stops it, in the same state at each tick', () => {
    const timer = new Player('timer', { mode: 'interval', wait_ms: 10 })
    timer.message({ task: 'poll' }, 'start')
    const state = JSON.stringify(timer.local)
    for (let count = 0; count < 5; count += 1) timer.react(tick)
    expect(JSON.stringify(timer.local)).toBe(state)
    const stopped = timer.message({ why: 'enough' }, 'stop', 1)
    expect(sent(stopped)).toEqual(['done {"task":"poll","why":"enough"}'])
    expect([stopped.disarm, stopped.finished]).toEqual([['tick'], [0, 1]])
    expect(sent(timer.message({}, 'stop'))).toEqual([])
    expect([timer.slots, timer.rests()]).toEqual([[], true])
  })

  it('that is stopped before it starts does not tick, and only a start of that round is stopped', () => {
    const timer = new Player('timer', { mode: 'interval', wait_ms: 10 })
    expect(timer.message({}, 'stop', 0, 'l#1/m#2').finished).toEqual([0])
    expect(timer.message({ task: 'other' }, 'start', 1, 'l#2').arm).toHaveLength(1)
    timer.message({}, 'stop', 2, 'l#2')
    const begun = timer.message({ task: 'poll' }, 'start', 3, 'l#1')
    expect([sent(begun), begun.arm, begun.finished]).toEqual([['done {"task":"poll"}'], undefined, [3]])
    expect(timer.rests()).toBe(true)
    // It was for that one alone.
    expect(timer.message({ task: 'poll' }, 'start', 4, 'l#1').arm).toHaveLength(1)
  })

  it('that has ended by itself is not stopped for the next time', () => {
    const timer = new Player('timer', { mode: 'interval', wait_ms: 10, count: 1 })
    timer.message({ task: 'poll' }, 'start')
    timer.react(tick)
    timer.message({}, 'stop', 1)
    expect(timer.message({ task: 'poll' }, 'start', 2).arm).toHaveLength(1)
  })

  it('that nothing ends is refused when the file is opened', () => {
    const at: [number, number] = [0, 0]
    const config = { mode: 'interval' }
    const nodes = [
      { id: 'in', kind: 'input', at },
      { id: 't', kind: 'timer', at, config },
    ]
    const start = { id: 'a', from: 'in.out', to: 't.start' }
    const told = compile({ synod: 1, name: '', nodes, edges: [start] }, kinds)
    expect(told.ok ? [] : told.problems).toEqual([
      {
        path: 'nodes[1].config.count',
        message: 'this interval never ends: give it a count, or wire its port "stop"',
        element: 't',
      },
    ])
    const stop = { id: 'b', from: 'in.out', to: 't.stop' }
    expect(compile({ synod: 1, name: '', nodes, edges: [start, stop] }, kinds).ok).toBe(true)
  })
})

describe('a watchdog', () => {
  const quiet = { type: 'timer', tag: 'quiet' } as const

  it('lets messages pass, begins anew with each, and tells of a silence once', () => {
    const timer = new Player('timer', { mode: 'watchdog', wait_ms: 10 })
    expect(sent(timer.message({ beat: '1' }))).toEqual(['out {"beat":"1"}'])
    const second = timer.message({ beat: '2' }, 'in', 1)
    expect([second.arm, second.finished]).toEqual([[{ tag: 'quiet', ms: 10 }], [0]])
    const spoke = timer.react(quiet)
    expect([sent(spoke), spoke.arm, timer.rests()]).toEqual([['quiet {"beat":"2"}'], undefined, true])
    expect(sent(timer.message({ beat: '3' }))).toEqual(['out {"beat":"3"}'])
  })

  it('is silent once it is stopped', () => {
    const timer = new Player('timer', { mode: 'watchdog', wait_ms: 10 })
    timer.message({ beat: '1' })
    const stopped = timer.message({}, 'stop', 1)
    expect([sent(stopped), stopped.disarm, timer.rests()]).toEqual([[], ['quiet'], true])
  })
})

it('says in words what it does and where it stands', () => {
  const caption = (config: object): string => {
    const timer = new Player('timer', config)
    return timer.kind.caption(timer.bound.config)
  }
  expect(caption({ wait_ms: 90_000 })).toBe('Waits 90 s')
  expect(caption({ wait_ms: 1500 })).toBe('Waits 1500 ms')
  expect(caption({ mode: 'interval', wait_ms: 300_000, count: 4 })).toBe('Every 5 min, 4 times')
  expect(caption({ mode: 'watchdog', wait_ms: 7_200_000 })).toBe('Speaks after 2 h of silence')
  const timer = new Player('timer', { mode: 'interval', wait_ms: 1000, count: 3 })
  expect(timer.kind.standing?.(timer.bound, timer.local)).toBe(null)
  timer.message({}, 'start')
  timer.react({ type: 'timer', tag: 'tick' })
  expect(timer.kind.standing?.(timer.bound, timer.local)).toBe('Tick 1 of 3')
})
