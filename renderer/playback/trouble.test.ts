import { describe, expect, it } from 'vitest'
import { edgeParts } from '../../shared/trace/edge-view.ts'
import { commands, recordFaults } from '../../shared/trace/testing/faults.ts'
import { Trace } from '../../shared/trace/trace.ts'
import { ChunkLog } from './chunk-log.ts'
import { edgeCard } from './edge-card.ts'
import { type Moment, nodeCard } from './node-card.ts'
import { controlCard, groupCard } from './part-card.ts'

async function run(...given: Parameters<typeof recordFaults>) {
  const recording = await recordFaults(...given)
  const trace = new Trace(recording.plan)
  trace.append(recording.records)
  const chunks = new ChunkLog()
  const at = (position: number): Moment => {
    const instant = trace.at(position)
    return { trace, chunks, position, instant, streamed: instant, over: false }
  }
  const moments = Array.from({ length: trace.last + 1 }, (_, position) => at(position))
  const actor = (id: string) => trace.plan.actors.find((one) => one.id === id)!
  const part = (id: string) => trace.plan.components[trace.plan.byId.get(id)!]!
  return {
    moments,
    chips: (id: string) => each(moments, (moment) => nodeCard(moment, actor(id)).chip),
    times: (id: string) => each(moments, (moment) => nodeCard(moment, actor(id)).time ?? ''),
    labels: (id: string) =>
      each(moments, (moment) => {
        const { state, label } = edgeCard(moment, edgeParts(trace.plan).get(id)!, new Set(), true)
        return `${state} ${label ?? ''}`.trim()
      }),
    parts: (id: string) =>
      each(moments, (moment) => {
        const plan = part(id)
        const view =
          plan.type === 'controller'
            ? controlCard(moment, plan)
            : plan.type === 'supervisor'
              ? groupCard(moment, plan)
              : null
        return `${view?.state} ${view?.word} ${view?.text}`.replaceAll(/ +/g, ' ').trim()
      }),
  }
}

/** Each once in a row. */
function each(moments: readonly Moment[], text: (moment: Moment) => string): readonly string[] {
  return moments.map(text).filter((one, at, all) => at === 0 || one !== all[at - 1])
}

describe('what policies do', () => {
  it('stands on the card, the edge and the chip of a breaker, with the time that is left', async () => {
    const breaker = {
      id: 'k',
      type: 'breaker',
      failures: 1,
      cooldown_ms: 9000,
      probes: 1,
      open: 'wait',
    } as const
    const { chips, labels, parts, times } = await run(
      commands({ a: { policy: { attempts: 2, backoff_ms: 100 } } }, { controllers: [breaker] }),
      { a: 1 },
    )
    expect(chips('a')).toEqual(expect.arrayContaining(['Retry 2 of 2', 'Breaker open', 'Running · 2 of 2']))
    expect(times('a')).toContain('in 9 s')
    expect(labels('to-a')).toContain('open open · tries in 9 s')
    expect(labels('to-a')).toContain('half-open half open · tries one')
    expect(parts('k')).toEqual(
      expect.arrayContaining(['idle Closed no failures', 'open Open tries in 9 s · 1 waits']),
    )
  })

  it('stands with those who wait for room, and with a queue that is full', async () => {
    const { chips, labels, parts } = await run(
      (() => {
        const room = { id: 'room', type: 'bulkhead' as const, at_once: 1, nodes: ['b', 'c', 'd'] }
        const many = { b: { to: 'a' }, c: { to: 'a' }, d: { to: 'a' } }
        const { edges, ...document } = commands(
          { a: { to: 'slow' }, slow: {}, ...many },
          { controllers: [room] },
        )
        const narrow = edges.map((edge) => (edge.id === 'of-a' ? { ...edge, policy: { capacity: 1 } } : edge))
        return { ...document, edges: narrow }
      })(),
      {},
    )
    expect(chips('d')).toContain('Waits for room')
    expect(chips('a')).toContain('Queue full')
    expect(labels('of-a')).toContain('full 1 of 1 · 1 held')
    expect(parts('room')).toContain('held Full 1 of 1 at once · 2 wait')
  })

  it('stands with a member that is started anew, and with work that is taken back', async () => {
    const restart = { strategy: 'one-for-one', most: 3, within_ms: 60_000, backoff_ms: 4000 } as const
    const anew = await run(
      commands({ a: { policy: { attempts: 1 } } }, { groups: [{ id: 'g', members: ['a'], restart }] }),
      { a: 1 },
    )
    expect(anew.chips('a')).toContain('Restarting')
    expect(anew.times('a')).toContain('in 4 s')
    expect(anew.parts('g')).toContain('restarting Restarts a in 4 s')

    const back = await run(
      commands(
        { a: { to: 'b' }, b: { to: 'c' }, c: { policy: { attempts: 1 } }, undo: {} },
        {
          groups: [
            { id: 'g', members: ['a', 'b', 'c'], saga: { undo: { a: 'undo', b: 'undo', c: 'undo' } } },
          ],
        },
      ),
      { c: 1 },
    )
    expect(back.chips('a')).toEqual(expect.arrayContaining(['To be taken back', 'Taking back', 'Taken back']))
    expect(back.chips('c')).toContain('Failed')
    expect(back.parts('g')).toEqual(
      expect.arrayContaining([
        'undoing Takes back b 2 left',
        'undoing Takes back a 1 left',
        'skipped Taken back 2 done',
      ]),
    )
  })

  it('stands with a dead letter: solid, since a person is needed', async () => {
    const { chips, labels } = await run(commands({ a: { policy: { attempts: 1, dead_letter: true } } }), {
      a: 1,
    })
    expect(chips('a').at(-1)).toBe('1 dead letter')
    expect(labels('to-a').at(-1)).toBe('letters 1 dead letter')
  })

  it('is nothing wrong where a timer lets time pass: it says until when', async () => {
    const { edges, nodes, ...document } = commands({ a: {} })
    const at: [number, number] = [0, 0]
    const { chips, times } = await run(
      {
        ...document,
        nodes: [...nodes, { id: 'wait', kind: 'timer', at, config: { mode: 'delay', wait_ms: 3000 } }],
        edges: [
          ...edges.filter(({ from }) => from !== 'start.out'),
          { id: 'first', from: 'start.out', to: 'wait.in' },
          { id: 'then', from: 'wait.out', to: 'a.in' },
        ],
      },
      {},
    )
    expect(chips('wait')).toEqual(['Idle', 'Waits', 'Done'])
    expect(times('wait')).toContain('in 3 s')
  })
})
