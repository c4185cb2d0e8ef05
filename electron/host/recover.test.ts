import { expect, it, vi } from 'vitest'
import { wallClock } from '../drivers/live/clock.ts'
import { createRun, drive, quiet } from '../drivers/live/testing/live-harness.ts'
import type { Executor, Journal, RunRecord } from '../drivers/seams.ts'
import { createMemoryJournal } from '../journal/memory-journal.ts'
import { Runs } from './runs.ts'

const gate = {
  synod: 1 as const,
  name: 'gate',
  nodes: [
    { id: 'in', kind: 'input', at: [0, 0] as [number, number], config: { fields: [] } },
    { id: 'ok', kind: 'gate', at: [0, 0] as [number, number], config: { ask: 'Go on?' } },
  ],
  edges: [{ id: 'a', from: 'in.out', to: 'ok.in' }],
}

function runsOf(journal: Journal, executors: readonly Executor[]): Runs {
  return new Runs(
    journal,
    wallClock,
    executors,
    () => ({ root: '/nowhere', topology: '/nowhere' }),
    () => ({ push: (piece) => piece, flush: () => '' }),
  )
}

it('lets a run stand whose stream cannot be kept, and the stream go on', async () => {
  const journal = createMemoryJournal()
  const sound = await createRun(journal, 'sound', gate)
  const refuse = (): never => {
    throw new Error('no room')
  }
  const speaker: Executor = {
    kinds: ['human.ask'],
    perform(_call, io) {
      io.emit('text', 'Hello')
      return new Promise(() => undefined)
    },
  }
  const runs = runsOf(Object.assign(Object.create(journal) as Journal, { appendChunks: refuse }), [speaker])
  runs.recover(journal.runs())
  await vi.waitFor(() => expect(runs.summary(sound.run)?.message).toContain('no room'))
  expect(runs.live(sound.run)).toBeNull()
})

it('takes up every run that it can, and says of the others why not', async () => {
  const journal = createMemoryJournal()
  const sound = await createRun(journal, 'sound', gate)
  const first = drive(journal, sound, gate)
  first.live.begin({})
  await quiet(first.live)
  first.live.detach()
  const unreadable: RunRecord = { ...sound, run: 'unreadable', text: '{ "synod": 99 }' }
  await journal.createRun(unreadable, {
    status: 'running',
    endedAt: null,
    message: '',
    tokens: 0,
    costUsd: 0,
  })

  const runs = runsOf(journal, [])
  runs.recover(journal.runs())
  expect(runs.inbox().map(({ summary }) => summary.run)).toEqual(['sound'])
  expect(runs.summary('unreadable')).toMatchObject({ status: 'stuck' })
  expect(runs.summary('unreadable')?.message).toContain('cannot be taken up')
  await runs.close()
})
