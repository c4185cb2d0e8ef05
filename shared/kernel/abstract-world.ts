import type { Ask, Facts, PossibleOutcome } from '../topology/kind.ts'
import type { Outcome, Payload } from '../topology/payload.ts'
import type { ActorPlan } from '../topology/plan.ts'

/** Tokens stand for content: who made it, of what name, in which activation; `!` marks what is wrong. */
export const facts: Facts = (ref) => ({ producer: ref.slice(0, ref.indexOf('.')), wrong: ref.endsWith('!') })

function token(actor: ActorPlan, ask: Ask, field: string, wrong: boolean): string {
  return `${actor.id}.${ask.tag}.${field}@${ask.activation}${wrong ? '!' : ''}`
}

/** Makes the refs of an outcome that a kind says is possible. Opaque ones are all the same: nothing compares them. */
export function realise(actor: ActorPlan, ask: Ask, possible: PossibleOutcome): Outcome {
  const refs: Record<string, Payload> = {}
  for (const [field, spec] of Object.entries(possible.refs)) {
    if (spec === 'opaque') refs[field] = '~'
    else if (spec === 'keyed') refs[field] = token(actor, ask, field, possible.wrong === true)
    else refs[field] = spec.same
  }
  return { tag: possible.tag, control: possible.control, refs }
}

export function outcomesOf(
  actor: ActorPlan,
  ask: Ask,
): readonly { readonly outcome: Outcome; readonly fault: PossibleOutcome['fault'] }[] {
  return actor.kind
    .outcomes(actor.bound, ask, facts)
    .map((possible) => ({ outcome: realise(actor, ask, possible), fault: possible.fault }))
}
