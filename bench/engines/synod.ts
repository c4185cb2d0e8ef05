import { hash } from 'node:crypto'
import { wallClock } from '../../electron/drivers/live/clock.ts'
import { LiveRun } from '../../electron/drivers/live/live-run.ts'
import { Performer } from '../../electron/drivers/live/performer.ts'
import type { Executor, Journal, RunProgress, RunRecord } from '../../electron/drivers/seams.ts'
import { createMemoryJournal } from '../../electron/journal/memory-journal.ts'
import { openJournal } from '../../electron/journal/sqlite-journal.ts'
import type { Verdict } from '../../shared/kernel/verdict.ts'
import { formatDocument } from '../../shared/topology/parse.ts'
import type { Plan } from '../../shared/topology/plan.ts'
import { AT_ONCE, type Engine, HOPS, type Mode, type Session, SHAPES, type Shape } from './engine.ts'
import { newPayload } from './payload.ts'
import { planOf, topology } from './topologies.ts'

/** Answers at once with a new payload, so that what is measured is the engine and no model. */
class BenchExecutor implements Executor {
  readonly kinds = ['model.generate'] as const
  performed = 0

  async perform(...[, io]: Parameters<Executor['perform']>): ReturnType<Executor['perform']> {
    this.performed += 1
    const answer = io.payloads.put(newPayload())
    return { tag: 'answer', control: {}, refs: { answer, conversation: answer } }
  }
}

interface Drawing {
  readonly plan: Plan
  readonly text: string
  readonly digest: string
}

/** Synod as the app runs it: kernel, live driver and journal; only the model is replaced. */
class SynodSession implements Session {
  private readonly mode: Mode
  private readonly folder: string
  private readonly executor = new BenchExecutor()
  private readonly drawings: ReadonlyMap<Shape, Drawing>
  private readonly journal: Journal | null
  private runs = 0

  constructor(mode: Mode, folder: string, drawings: ReadonlyMap<Shape, Drawing>) {
    this.mode = mode
    this.folder = folder
    this.drawings = drawings
    this.journal = mode === 'memory' ? null : openJournal(folder)
  }

  async run(shape: Shape): Promise<number> {
    const before = this.executor.performed
    const atOnce = this.mode === 'group' ? AT_ONCE : 1
    // In memory nothing outlives a run, as with peers that keep nothing; on disk all runs share the home's journal.
    const journal = this.journal ?? createMemoryJournal()
    await Promise.all(Array.from({ length: atOnce }, () => this.runOnce(journal, shape)))
    const hops = this.executor.performed - before
    if (hops !== atOnce * HOPS[shape]) throw new Error(`${shape}: ${hops} hops, not ${atOnce * HOPS[shape]}`)
    return hops
  }

  async close(): Promise<void> {
    await this.journal?.close()
  }

  private async runOnce(journal: Journal, shape: Shape): Promise<void> {
    const drawing = this.drawings.get(shape)
    if (drawing === undefined) throw new Error(`no drawing of ${shape}`)
    this.runs += 1
    const record = recordOf(`run${this.runs}`, drawing)
    await journal.createRun(record, progressOf({ status: 'running' }))
    const ended = Promise.withResolvers<Verdict>()
    const live = new LiveRun(record, drawing.plan, {
      journal,
      performer: new Performer([this.executor], journal, wallClock.now, () => {}),
      clock: wallClock,
      folders: { root: this.folder, topology: this.folder },
      committed: () => {},
      progress: progressOf,
      ended: ended.resolve,
      broke: ended.reject,
      probed: () => {},
    })
    live.begin({})
    const verdict = await ended.promise
    if (verdict.status !== 'done') throw new Error(`${shape} ended ${verdict.status}`)
  }
}

function recordOf(run: string, { text, digest, plan }: Drawing): RunRecord {
  return {
    run,
    name: plan.name,
    path: `${plan.name}.synod.json`,
    digest,
    text,
    input: {},
    settings: { approve: 'ask', unsandboxed: false, models: {} },
    startedAt: wallClock.now(),
    stateVersions: Object.fromEntries(plan.actors.map(({ kind }) => [kind.kind, kind.stateVersion])),
  }
}

function progressOf(verdict: Verdict): RunProgress {
  const endedAt = verdict.status === 'running' ? null : wallClock.now()
  return { status: verdict.status, endedAt, message: '', tokens: 0, costUsd: 0 }
}

function drawingOf(shape: Shape): Drawing {
  const document = topology(shape)
  const text = formatDocument(document)
  return { plan: planOf(document), text, digest: hash('sha256', text) }
}

export function synodEngine(version: string): Engine {
  const drawings = new Map(SHAPES.map((shape) => [shape, drawingOf(shape)]))
  return {
    name: 'synod',
    version,
    open: (mode, folder) => Promise.resolve(new SynodSession(mode, folder, drawings)),
  }
}
