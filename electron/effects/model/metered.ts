import type { Outcome } from '../../../shared/topology/payload.ts'
import type { EffectIo } from '../../drivers/seams.ts'

/** What an effect emits as its usage, by which people see it. */
interface Usage {
  readonly inputTokens: number
  readonly outputTokens: number
  readonly costUsd: number
}

/**
 * Adds up what one attempt says that it used, and puts it into its outcome, where the run's budgets count it. An
 * attempt that fails has used something too.
 */
export function metered(plain: EffectIo): {
  readonly io: EffectIo
  readonly withUsage: (outcome: Outcome) => Outcome
} {
  let tokens = 0
  let microUsd = 0
  const io: EffectIo = {
    signal: plain.signal,
    payloads: plain.payloads,
    emit: (type, data) => {
      if (type === 'usage') {
        const { inputTokens, outputTokens, costUsd } = JSON.parse(data) as Usage
        tokens += inputTokens + outputTokens
        microUsd += Math.round(costUsd * 1e6)
      }
      plain.emit(type, data)
    },
  }
  const withUsage = (outcome: Outcome): Outcome =>
    tokens === 0 ? outcome : { ...outcome, control: { ...outcome.control, usage: { tokens, microUsd } } }
  return { io, withUsage }
}
