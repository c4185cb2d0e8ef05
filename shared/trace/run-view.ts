import type { RunCell } from '../kernel/cells.ts'
import { type Verdict, verdict } from '../kernel/verdict.ts'
import type { Trace } from './trace.ts'

/** The run as a whole at a position; `waiting` and `doubt` are words for a run that goes on. */
export interface RunView {
  readonly status: Verdict['status'] | 'waiting' | 'doubt' | 'paused'
  /** Messages on their way: queued or held. */
  readonly inFlight: number
  /** Effects that the world is busy with. */
  readonly open: number
  /** Messages that failed and wait for a person. */
  readonly letters: number
  /** Ids of what is left waiting, when it is stuck. */
  readonly waiting: readonly string[]
  readonly failure: RunCell['failure']
}

/** A run can be over only where nothing follows, so the kernel's verdict is asked for at the last position alone. */
export function runView(trace: Trace, position: number): RunView {
  const state = trace.state(position)
  let inFlight = 0
  let open = 0
  let doubt = false
  let person = false
  let others = 0
  let letters = 0
  for (const cell of state) {
    if (cell.type === 'channel') {
      inFlight += cell.queue.length + cell.held.length
      letters += cell.dead?.filter(({ reason }) => reason === 'failed').length ?? 0
    }
    if (cell.type === 'client') inFlight += cell.requests.length + cell.replies.length
    if (cell.type !== 'actor') continue
    for (const effect of cell.effects) {
      if (effect.ask.to !== undefined || effect.ask.kind === 'human.steer') continue
      open += 1
      if (effect.status === 'doubt') doubt = true
      else if (effect.ask.kind === 'human.ask') person = true
      else others += 1
    }
  }
  const run = trace.run(position)
  const end = position === trace.last && position > 0 ? verdict(trace.plan, state) : null
  const waits = person || (letters > 0 && run.status === 'running')
  const going = doubt ? 'doubt' : waits && others === 0 ? 'waiting' : run.paused ? 'paused' : 'running'
  return {
    status: end === null || end.status === 'running' ? going : end.status,
    inFlight,
    open,
    letters,
    waiting: end?.status === 'stuck' ? end.waiting : [],
    failure: run.failure,
  }
}
