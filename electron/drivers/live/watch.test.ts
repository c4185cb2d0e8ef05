import { describe, expect, it } from 'vitest'
import type { NodePolicy, TopologyDocument } from '../../../shared/topology/document.ts'
import { createMemoryJournal } from '../../journal/memory-journal.ts'
import { createRun, type Driven, drive, quiet } from './testing/live-harness.ts'

const OK = { tag: 'ok', control: { exit: 0 }, refs: { result: 'text:result', log: 'text:log' } }

function drawing(policy: NodePolicy, effectClass: string): TopologyDocument {
  return {
    synod: 1,
    name: 'watched',
    nodes: [
      { id: 'in', kind: 'input', at: [0, 0] },
      { id: 'work', kind: 'command', at: [0, 0], config: { run: ['true'], class: effectClass }, policy },
      { id: 'out', kind: 'output', at: [0, 0] },
    ],
    edges: [
      { id: 'a', from: 'in.out', to: 'work.in' },
      { id: 'b', from: 'work.out', to: 'out.in' },
    ],
  }
}

async function working(policy: NodePolicy, effectClass = 'idempotent'): Promise<Driven> {
  const document = drawing(policy, effectClass)
  const journal = createMemoryJournal()
  const driven = drive(journal, await createRun(journal, 'r', document), document)
  driven.live.begin({})
  await quiet(driven.live)
  return driven
}

/** Speaks so often, 100 ms apart, and then says nothing for so long. */
async function speak({ executor, clock, live }: Driven, words: number, silent_ms = 0): Promise<void> {
  for (let word = 0; word < words; word += 1) {
    clock.turn(100)
    executor.say('work:1')
  }
  clock.turn(silent_ms)
  await quiet(live)
}

function inputs({ committed }: Driven): readonly string[] {
  return committed.map(({ transition }) => transition.input.type).slice(3)
}

describe('a limit of silence', () => {
  it('is put off by every word', async () => {
    const driven = await working({ chunk_ms: 1000 })
    await speak(driven, 30, 900)
    expect(inputs(driven)).toEqual([])
    driven.executor.settle('work:1', OK)
    expect(await driven.ended).toEqual({ status: 'done' })
  })

  it('ends an attempt that says nothing more', async () => {
    const driven = await working({ chunk_ms: 1000, attempts: 2, backoff_ms: 10 })
    await speak(driven, 3, 1000)
    expect(inputs(driven)).toEqual(['fire'])
    expect(driven.executor.aborted).toEqual(['work:1'])
    driven.clock.turn(10)
    await quiet(driven.live)
    expect(driven.executor.executions).toEqual(['work:1#1', 'work:1#2'])
  })

  it('for the first word holds for that alone', async () => {
    const driven = await working({ first_chunk_ms: 1000 })
    await speak(driven, 1, 60_000)
    expect(inputs(driven)).toEqual([])
  })

  it('counts anew when a run is taken up', async () => {
    const document = drawing({ chunk_ms: 1000 }, 'idempotent')
    const journal = createMemoryJournal()
    const record = await createRun(journal, 'r', document)
    const first = drive(journal, record, document)
    first.live.begin({})
    await quiet(first.live)
    first.live.detach()
    first.clock.turn(900)
    const second = drive(journal, record, document, first.clock)
    second.live.begin({})
    await quiet(second.live)
    second.clock.turn(900)
    await quiet(second.live)
    expect(inputs(second)).toEqual([])
    second.clock.turn(100)
    await quiet(second.live)
    expect(second.committed.at(-1)?.transition.input.type).not.toBe('begin')
  })
})

describe('an attempt whose pace is known', () => {
  it('is suspected when it falls silent, and trusted when it speaks again', async () => {
    const driven = await working({})
    await speak(driven, 10, 20_000)
    expect(inputs(driven)).toEqual(['suspect'])
    const told = driven.chunks.find(({ type }) => type === 'suspicion')
    expect(JSON.parse(told?.data ?? '')).toMatchObject({ silent_ms: 20_000 })
    await speak(driven, 1)
    expect(inputs(driven)).toEqual(['suspect', 'trust'])
    driven.executor.settle('work:1', OK)
    expect(await driven.ended).toEqual({ status: 'done' })
  })

  it('is suspected the more the longer it is silent, which is told each time that it is twice as long', async () => {
    const driven = await working({})
    await speak(driven, 10, 10_000)
    for (const ms of [5000, 5000, 20_000, 39_999, 1]) await speak(driven, 0, ms)
    const told = driven.chunks.filter(({ type }) => type === 'suspicion')
    const said = told.map(({ data }) => JSON.parse(data) as { phi: number; silent_ms: number })
    expect(said.map(({ silent_ms }) => silent_ms)).toEqual([10_000, 20_000, 40_000, 80_000])
    expect(said.map(({ phi }) => phi)).toEqual(said.map(({ phi }) => phi).toSorted((a, b) => a - b))
    expect(inputs(driven)).toEqual(['suspect'])
  })

  it('is taken over where the drawing says so, and its late answer is nobody’s', async () => {
    const driven = await working({ attempts: 2, takeover: true, backoff_ms: 10 })
    await speak(driven, 10, 20_000)
    driven.clock.turn(10)
    await quiet(driven.live)
    // The second execution began only after the first had been ended.
    expect(driven.executor.executions).toEqual(['work:1#1', 'work:1#2'])
    driven.executor.settle('work:1', OK)
    expect(await driven.ended).toEqual({ status: 'done' })
    expect(inputs(driven).filter((type) => type === 'settle')).toHaveLength(1)
  })

  it('is watched although the one before it answers late', async () => {
    const driven = await working({ attempts: 3, takeover: true, backoff_ms: 10 })
    const { executor, clock, live } = driven
    executor.survives = true
    const late = executor.hold('work:1')
    await speak(driven, 10, 20_000)
    clock.turn(10)
    await quiet(live)
    await speak(driven, 10)
    late(OK)
    await quiet(live)
    await speak(driven, 0, 20_000)
    expect(inputs(driven).filter((type) => type === 'suspect')).toHaveLength(2)
    expect(inputs(driven)).not.toContain('settle')
  })

  it('that may happen only once is never taken over', async () => {
    const driven = await working({ attempts: 2, takeover: true }, 'once')
    await speak(driven, 10, 20_000)
    expect(inputs(driven)).toEqual(['suspect'])
    expect(driven.executor.aborted).toEqual([])
    driven.executor.settle('work:1', OK)
    expect(await driven.ended).toEqual({ status: 'done' })
  })
})
