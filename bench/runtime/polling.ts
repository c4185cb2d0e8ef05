import { hash } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../electron/drivers/live/clock.ts'
import { LiveRun } from '../../electron/drivers/live/live-run.ts'
import { Performer } from '../../electron/drivers/live/performer.ts'
import type { RunProgress, RunRecord } from '../../electron/drivers/seams.ts'
import { createEvalExecutor } from '../../electron/effects/eval/eval-executor.ts'
import { JOURNAL_FILE } from '../../electron/journal/schema.ts'
import { openJournal } from '../../electron/journal/sqlite-journal.ts'
import { planOf } from '../engines/topologies.ts'
import { POLLING, TICK_MS, TICKS, textOf } from './drawings.ts'

const PARTS = 10
const PROGRESS: RunProgress = { status: 'running', endedAt: null, message: '', tokens: 0, costUsd: 0 }

export interface Polled {
  readonly transitions: number
  readonly seconds: number
  /** Of the heap after a collection, at each tenth of the day, MiB. */
  readonly heapMib: readonly number[]
  readonly diskMib: number
  readonly status: string
}

/** A clock that goes on when it is told to. */
class DayClock implements Clock {
  private time = 1_700_000_000_000
  private sleepers: { readonly at: number; readonly callback: () => void }[] = []

  now(): number {
    return this.time
  }

  wake(at: number, callback: () => void): () => void {
    const sleeper = { at, callback }
    this.sleepers.push(sleeper)
    return () => {
      this.sleepers = this.sleepers.filter((one) => one !== sleeper)
    }
  }

  goOn(ms: number): void {
    this.time += ms
    const due = this.sleepers.filter(({ at }) => at <= this.time)
    this.sleepers = this.sleepers.filter(({ at }) => at > this.time)
    for (const { callback } of due) callback()
  }
}

/** A day of a team that polls, with a real journal and only the clock replaced. */
export async function poll(folder: string): Promise<Polled> {
  const journal = openJournal(folder)
  const clock = new DayClock()
  const text = textOf(POLLING)
  const record: RunRecord = {
    run: 'polling',
    name: POLLING.name,
    path: 'polling.synod.json',
    digest: hash('sha256', text),
    text,
    input: {},
    settings: { approve: 'ask', unsandboxed: false, models: {} },
    startedAt: clock.now(),
    stateVersions: {},
  }
  await journal.createRun(record, PROGRESS)
  let status: string = 'running'
  let transitions = 0
  const live = new LiveRun(record, planOf(POLLING), {
    journal,
    clock,
    performer: new Performer(
      [createEvalExecutor()],
      journal,
      () => clock.now(),
      () => {},
    ),
    folders: { root: folder, topology: folder },
    committed: (some) => {
      transitions += some.length
    },
    progress: () => PROGRESS,
    ended: (verdict) => {
      status = verdict.status
    },
    broke: (error) => {
      throw error
    },
    probed: () => {},
  })
  const start = performance.now()
  live.begin({})
  await idle(live)
  const heapMib: number[] = []
  for (let tick = 1; tick <= TICKS && status === 'running'; tick += 1) {
    clock.goOn(TICK_MS)
    await idle(live)
    if (tick % (TICKS / PARTS) === 0) heapMib.push(heap())
  }
  const seconds = (performance.now() - start) / 1000
  live.detach()
  await journal.close()
  const diskMib = statSync(join(folder, JOURNAL_FILE)).size / 2 ** 20
  return { transitions, seconds, heapMib, diskMib, status }
}

/** Until nothing is under way. */
async function idle(live: LiveRun): Promise<void> {
  do {
    await live.settled()
    await new Promise((resolve) => setImmediate(resolve))
  } while (live.core.openEffects().length > 0)
  await live.settled()
}

function heap(): number {
  global.gc?.()
  return process.memoryUsage().heapUsed / 2 ** 20
}
