import type { RecordedTransition } from '../../shared/api/contract.ts'
import type { GateConfig } from '../../shared/nodes/gate/config.ts'
import { DEADLINE } from '../../shared/nodes/gate/tally.ts'
import { deadlineText } from '../../shared/nodes/gate/words.ts'
import type { Plan } from '../../shared/topology/plan.ts'
import type { AuditNote, PayloadStore } from '../drivers/seams.ts'
import { type Decision, readDecision } from './decision.ts'

interface Sources {
  readonly payloads: PayloadStore
  /** What a person said of an effect in doubt; null when the probe knew. */
  readonly doubt: (effect: string) => Decision | null
}

/** Who decided what by these transitions, for the audit trail: one entry for each answer, handing on and default. */
export function auditNotes(
  run: string,
  plan: Plan,
  transitions: readonly RecordedTransition[],
  sources: Sources,
): readonly AuditNote[] {
  const notes: AuditNote[] = []
  for (const record of transitions) {
    const { type } = record.transition.input
    // Most of what a run does is nobody's decision.
    if (type !== 'settle' && type !== 'resolve' && type !== 'fire') continue
    const note = noteOf(run, plan, record, sources)
    if (note !== null) notes.push(note)
  }
  return notes
}

function noteOf(
  run: string,
  plan: Plan,
  { transition, identity }: RecordedTransition,
  { payloads, doubt }: Sources,
): AuditNote | null {
  const { input } = transition
  const place = { run, ask: identity.effect ?? null, node: plan.components[input.component]?.id ?? null }
  if (input.type === 'settle') {
    const record = input.outcome.refs['decision']
    if (typeof record !== 'string') return null
    const decision = readDecision(record, payloads)
    if (decision.decision === '') return null
    const type = decision.answer === 'reassign' ? 'assignment' : 'decision'
    return { ...place, ...noteOfDecision(decision, decision.answer), type, record }
  }
  if (input.type === 'resolve') {
    const decision = doubt(identity.effect ?? '')
    if (decision === null) return null
    return { ...place, ...noteOfDecision(decision, decision.decision), type: 'doubt', record: null }
  }
  if (input.type === 'fire' && input.tag === DEADLINE) {
    const component = plan.components[input.component]
    // Other kinds have deadlines too.
    if (component?.type !== 'actor' || component.kind.kind !== 'gate') return null
    const { default: answer, deadline_ms = 0 } = component.bound.config as GateConfig
    const by = { at: identity.at, by: DEADLINE, account: '', shown: null }
    return { ...place, ...by, type: 'decision', answer, comment: deadlineText(deadline_ms), record: null }
  }
  return null
}

function noteOfDecision(
  decision: Decision,
  answer: string,
): Omit<AuditNote, 'type' | 'run' | 'ask' | 'node' | 'record'> {
  const { at, by, account, digest, comment, to, from } = decision
  const said = to === undefined ? answer : `${answer}${from === undefined ? '' : ` from ${from}`} to ${to}`
  return { at, by, account, shown: digest, answer: said, comment }
}
