import { errorOutcome, inlineText, type Outcome } from '../../../shared/topology/payload.ts'
import type { EffectCall, EffectIo, Executor } from '../../drivers/seams.ts'

/**
 * The executor of a question is a person: it only waits, and the answer is put in from outside. Where the run was
 * started with a policy instead, that answers.
 */
export function createHumanExecutor(
  policy: (call: EffectCall, answer: 'approve' | 'reject') => Promise<Outcome>,
): Executor {
  return {
    kinds: ['human.ask'],
    perform(call: EffectCall, io: EffectIo): Promise<Outcome> {
      const { approve } = call.settings
      if (approve !== 'ask') return policy(call, approve === 'auto' ? 'approve' : 'reject')
      return new Promise((resolve) => {
        const withdrawn = errorOutcome(
          { code: 'withdrawn', retryable: false, happened: 'no' },
          inlineText('The question was withdrawn'),
        )
        if (io.signal.aborted) resolve(withdrawn)
        else io.signal.addEventListener('abort', () => resolve(withdrawn), { once: true })
      })
    },
  }
}
