import { HostError, type Result } from '../../shared/api/contract.ts'
import { initialState, type RunState } from '../../shared/kernel/cells.ts'
import { receivedBy } from '../../shared/nodes/output/index.ts'
import type { Json } from '../../shared/topology/payload.ts'
import type { Journal } from '../drivers/seams.ts'
import { evaluate } from '../effects/expression.ts'
import { resolvePayload } from '../effects/resolve.ts'
import type { Runs } from './runs.ts'

/** How a run ended, or stands: its outputs with content, and the ledger of its effects. */
export async function runOutcome(runs: Runs, journal: Journal, run: string): Promise<Result<'run.outcome'>> {
  const stored = runs.stored(run)
  if (stored === null) throw new HostError({ code: 'not-found', message: `There is no run ${run}` })
  const plan = runs.plan(stored.record)
  const state = stateOf(runs, journal, run)
  const outputs: Record<string, Json[]> = {}
  for (const actor of plan.actors) {
    const cell = state[actor.index]
    if (actor.kind.kind !== 'output' || cell?.type !== 'actor') continue
    const received = receivedBy(cell.local)
    if (received.length === 0) continue
    const { show } = actor.bound.config as { readonly show: string }
    outputs[actor.id] = []
    for (const payload of received) {
      const scope = { in: resolvePayload(payload, journal.payloads) }
      outputs[actor.id]?.push(show === '' ? scope.in : await evaluate(show, scope))
    }
  }
  const effects = journal.effects(run).map(({ effect, kind, class: effectClass, attempts, status }) => ({
    id: effect,
    kind,
    class: effectClass,
    attempts,
    status,
  }))
  // What this host knows of it may be newer than what it could keep.
  const { status, message } = runs.summary(run) ?? stored.progress
  return { run, status, message, outputs, effects }
}

function stateOf(runs: Runs, journal: Journal, run: string): RunState {
  const live = runs.live(run)
  if (live !== null) return live.core.state
  const stored = runs.stored(run)
  if (stored === null) return []
  const { snapshot, transitions } = journal.load(run)
  const state = [...(snapshot?.cells ?? initialState(runs.plan(stored.record)))]
  for (const { transition } of transitions)
    for (const [component, cell] of transition.changed) state[component] = cell
  return state
}
