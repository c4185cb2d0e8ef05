import { HostError, type RunSummary } from '../../shared/api/contract.ts'
import type { Calls } from './steady-calls.ts'

/** The run that is meant: by its id, or by the beginning of one. */
export async function findRun(calls: Calls, typed: string): Promise<RunSummary> {
  const { runs } = await calls.call('run.list', {})
  const found = runs.filter((one) => one.run === typed)
  const meant = found.length > 0 ? found : runs.filter((one) => one.run.startsWith(typed))
  const [first] = meant
  if (first !== undefined && meant.length === 1) return first
  if (first === undefined) {
    throw new HostError({ code: 'not-found', message: `there is no run "${typed}"; synod runs lists them` })
  }
  const ids = meant.map((one) => one.run).join(', ')
  throw new HostError({ code: 'bad-input', message: `"${typed}" could be any of ${ids}` })
}

export function isOver({ status }: RunSummary): boolean {
  return status === 'done' || status === 'stuck' || status === 'failed' || status === 'cancelled'
}
