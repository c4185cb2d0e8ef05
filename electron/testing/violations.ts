import type { RecordedTransition } from '../../shared/api/contract.ts'
import { type Counted, executionsOf } from './counts.ts'
import type { JournalView } from './journal-copy.ts'

/** What was durable, and what had been executed, when a process was gone. */
export interface AtKill {
  readonly run: string
  readonly at: JournalView
  readonly counted: readonly Counted[]
}

/** Of what was settled nothing runs again, and a `once` effect only where it was established that it had not happened. */
export function repeated(killed: AtKill, view: JournalView, counted: readonly Counted[]): readonly string[] {
  const before = executionsOf(killed.counted, killed.run)
  const after = executionsOf(counted, killed.run)
  const found: string[] = []
  for (const row of killed.at.effects) {
    if (row.status !== 'settled' && row.status !== 'failed') continue
    const now = view.effects.find(({ effect }) => effect === row.effect)
    if (now?.attempts !== row.attempts || now.status !== row.status)
      found.push(`${row.effect} was settled with ${row.attempts} attempts, now ${now?.attempts}`)
    if (before.get(row.effect) !== after.get(row.effect))
      found.push(
        `${row.effect} was settled and ran again: ${before.get(row.effect)}, ${after.get(row.effect)}`,
      )
  }
  for (const { effect, attempts, class: effectClass } of view.effects) {
    const executions = after.get(effect) ?? 0
    if (executions > attempts) found.push(`${effect} ran ${executions} times in ${attempts} attempts`)
    if (effectClass === 'once' && attempts > 1 + notHappened(view.transitions, effect))
      found.push(`${effect} is of class once and was begun ${attempts} times`)
  }
  return found
}

/** How often it was established that an attempt had not happened: by a probe, a person, or its executor. */
export function notHappened(transitions: readonly RecordedTransition[], effect: string): number {
  return transitions.filter(({ transition: { input }, identity }) => {
    if (identity.effect !== effect) return false
    if (input.type === 'resolve') return input.answer.type === 'not-happened'
    return input.type === 'settle' && input.outcome.control['happened'] === 'no'
  }).length
}

/** What was durable is the beginning of what there is at the end. */
export function rewritten(before: JournalView, after: JournalView): readonly string[] {
  const kept = after.transitions.slice(0, before.transitions.length)
  return JSON.stringify(kept) === JSON.stringify(before.transitions) ? [] : ['the journal was rewritten']
}
