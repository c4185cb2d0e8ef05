import type { ActorCell, EffectCell } from '../../shared/kernel/cells.ts'
import { countOf, type GateConfig } from '../../shared/nodes/gate/config.ts'
import { DEADLINE, type GateLocal, tallyText, votesOf } from '../../shared/nodes/gate/tally.ts'
import type { ActorPlan } from '../../shared/topology/plan.ts'
import type { Trace } from '../../shared/trace/trace.ts'
import { leftText } from './texts.ts'

const DEFAULTS = { approve: 'approves', reject: 'rejects', revise: 'sends back' } as const

/** Of a gate that waits for several people: how many have approved. */
export function gateChip(trace: Trace, actor: ActorPlan, position: number): string | null {
  if (actor.kind.kind !== 'gate') return null
  const config = actor.bound.config as GateConfig
  const local = (trace.cell(actor.index, position) as ActorCell).local as GateLocal
  if (local.phase !== 'asking' || countOf(config) === 1) return null
  return `Waiting · ${tallyText(config, votesOf(local))}`
}

/** Of a gate that waits and has a deadline: how long, and what it does then. */
export function gateLeft(trace: Trace, actor: ActorPlan, position: number, instant: number): string | null {
  if (actor.kind.kind !== 'gate') return null
  const config = actor.bound.config as GateConfig
  const due = config.deadline_ms === undefined ? null : dueAt(trace, actor, position)
  return due === null ? null : `${DEFAULTS[config.default]} in ${leftText(due - instant)}`
}

function dueAt(trace: Trace, actor: ActorPlan, position: number): number | null {
  for (const seq of trace.inputsOf(actor.index).toReversed()) {
    if (seq > position) continue
    const record = trace.record(seq)
    const place = record?.transition.armed.findIndex((timer) => timer.tag === DEADLINE) ?? -1
    if (place >= 0) return record?.identity.due[place] ?? null
  }
  return null
}

/** Of an agent that waits for a person: about what. */
export function agentAsks(open: readonly EffectCell[]): string | null {
  const ask = open.find((effect) => effect.ask.kind === 'human.ask')?.ask
  if (ask?.control['about'] === 'question') return 'Asks you something'
  return ask?.control['about'] === 'tool' ? `May it call ${String(ask.control['tool'])}?` : null
}
