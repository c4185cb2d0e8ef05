import { hash } from 'node:crypto'
import { wallClock } from '../../electron/drivers/live/clock.ts'
import { LiveRun } from '../../electron/drivers/live/live-run.ts'
import { Performer } from '../../electron/drivers/live/performer.ts'
import type { Executor, Journal, RunProgress, RunRecord } from '../../electron/drivers/seams.ts'
import { openJournal } from '../../electron/journal/sqlite-journal.ts'
import type { Verdict } from '../../shared/kernel/verdict.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { formatDocument, parseDocument } from '../../shared/topology/parse.ts'
import { planOf } from './topologies.ts'

const RUN = 'waiting'

const DRAWING: TopologyDocument = {
  synod: 1,
  name: 'A gate that waits',
  nodes: [
    { id: 'in', kind: 'input', at: [0, 0] },
    { id: 'ok', kind: 'gate', at: [240, 0], config: { ask: 'Go on?' } },
    { id: 'out', kind: 'output', at: [480, 0] },
  ],
  edges: [
    { id: 'e1', from: 'in.out', to: 'ok.in' },
    { id: 'e2', from: 'ok.approved', to: 'out.in' },
    { id: 'e3', from: 'ok.rejected', to: 'out.in' },
  ],
}

/** ms of the wall clock; `start` is when this process began. */
export interface Resumed {
  /** From opening the journal until the person is asked again. */
  readonly journalMs: number
  /** From the end of Node's own start, modules loaded in between. */
  readonly modulesMs: number
  /** From the start of the process, Node's own included. */
  readonly processMs: number
}

/** Starts a run and answers once its question to a person is durable and asked; the process is then killed. */
export async function waitForPerson(folder: string): Promise<null> {
  const journal = openJournal(folder)
  const text = formatDocument(DRAWING)
  const record: RunRecord = {
    run: RUN,
    name: DRAWING.name,
    path: 'waiting.synod.json',
    digest: hash('sha256', text),
    text,
    input: {},
    settings: { approve: 'ask', unsandboxed: false, models: {} },
    startedAt: wallClock.now(),
    stateVersions: {},
  }
  await journal.createRun(record, progressOf({ status: 'running' }))
  await untilAsked(journal, record, folder)
  return null
}

/** Takes the run up again, as a host does whose predecessor was killed. */
export async function resumeWaiting(folder: string): Promise<Resumed> {
  const opened = performance.now()
  const journal = openJournal(folder)
  const stored = journal.run(RUN)
  if (stored === null) throw new Error('the run is gone')
  await untilAsked(journal, stored.record, folder)
  const asked = performance.now()
  return {
    journalMs: asked - opened,
    modulesMs: asked - performance.nodeTiming.bootstrapComplete,
    processMs: asked,
  }
}

function untilAsked(journal: Journal, record: RunRecord, folder: string): Promise<void> {
  const parsed = parseDocument(record.text)
  if (!parsed.ok) throw new Error('the pinned drawing cannot be read')
  const plan = planOf(parsed.value)
  return new Promise((resolve, reject) => {
    const person: Executor = {
      kinds: ['human.ask'],
      perform() {
        resolve()
        return new Promise(() => {})
      },
    }
    const live = new LiveRun(record, plan, {
      journal,
      performer: new Performer([person], journal, wallClock.now, () => {}),
      clock: wallClock,
      folders: { root: folder, topology: folder },
      committed: () => {},
      progress: progressOf,
      ended: () => {},
      broke: reject,
      probed: () => {},
    })
    live.begin({})
  })
}

function progressOf(verdict: Verdict): RunProgress {
  return { status: verdict.status, endedAt: null, message: '', tokens: 0, costUsd: 0 }
}
