import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TopologyDocument } from '../../../shared/topology/document.ts'
import type { Outcome } from '../../../shared/topology/payload.ts'
import { createMemoryJournal } from '../../journal/memory-journal.ts'
import type { Batch } from '../seams.ts'
import { createRun, type Driven, drive, quiet } from './testing/live-harness.ts'

const at: [number, number] = [0, 0]

/** Two gates side by side, each with these settings. */
function gates(config: object = {}): TopologyDocument {
  const edges = ['a', 'b'].flatMap((gate) => [
    ['start.out', `${gate}.in`],
    ...['approved', 'rejected', 'revise'].map((port) => [`${gate}.${port}`, 'end.in']),
  ])
  return {
    synod: 1,
    name: 'Gates',
    nodes: [
      { id: 'start', kind: 'input', at },
      { id: 'a', kind: 'gate', at, config: { ask: 'A?', ...config } },
      { id: 'b', kind: 'gate', at, config: { ask: 'B?', ...config } },
      { id: 'end', kind: 'output', at },
    ],
    edges: edges.map(([from = '', to = ''], index) => ({ id: `e${index}`, from, to })),
  }
}

async function begun(config: object = {}): Promise<Driven> {
  const journal = createMemoryJournal()
  const document = gates(config)
  const driven = drive(journal, await createRun(journal, 'r', document), document)
  driven.live.begin({ task: 'text:task' })
  return driven
}

function answer(tag: string, by = 'anna'): Outcome {
  return {
    tag,
    control: {},
    refs: {
      decision: `text:${tag}`,
      by: `text:${by}`,
      feedback: 'text:more',
      content: { task: 'text:other' },
    },
  }
}

/** The id of the question that a gate asks now. */
function open({ live }: Driven, gate: string): string {
  const component = live.core.plan.byId.get(gate) ?? -1
  return live.core.book.effectId(component, 'ask') ?? ''
}

/** By which ports each gate has sent. */
function sent({ committed }: Driven): readonly string[] {
  return committed.flatMap(({ identity }) => identity.sent).filter((id) => /^[ab]:/.test(id))
}

describe('answers', () => {
  it('of the same instant to two gates both count', async () => {
    const driven = await begun()
    await quiet(driven.live)
    const both = [driven.live.answer('a:1', answer('approve')), driven.live.answer('b:1', answer('reject'))]
    expect(await Promise.all(both)).toEqual([true, true])
    expect(await driven.ended).toEqual({ status: 'done' })
  })

  it('of the same instant to one question: the first counts and the other is told so', async () => {
    const driven = await begun()
    await quiet(driven.live)
    const both = [driven.live.answer('a:1', answer('approve')), driven.live.answer('a:1', answer('reject'))]
    expect(await Promise.all(both)).toEqual([true, false])
  })

  it('of one of several people show: what is asked then is another question', async () => {
    const driven = await begun({ approvers: 2 })
    await quiet(driven.live)
    const { gauge } = driven.live.core
    const before = gauge.asksVersion
    await driven.live.answer('a:1', answer('approve'))
    expect(gauge.asksVersion).toBeGreaterThan(before)
    expect(open(driven, 'a')).toBe('a:2')
  })

  it('that come before the question is durable are kept with it', async () => {
    const journal = createMemoryJournal()
    const document = gates()
    const driven = drive(journal, await createRun(journal, 'r', document), document)
    const append = journal.append.bind(journal)
    const disk = Promise.withResolvers<void>()
    Object.assign(journal, {
      append: (run: string, batch: Batch) => disk.promise.then(() => append(run, batch)),
    })
    driven.live.begin({ task: 'text:task' })
    await new Promise((resolve) => setImmediate(resolve))
    expect([driven.committed, open(driven, 'a')]).toEqual([[], 'a:1'])
    const both = [driven.live.answer('a:1', answer('approve')), driven.live.answer('b:1', answer('reject'))]
    disk.resolve()
    expect(await Promise.all(both)).toEqual([true, true])
    expect(await driven.ended).toEqual({ status: 'done' })
    expect(sent(driven)).toEqual(['a:m1', 'b:m1'])
  })

  it('after the deadline, or after the end of the run that it brought, are refused and not left hanging', async () => {
    const driven = await begun({ deadline_ms: 1000 })
    await quiet(driven.live)
    driven.clock.turn(1000)
    const late = driven.live.answer('a:1', answer('approve'))
    expect(await late).toBe(false)
    expect(await driven.ended).toEqual({ status: 'done' })
    expect(await driven.live.answer('b:1', answer('approve'))).toBe(false)
  })

  it('and a deadline that fell due while nobody drove the run: it decides when the run is taken up', async () => {
    const journal = createMemoryJournal()
    const document = gates({ deadline_ms: 1000, default: 'approve' })
    const record = await createRun(journal, 'r', document)
    const first = drive(journal, record, document)
    first.live.begin({ task: 'text:task' })
    await quiet(first.live)
    first.live.detach()
    first.clock.turn(5000)
    const second = drive(journal, record, document, first.clock)
    second.live.begin({})
    await quiet(second.live)
    second.clock.turn(0)
    expect(await second.ended).toEqual({ status: 'done' })
    expect(sent(second)).toEqual(['a:m1', 'b:m1'])
  })
})

/** What may happen to two gates that ask three people each, two of whom must approve. */
const ACTS = ['a anna', 'a bo', 'a cy', 'b anna', 'b bo', 'b cy', 'time', 'cancel', 'crash', 'turn'] as const
const TAGS = ['approve', 'reject', 'revise', 'edit'] as const

const act = fc.record({
  what: fc.constantFrom(...ACTS),
  tag: fc.constantFrom(...TAGS),
  pause: fc.boolean(),
})

it('in any order with deadlines, cancels and crashes, each gate ends its message at most once, and nobody hangs', async () => {
  const document = gates({ approvers: 3, needed: 2, deadline_ms: 1000 })
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 14 }), async (acts) => {
      const journal = createMemoryJournal()
      const record = await createRun(journal, 'r', document)
      let driven = drive(journal, record, document)
      driven.live.begin({ task: 'text:task' })
      const asked: Promise<unknown>[] = []
      for (const { what, tag, pause } of acts) {
        if (what === 'time') driven.clock.turn(600)
        else if (what === 'cancel') asked.push(driven.live.cancel())
        else if (what === 'crash') {
          // Whoever is not answered by then asks the next host.
          await quiet(driven.live)
          driven.live.detach()
          if (driven.live.core.verdict().status !== 'running') break
          driven = drive(journal, record, document, driven.clock)
          driven.live.begin({})
        } else if (what !== 'turn') {
          const [gate = '', by = ''] = what.split(' ')
          asked.push(driven.live.answer(open(driven, gate), answer(tag, by)))
        }
        if (pause) await quiet(driven.live)
      }
      await Promise.all(asked)
      driven.clock.turn(2000)
      await quiet(driven.live)
      const { status } = driven.live.core.verdict()
      expect(['done', 'cancelled']).toContain(status)
      const all = journal.transitionsAfter('r', 0, 10_000)
      const ids = all.flatMap(({ identity }) => identity.sent).filter((id) => /^[ab]:/.test(id))
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids.length).toBeLessThanOrEqual(2)
      if (status === 'done') expect([...ids].sort()).toEqual(['a:m1', 'b:m1'])
    }),
    { numRuns: 300 },
  )
})
