import { describe, expect, it } from 'vitest'
import type { TopologyDocument } from '../../../shared/topology/document.ts'
import type { Outcome } from '../../../shared/topology/payload.ts'
import { createMemoryJournal } from '../../journal/memory-journal.ts'
import { createRun, type Driven, drive, HandClock, quiet } from './testing/live-harness.ts'

const OK: Outcome = { tag: 'ok', control: { exit: 0 }, refs: { result: 'text:done', log: 'text:' } }
const UNKNOWN: Outcome = {
  tag: 'error',
  control: { code: 'cut', retryable: true, happened: 'unknown' },
  refs: { error: 'text:cut' },
}
const NOT_HAPPENED: Outcome = {
  tag: 'error',
  control: { code: 'down', retryable: true, happened: 'no' },
  refs: { error: 'text:down' },
}

function pipeline(config: Record<string, unknown>, policy: Record<string, number> = {}): TopologyDocument {
  return {
    synod: 1,
    name: 'pipeline',
    nodes: [
      { id: 'in', kind: 'input', at: [0, 0] },
      { id: 'work', kind: 'command', at: [0, 0], config: { run: ['true'], ...config }, policy },
      { id: 'out', kind: 'output', at: [0, 0] },
    ],
    edges: [
      { id: 'a', from: 'in.out', to: 'work.in' },
      { id: 'b', from: 'work.out', to: 'out.in' },
    ],
  }
}

const QUESTION: TopologyDocument = {
  synod: 1,
  name: 'question',
  nodes: [
    { id: 'in', kind: 'input', at: [0, 0] },
    { id: 'ok', kind: 'gate', at: [0, 0], config: { ask: 'Go on?' } },
    { id: 'out', kind: 'output', at: [0, 0] },
  ],
  edges: [
    { id: 'a', from: 'in.out', to: 'ok.in' },
    { id: 'b', from: 'ok.approved', to: 'out.in' },
    { id: 'c', from: 'ok.rejected', to: 'out.in' },
  ],
}

async function started(document: TopologyDocument): Promise<Driven> {
  const journal = createMemoryJournal()
  const driven = drive(journal, await createRun(journal, 'r', document), document)
  driven.live.begin({})
  await quiet(driven.live)
  return driven
}

describe('a live run', () => {
  it('performs an effect once it is durable, and ends done', async () => {
    const { executor, live, ended, committed } = await started(pipeline({ class: 'idempotent' }))
    expect(executor.executions).toEqual(['work:1#1'])
    executor.settle('work:1', OK)
    expect(await ended).toEqual({ status: 'done' })
    expect(committed.map(({ transition }) => transition.input.type)).toEqual([
      'start',
      'deliver',
      'begin',
      'settle',
      'deliver',
    ])
    expect(live.core.armedTimers(0)).toEqual([])
  })

  it('tells whoever waits for a commit that it failed', async () => {
    const { live, broken, refuse } = await started(pipeline({ class: 'idempotent' }))
    refuse(new Error('no room'))
    await expect(live.pause()).rejects.toThrow('no room')
    expect(broken).toMatchObject([{ message: 'no room' }])
  })

  it("tries again after a pause what did not happen, and keeps the effect's id", async () => {
    const { executor, clock, live, ended } = await started(
      pipeline({ class: 'once' }, { attempts: 2, backoff_ms: 500 }),
    )
    executor.settle('work:1', NOT_HAPPENED)
    await quiet(live)
    expect(executor.executions).toEqual(['work:1#1'])
    clock.turn(500)
    await quiet(live)
    expect(executor.executions).toEqual(['work:1#1', 'work:1#2'])
    executor.settle('work:1', OK)
    expect((await ended).status).toBe('done')
  })

  it('never repeats a `once` effect of which nobody knows: the probe is asked, then a person', async () => {
    const { executor, live, ended } = await started(pipeline({ class: 'once' }, { attempts: 5 }))
    executor.settle('work:1', UNKNOWN)
    await quiet(live)
    expect(live.probeEvidence('work:1')).toBe('nobody knows')
    expect(executor.executions).toHaveLength(1)
    expect(await live.resolveDoubt('work:1', { type: 'happened', outcome: OK })).toBe(true)
    expect(await live.resolveDoubt('work:1', { type: 'not-happened' })).toBe(false)
    expect((await ended).status).toBe('done')
  })

  it('believes the probe, and runs again only what it denies', async () => {
    const document = pipeline({ class: 'once' })
    const journal = createMemoryJournal()
    const driven = drive(journal, await createRun(journal, 'r', document), document)
    driven.executor.probeAnswer = () => ({ type: 'not-happened', evidence: 'not there' })
    driven.live.begin({})
    await quiet(driven.live)
    driven.executor.settle('work:1', UNKNOWN)
    await quiet(driven.live)
    expect(driven.executor.executions).toEqual(['work:1#1', 'work:1#2'])
  })

  it('ends an attempt at its limit: aborts it, and leaves a `once` effect to the probe', async () => {
    const { executor, clock, live } = await started(pipeline({ class: 'once' }, { timeout_ms: 1000 }))
    clock.turn(1000)
    await quiet(live)
    expect(executor.aborted).toEqual(['work:1'])
    // The hand executor does not end by itself; that it has not is why nothing is probed yet.
    expect(live.probeEvidence('work:1')).toBeNull()
    expect(live.find('work:1')?.effect.status).toBe('doubt')
    executor.settle('work:1', UNKNOWN)
    await quiet(live)
    expect(live.probeEvidence('work:1')).toBe('nobody knows')
  })

  it('takes the word of an attempt that ends after its limit', async () => {
    const { executor, clock, live, ended } = await started(pipeline({ class: 'once' }, { timeout_ms: 1000 }))
    clock.turn(1000)
    await quiet(live)
    executor.settle('work:1', OK)
    expect((await ended).status).toBe('done')
  })

  it('cancels: aborts what may be forgotten, waits for the fate of what may not', async () => {
    const { executor, live, ended } = await started(pipeline({ class: 'once' }))
    await live.cancel()
    await quiet(live)
    expect(executor.aborted).toEqual(['work:1'])
    executor.settle('work:1', OK)
    expect((await ended).status).toBe('cancelled')
  })

  it('aborts an idempotent effect on cancel and ends at once', async () => {
    const { executor, live, ended } = await started(pipeline({ class: 'idempotent' }))
    await live.cancel()
    expect((await ended).status).toBe('cancelled')
    expect(executor.aborted).toEqual(['work:1'])
  })
})

describe('a person who says that it did not happen', () => {
  const doubted = async (): Promise<Driven> => {
    const driven = await started(pipeline({ class: 'once' }))
    driven.executor.settle('work:1', UNKNOWN)
    await quiet(driven.live)
    expect(driven.live.find('work:1')?.effect.status).toBe('doubt')
    return driven
  }

  it('is believed only once no attempt can act any more', async () => {
    const { live, executor, ended } = await doubted()
    let quelled: () => void = () => {}
    executor.quell = () =>
      new Promise((resolve) => {
        quelled = resolve
      })
    const answered = live.resolveDoubt('work:1', { type: 'not-happened' })
    await quiet(live)
    expect(executor.executions).toEqual(['work:1#1'])
    executor.quell = () => Promise.resolve()
    quelled()
    expect(await answered).toBe(true)
    await quiet(live)
    expect(executor.executions).toEqual(['work:1#1', 'work:1#2'])
    executor.settle('work:1', OK)
    expect(await ended).toEqual({ status: 'done' })
  })

  it('is told when an attempt cannot be ended, and may answer again', async () => {
    const { live, executor } = await doubted()
    executor.quell = () => Promise.reject(new Error('Process 1 cannot be ended'))
    await expect(live.resolveDoubt('work:1', { type: 'not-happened' })).rejects.toThrow('Process 1')
    expect(live.find('work:1')?.effect.status).toBe('doubt')
    expect(await live.resolveDoubt('work:1', { type: 'happened', outcome: OK })).toBe(true)
  })
})

describe('pausing and stepping', () => {
  it('holds deliveries while paused, lets outcomes in, and steps one message at a time', async () => {
    const document = pipeline({ class: 'idempotent' })
    const journal = createMemoryJournal()
    const driven = drive(journal, await createRun(journal, 'r', document), document)
    driven.live.begin({})
    await driven.live.pause()
    await quiet(driven.live)
    expect(driven.live.core.isPaused()).toBe(true)
    const before = driven.executor.executions.length
    if (before === 0) await driven.live.step('node', 'work')
    await quiet(driven.live)
    while (driven.executor.executions.length === 0) {
      await driven.live.step('transition', null)
      await quiet(driven.live)
    }
    driven.executor.settle('work:1', OK)
    await quiet(driven.live)
    const seq = driven.live.core.book.lastSeq()
    expect(await driven.live.step('message', null)).toBeGreaterThan(seq)
    await driven.live.resume()
    expect((await driven.ended).status).toBe('done')
  })
})

describe('a pause that aborts', () => {
  it('lets what a person steps to run on', async () => {
    const driven = await started(pipeline({ class: 'idempotent' }))
    await driven.live.pause(true)
    await driven.live.step('transition', null)
    await quiet(driven.live)
    expect(driven.executor.executions).toEqual(['work:1#1', 'work:1#2'])
    expect(driven.live.find('work:1')?.effect.status).toBe('begun')
    await driven.live.cancel()
    await driven.ended
  })
})

describe('a host that dies', () => {
  it.each([
    ['idempotent', ['work:1#2'], 'begun'],
    ['once', [], 'doubt'],
  ] as const)(
    'takes up a begun %s effect by the outbox protocol',
    async (effectClass, executions, status) => {
      const document = pipeline({ class: effectClass })
      const journal = createMemoryJournal()
      const record = await createRun(journal, 'r', document)
      const first = drive(journal, record, document)
      first.live.begin({})
      await quiet(first.live)
      first.live.detach()

      const second = drive(journal, record, document, new HandClock())
      second.live.begin({})
      await quiet(second.live)
      expect(second.executor.executions).toEqual(executions)
      expect(second.live.find('work:1')?.effect.status).toBe(status)
      if (status === 'doubt') await second.live.resolveDoubt('work:1', { type: 'happened', outcome: OK })
      else second.executor.settle('work:1', OK)
      expect((await second.ended).status).toBe('done')
    },
  )

  it('leaves a question standing: nothing is written, nobody is asked twice', async () => {
    const journal = createMemoryJournal()
    const record = await createRun(journal, 'r', QUESTION)
    const first = drive(journal, record, QUESTION)
    first.live.begin({})
    await quiet(first.live)
    first.live.detach()
    const before = [journal.effects('r'), journal.run('r')?.seq]

    const second = drive(journal, record, QUESTION)
    second.live.begin({})
    await quiet(second.live)
    expect(second.executor.executions).toEqual(['ok:1#1'])
    expect([journal.effects('r'), journal.run('r')?.seq]).toEqual(before)
    expect(journal.effects('r')).toMatchObject([{ effect: 'ok:1', status: 'begun', attempts: 1 }])
  })

  it('has ended what the first one left before the effect runs again', async () => {
    const document = pipeline({ class: 'idempotent' })
    const journal = createMemoryJournal()
    const record = await createRun(journal, 'r', document)
    const first = drive(journal, record, document)
    first.live.begin({})
    await quiet(first.live)
    first.live.detach()

    const second = drive(journal, record, document)
    let quelled: () => void = () => {}
    second.executor.quell = () =>
      new Promise((resolve) => {
        quelled = resolve
      })
    second.live.begin({})
    await quiet(second.live)
    expect(second.executor.executions).toEqual([])
    quelled()
    await quiet(second.live)
    expect(second.executor.executions).toEqual(['work:1#2'])
  })

  it('fires the timers that were due meanwhile', async () => {
    const document = pipeline({ class: 'idempotent' }, { timeout_ms: 1000, attempts: 2, backoff_ms: 100 })
    const journal = createMemoryJournal()
    const record = await createRun(journal, 'r', document)
    const first = drive(journal, record, document)
    first.live.begin({})
    await quiet(first.live)
    first.live.detach()
    const clock = new HandClock()
    const second = drive(journal, record, document, clock)
    second.live.begin({})
    await quiet(second.live)
    clock.turn(1000)
    await quiet(second.live)
    clock.turn(100)
    await quiet(second.live)
    expect(second.executor.executions).toEqual(['work:1#2', 'work:1#3'])
  })
})

describe('a question', () => {
  const document: TopologyDocument = {
    synod: 1,
    name: 'gate',
    nodes: [
      { id: 'in', kind: 'input', at: [0, 0] },
      { id: 'ok', kind: 'gate', at: [0, 0], config: { ask: 'Go on?' } },
      { id: 'out', kind: 'output', at: [0, 0] },
    ],
    edges: [
      { id: 'a', from: 'in.out', to: 'ok.in' },
      { id: 'b', from: 'ok.approved', to: 'out.in' },
    ],
  }
  const approve: Outcome = { tag: 'approve', control: {}, refs: { decision: 'text:yes' } }

  it('takes one answer, of two given at the same instant', async () => {
    const { live, ended } = await started(document)
    const answers = await Promise.all([live.answer('ok:1', approve), live.answer('ok:1', approve)])
    expect(answers).toEqual([true, false])
    expect((await ended).status).toBe('done')
  })

  it('waits over the death of a host', async () => {
    const journal = createMemoryJournal()
    const record = await createRun(journal, 'r', document)
    const first = drive(journal, record, document)
    first.live.begin({})
    await quiet(first.live)
    first.live.detach()
    const second = drive(journal, record, document)
    second.live.begin({})
    await quiet(second.live)
    expect(await second.live.answer('ok:1', approve)).toBe(true)
    expect((await second.ended).status).toBe('done')
  })
})
