import type { KeptHome } from '../host/keep-home.ts'
import { followRun } from './follow-run.ts'
import { steadyCalls } from './steady-calls.ts'
import type { Terminal } from './terminal.ts'

/** Nobody else drives the run: this process does, until it ends or rests. */
export async function goOn(home: KeptHome, run: string, terminal: Terminal): Promise<void> {
  const { summary } = await steadyCalls(home).call('run.get', { run })
  const until = ['waiting', 'doubt', 'paused'] as const
  const followed = await followRun(home, run, terminal, { until, after: summary.seq })
  if (followed.type === 'stopped') terminal.say(`Run ${run}: ${followed.summary.status}`)
}
