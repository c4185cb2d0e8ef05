import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Result } from '../../shared/api/contract.ts'
import { wallClock } from '../drivers/live/clock.ts'
import type { Executor, Journal, RunFolders, RunRecord } from '../drivers/seams.ts'
import { withChaos } from '../effects/chaos.ts'
import { createEvalExecutor } from '../effects/eval/eval-executor.ts'
import { createGitExecutor } from '../effects/git/executor.ts'
import { createHumanExecutor } from '../effects/human/human-executor.ts'
import { listModels } from '../effects/model/model-address.ts'
import { createModelExecutor } from '../effects/model/model-executor.ts'
import { createSpend, spendCapUsd } from '../effects/model/spend.ts'
import { findSandboxes, type Sandboxes } from '../effects/process/detect.ts'
import { createProcessExecutor } from '../effects/process/executor.ts'
import { openJournal } from '../journal/sqlite-journal.ts'
import { createRedactor, createStreamRedactor } from '../secrets/redact.ts'
import { createSecrets, type Environment, type Secrets } from '../secrets/secrets.ts'
import { Asks } from './asks.ts'
import { Checks } from './checks.ts'
import { readDamaged } from './damaged-home.ts'
import { createService } from './host-service.ts'
import { Lessons } from './lessons.ts'
import { Letters } from './letters.ts'
import { examplePath, otherExamples, projectRoot } from './places.ts'
import { Rehearsals } from './rehearsals.ts'
import { Runs } from './runs.ts'
import type { Host, HostOptions } from './service.ts'

/**
 * Opens the host of a home. The caller owns the home. Where a part of the journal is destroyed, the host shows what
 * could be saved, and nothing goes on.
 */
export async function openHost(options: HostOptions): Promise<Host> {
  const environment = options.environment ?? process.env
  const { home } = options
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const parts = { environment, secrets: createSecrets(environment), sandboxes: await findSandboxes() }
  try {
    const journal = openJournal(home, { redact: createRedactor(parts.secrets.values()) })
    return await closingOnFailure(journal, () => compose(options, parts, journal))
  } catch (error) {
    const { journal, damage } = readDamaged(home, error)
    return compose(options, parts, journal, damage)
  }
}

async function closingOnFailure(journal: Journal, open: () => Host): Promise<Host> {
  try {
    return open()
  } catch (error) {
    // What cannot be read may not be closed in order either; the first error says why.
    await journal.close().catch(() => undefined)
    throw error
  }
}

interface Parts {
  readonly environment: Environment
  readonly secrets: Secrets
  readonly sandboxes: Sandboxes
}

/** Journal, executors, runs and the contract over them. */
function compose(
  options: HostOptions,
  { environment, secrets, sandboxes }: Parts,
  journal: Journal,
  damage?: string,
): Host {
  const { home } = options
  const sandbox = sandboxes.state
  const foldersOf = (record: RunRecord): RunFolders => ({
    root: join(home, 'runs', record.run),
    topology: dirname(record.path),
  })
  const now = (): number => wallClock.now()
  const spend = createSpend(spendCapUsd(environment))
  const stored = journal.runs()
  for (const { record, progress } of stored) spend.add(record.run, progress.costUsd)
  const executors: Executor[] = [
    createEvalExecutor(),
    withChaos(createGitExecutor()),
    withChaos(createProcessExecutor({ sandboxes })),
    withChaos(createModelExecutor({ secrets, environment, spend })),
    createHumanExecutor((call) => asks.standIn(call)),
  ]
  const runs = new Runs(journal, wallClock, executors, foldersOf, () =>
    createStreamRedactor(secrets.values()),
  )
  const asks = new Asks(runs, journal, foldersOf, now, options.dormant === true)
  const letters = new Letters(runs, journal)
  const checks = new Checks()
  const rehearsals = new Rehearsals()
  const lessons = new Lessons({ journal, checks, home, now })
  runs.audit = (record, transitions) => [
    ...asks.auditNotes(record, transitions),
    ...letters.auditNotes(record, runs.plan(record), transitions),
  ]
  const damaged = damage === undefined ? {} : { damage }
  const starter = { runs, journal, environment, sandbox, now }
  const service = createService({
    starter,
    asks,
    letters,
    checks,
    rehearsals,
    lessons,
    info: { ...hostInfo(home, environment, sandbox), ...damaged },
  })
  if (damage === undefined) runs.recover(stored, options.dormant === true)
  else runs.hold(stored, damage)
  return {
    service,
    home,
    ...damaged,
    async close() {
      await runs.close()
      await Promise.all([checks.close(), rehearsals.close()])
      await journal.close()
    },
  }
}

function hostInfo(
  home: string,
  environment: Environment,
  sandbox: Result<'host.info'>['sandbox'],
): Result<'host.info'> {
  const { version } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as {
    readonly version: string
  }
  const models = listModels(environment).map((model) => ({ ...model }))
  return {
    version,
    home,
    platform: process.platform,
    example: examplePath(),
    examples: [...otherExamples()],
    models,
    sandbox: { ...sandbox },
  }
}
