import { expect, it } from 'vitest'
import { wallClock } from '../drivers/live/clock.ts'
import { createRun, drive, quiet } from '../drivers/live/testing/live-harness.ts'
import type { RunRecord } from '../drivers/seams.ts'
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

  const runs = new Runs(
    journal,
    wallClock,
    [],
    () => ({ root: '/nowhere', topology: '/nowhere' }),
    () => ({ push: (piece) => piece, flush: () => '' }),
  )
  runs.recover()
  expect(runs.inbox().map(({ summary }) => summary.run)).toEqual(['sound'])
  expect(runs.summary('unreadable')).toMatchObject({ status: 'stuck' })
  expect(runs.summary('unreadable')?.message).toContain('cannot be taken up')
  runs.detach()
})
