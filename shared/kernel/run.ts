import type { Payload } from '../topology/payload.ts'
import { type ActorPlan, RUN } from '../topology/plan.ts'
import type { Access } from './access.ts'
import type { RunCell } from './cells.ts'
import type { Input } from './transition.ts'

/** The first failure is kept; what fails while the run already ends adds nothing. */
export function failRun(access: Access, { id }: ActorPlan, error: Payload): void {
  const run = access.run()
  if (run.status === 'running') access.set(RUN, { ...run, status: 'failing', failure: { actor: id, error } })
}

/** The run's own controller after an input of its own. */
export function runAfter(run: RunCell, input: Input): RunCell {
  switch (input.type) {
    case 'cancel':
      return run.status === 'running' ? { ...run, status: 'cancelling' } : run
    case 'pause':
      return { ...calm(run), paused: true, ...(input.abort === true ? { aborts: true } : {}) }
    case 'resume':
      return { ...calm(run), paused: false }
    default:
      throw new Error(`${input.type} is not for the run`)
  }
}

function calm({ aborts: _, ...run }: RunCell): RunCell {
  return run
}
