import type { RunSummary } from '../../shared/api/contract.ts'
import { getHost } from '../connection/host.ts'
import { startRun } from '../run/start.ts'

/** The same drawing with the same input, whatever has become of the file since. */
export async function rerun({ run, path }: RunSummary): Promise<void> {
  const { text, input } = await getHost().call('run.get', { run })
  await startRun({ path, text, input, approve: 'ask', paused: false, chaos: false })
}
