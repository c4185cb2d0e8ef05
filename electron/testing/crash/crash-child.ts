import { join } from 'node:path'
import process from 'node:process'
import { kinds } from '../../../shared/nodes/index.ts'
import { compile } from '../../../shared/topology/compile.ts'
import type { TopologyDocument } from '../../../shared/topology/document.ts'
import { actorAt, type Plan } from '../../../shared/topology/plan.ts'
import type { Executor, Journal, RunFolders, RunRecord } from '../../drivers/seams.ts'
import { createEvalExecutor } from '../../effects/eval/eval-executor.ts'
import { createHumanExecutor } from '../../effects/human/human-executor.ts'
import { createModelExecutor } from '../../effects/model/model-executor.ts'
import { createSpend } from '../../effects/model/spend.ts'
import { Asks } from '../../host/asks.ts'
import { inputPayload } from '../../host/input.ts'
import { Letters } from '../../host/letters.ts'
import { Runs } from '../../host/runs.ts'
import { openJournal } from '../../journal/sqlite-journal.ts'
import { createSecrets } from '../../secrets/secrets.ts'
import { IdleClock } from './idle-clock.ts'
import { type Decisions, People } from './people.ts'
import { pointExecutor } from './point-executor.ts'
import { type Outbox, pointJournal } from './point-journal.ts'
import { Points } from './points.ts'
import { createToolExecutor } from './tool-executor.ts'

/** What a child is told, as JSON in its only argument. */
export interface Job {
  readonly run: string
  readonly home: string
  readonly counts: string
  readonly answers: string
  readonly document: TopologyDocument
  readonly input: { readonly [field: string]: string }
  readonly approve: 'ask' | 'auto' | 'deny'
  readonly decisions: Decisions
  /** Its commands are real processes, which work on a real repository. */
  readonly real: boolean
  readonly outbox: Outbox
  readonly killAt: string | null
  /** How far the clock has moved while nobody lived. */
  readonly jump_ms: number
}

/** What it says when it ends by itself. */
export interface ChildEnd {
  readonly status: string
  readonly message: string
  readonly points: readonly string[]
}

const START = Date.UTC(2026, 0, 1)

/**
 * A host with as little in it as a run needs: it starts or takes up one run, with a point at every journal write and
 * at every boundary of an effect, and ends when the run does or when nothing can come any more.
 */
async function main(job: Job): Promise<void> {
  const points = new Points(job.killAt)
  const kept = openJournal(job.home)
  const clock = new IdleClock(startOf(kept, job.run) + job.jump_ms, () => end())
  const bench = { points, clock, counts: job.counts }
  const journal = pointJournal(kept, points, clock, job.outbox)
  // Questions show folders, and their digests must not differ from home to home.
  const home = job.real ? job.home : '/nowhere'
  const foldersOf = (): RunFolders => ({ root: join(home, 'runs', job.run), topology: home })
  const environment = { SYNOD_STANDIN_PACE_MS: '0' }
  const executors = [
    createEvalExecutor(),
    ...(job.real ? await realExecutors() : [createToolExecutor(bench)]),
    createModelExecutor({ secrets: createSecrets({}), environment, spend: createSpend() }),
    createHumanExecutor((call) => clock.whileWorking(asks.standIn(call))),
  ].map((executor) => pointExecutor(executor, bench))
  const runs = new Runs(journal, clock, executors, foldersOf, () => ({
    push: (piece) => piece,
    flush: () => '',
  }))
  const asks = new Asks(runs, journal, foldersOf, () => clock.now())
  const letters = new Letters(runs, journal)
  runs.audit = (record, transitions) => [
    ...asks.auditNotes(record, transitions),
    ...letters.auditNotes(record, runs.plan(record), transitions),
  ]
  const people = new People(asks, letters, bench, job)
  const end = (): void => {
    const summary = runs.summary(job.run)
    const said: ChildEnd = {
      status: summary?.status ?? 'lost',
      message: summary?.message ?? '',
      points: points.names,
    }
    process.stdout.write(JSON.stringify(said), () => process.exit(0))
  }
  runs.changed.listen(({ endedAt }) => {
    if (endedAt !== null) setImmediate(end)
  })
  runs.inboxChanged.listen(() => people.look())
  clock.begin()
  if (journal.run(job.run) === null) await start(job, runs, journal, clock.now())
  else runs.recover(kept.runs())
  people.look()
  clock.end()
}

/** Loaded only where they are needed: a child that needs none starts in half the time. */
async function realExecutors(): Promise<readonly Executor[]> {
  const [git, executor, detect] = await Promise.all([
    import('../../effects/git/executor.ts'),
    import('../../effects/process/executor.ts'),
    import('../../effects/process/detect.ts'),
  ])
  const sandboxes = await detect.findSandboxes()
  return [git.createGitExecutor(), executor.createProcessExecutor({ sandboxes })]
}

async function start(job: Job, runs: Runs, journal: Journal, now: number): Promise<void> {
  const compiled = compile(job.document, kinds)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  const record = recordOf(job, compiled.value, now)
  await runs.start(record, inputPayload(job.input, journal.payloads), false)
}

function recordOf({ run, document, input, approve }: Job, plan: Plan, now: number): RunRecord {
  const agents = plan.actors.filter(({ kind }) => ['agent', 'vote'].includes(kind.kind))
  return {
    run,
    name: document.name,
    path: `/nowhere/${actorAt(plan, plan.entry).id}.synod.json`,
    digest: document.name,
    text: JSON.stringify(document),
    input,
    settings: {
      approve,
      unsandboxed: true,
      models: Object.fromEntries(agents.map(({ id }) => [id, 'standin'])),
    },
    startedAt: now,
    stateVersions: {},
  }
}

/** The clock goes on from the last that was kept. */
function startOf(journal: Journal, run: string): number {
  const stored = journal.run(run)
  if (stored === null) return START
  return Math.max(
    stored.record.startedAt,
    ...journal.transitionsAfter(run, 0, 1_000_000).map(({ identity }) => identity.at),
  )
}

if (import.meta.main) await main(JSON.parse(process.argv[2] ?? '{}') as Job)
