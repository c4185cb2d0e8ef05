import type { Result, RunStatus } from '../../shared/api/contract.ts'
import type { KeptHome } from '../host/keep-home.ts'
import { EXIT } from './command.ts'
import { type Followed, followRun } from './follow-run.ts'
import { type Calls, steadyCalls } from './steady-calls.ts'
import type { Terminal } from './terminal.ts'

const SIGNAL_CODES: { readonly [signal: string]: number } = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }

/** Stays until the run ends and answers the exit code: for `run` and `resume`. */
export async function stayWithRun(
  home: KeptHome,
  run: string,
  terminal: Terminal,
  json: boolean,
): Promise<number> {
  const followed = await followRun(home, run, terminal)
  if (followed.type === 'interrupted') return interrupted(home, run, terminal, followed)
  const code = await printOutcome(steadyCalls(home), run, terminal, json)
  await waitForOthers(home, terminal)
  return code
}

export async function printOutcome(
  calls: Calls,
  run: string,
  terminal: Terminal,
  json: boolean,
): Promise<number> {
  const outcome = await calls.call('run.outcome', { run })
  if (json) {
    const { status, outputs, effects } = outcome
    terminal.print(JSON.stringify({ run, status, message: outcome.message, outputs, effects }))
  } else {
    terminal.print(outcomeText(outcome))
  }
  return exitCodeOf(outcome.status)
}

export function outcomeText({ run, status, message, outputs }: Result<'run.outcome'>): string {
  const lines = [`Run ${run}: ${status}${message === '' ? '' : `. ${message}`}`]
  for (const [output, values] of Object.entries(outputs)) {
    for (const value of values) lines.push(`${output}: ${JSON.stringify(value, null, 2)}`)
  }
  return lines.join('\n')
}

export function exitCodeOf(status: RunStatus): number {
  if (status === 'failed' || status === 'stuck') return EXIT.failed
  return status === 'cancelled' ? EXIT.cancelled : EXIT.done
}

/** The run is durable: to end this process only leaves it. */
async function interrupted(
  home: KeptHome,
  run: string,
  terminal: Terminal,
  { signal }: Extract<Followed, { type: 'interrupted' }>,
): Promise<number> {
  const { owned } = await home.now()
  const where = owned === null ? 'goes on in the process that drives it' : 'stays as it is'
  terminal.say(`\nRun ${run} ${where}. synod resume ${run} comes back to it, synod cancel ${run} ends it.`)
  return SIGNAL_CODES[signal] ?? EXIT.failed
}

/**
 * The runs of other commands may go on in this process, since it owns the home. To end it in the middle of an effect
 * would leave that in doubt, so it waits for a quiet moment; then one of those commands takes over.
 */
async function waitForOthers(home: KeptHome, terminal: Terminal): Promise<void> {
  const { client, owned, others } = await home.now()
  if (owned === null || others() === 0) return
  const busy = new Set<string>()
  let said = false
  await new Promise<void>((resolve) => {
    const unlisten = terminal.onEnd(() => resolve())
    const unfollow = client.follow(
      'runs',
      {},
      (summaries) => {
        for (const { run, status } of summaries) {
          if (status === 'running') busy.add(run)
          else busy.delete(run)
        }
        if (busy.size > 0 && others() > 0) {
          if (!said)
            terminal.say('Other commands use this home through this process: it ends when their runs rest')
          said = true
          return
        }
        unlisten()
        unfollow()
        resolve()
      },
      () => resolve(),
    )
  })
}
