import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Result } from '../../shared/api/contract.ts'
import { wallClock } from '../drivers/live/clock.ts'
import type { Executor, RunFolders, RunRecord } from '../drivers/seams.ts'
import { createEvalExecutor } from '../effects/eval/eval-executor.ts'
import { createGitExecutor } from '../effects/git/executor.ts'
import { createHumanExecutor } from '../effects/human/human-executor.ts'
import { listModels } from '../effects/model/model-address.ts'
import { createModelExecutor } from '../effects/model/model-executor.ts'
import { createSpend, spendCapUsd } from '../effects/model/spend.ts'
import { findSandboxes } from '../effects/process/detect.ts'
import { createProcessExecutor } from '../effects/process/executor.ts'
import { openJournal } from '../journal/sqlite-journal.ts'
import { createRedactor, createStreamRedactor } from '../secrets/redact.ts'
import { createSecrets, type Environment } from '../secrets/secrets.ts'
import { Asks } from './asks.ts'
import { createService } from './host-service.ts'
import { Letters } from './letters.ts'
import { examplePath, projectRoot } from './places.ts'
import { Runs } from './runs.ts'
import type { Host, HostOptions } from './service.ts'

/** Composes the host of a home: journal, executors, runs and the contract over them. The caller owns the home. */
export async function openHost(options: HostOptions): Promise<Host> {
  const environment = options.environment ?? process.env
  const { home } = options
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const secrets = createSecrets(environment)
  const journal = openJournal(home, { redact: createRedactor(secrets.values()) })
  const sandboxes = await findSandboxes()
  const sandbox = sandboxes.state
  const foldersOf = (record: RunRecord): RunFolders => ({
    root: join(home, 'runs', record.run),
    topology: dirname(record.path),
  })
  const now = (): number => wallClock.now()
  const spend = createSpend(spendCapUsd(environment))
  for (const { record, progress } of journal.runs()) spend.add(record.run, progress.costUsd)
  const executors: Executor[] = [
    createEvalExecutor(),
    createGitExecutor(),
    createProcessExecutor({ sandboxes }),
    createModelExecutor({ secrets, environment, spend }),
    createHumanExecutor((call) => asks.standIn(call)),
  ]
  const runs = new Runs(journal, wallClock, executors, foldersOf, () =>
    createStreamRedactor(secrets.values()),
  )
  const asks = new Asks(runs, journal, foldersOf, now, options.dormant === true)
  const letters = new Letters(runs, journal)
  runs.audit = (record, transitions) => [
    ...asks.auditNotes(record, transitions),
    ...letters.auditNotes(record, runs.plan(record), transitions),
  ]
  const starter = { runs, journal, environment, sandbox, now }
  const service = createService({ starter, asks, letters, info: hostInfo(home, environment, sandbox) })
  runs.recover(options.dormant === true)
  return {
    service,
    home,
    async close() {
      runs.detach()
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
    models,
    sandbox: { ...sandbox },
  }
}
