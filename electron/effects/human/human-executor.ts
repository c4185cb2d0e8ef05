import { errorOutcome, inlineText, type Outcome } from '../../../shared/topology/payload.ts'
import type { EffectCall, EffectIo, Executor } from '../../drivers/seams.ts'

/**
 * The executor of a question is a person: it only waits, and the answer is put in from outside. `standIn` says whether
 * something answers in a person's place: the run's policy, or an earlier word that this call is always allowed.
 */
export function createHumanExecutor(standIn: (call: EffectCall) => Promise<Outcome | null>): Executor {
  return {
    kinds: ['human.ask', 'human.steer'],
    async perform(call: EffectCall, io: EffectIo): Promise<Outcome> {
      const answer = call.kind === 'human.ask' ? await standIn(call) : null
      return answer ?? withdrawal(io.signal)
    },
  }
}

function withdrawal(signal: AbortSignal): Promise<Outcome> {
  return new Promise((resolve) => {
    const withdrawn = errorOutcome(
      { code: 'withdrawn', retryable: false, happened: 'no' },
      inlineText('The question was withdrawn'),
    )
    if (signal.aborted) resolve(withdrawn)
    else signal.addEventListener('abort', () => resolve(withdrawn), { once: true })
  })
}
