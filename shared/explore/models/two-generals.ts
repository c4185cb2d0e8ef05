import type { Model } from '../model.ts'

const UNDERWAY = 0
const FIRST = 1

/**
 * Two generals (Gray, Notes on Data Base Operating Systems, 1978): either attacks only if sure of the other, and a
 * messenger may be caught. `acknowledge` sends so many messages to and fro, each an answer to the one before; who has
 * sent or got the last that concerns it attacks. `reconcile` is the way out: the first decides alone, and the second
 * follows when it hears of it; what is lost is sent again. Cells: the messenger underway (0: none), which of both
 * attack, and how many messengers may still be caught.
 */
export function twoGenerals(
  plan: { readonly type: 'acknowledge'; readonly messages: number } | { readonly type: 'reconcile' },
  losses: number,
): Model {
  const messages = plan.type === 'acknowledge' ? plan.messages : 1
  /** Messages with odd numbers go to the second general. */
  const receiverOf = (message: number): number => FIRST + (message % 2)
  return {
    name: `two generals who ${plan.type}`,
    cells: 4,
    sizes: [messages + 1, 2, 2, losses + 1],
    initial: () => [[1, plan.type === 'reconcile' || messages === 1 ? 1 : 0, 0, losses]],
    expand(state, out) {
      const message = state[UNDERWAY] as number
      if (message === 0) return
      const isLast = message === messages
      if (message >= messages - 1) out.set(receiverOf(message), 1)
      out.set(UNDERWAY, isLast ? 0 : message + 1)
      out.emit(0)
      if (state[3] === 0) return
      if (plan.type === 'acknowledge') out.set(UNDERWAY, 0)
      out.set(3, (state[3] as number) - 1)
      out.emit(1)
    },
    describe: (action) => (action === 0 ? 'the messenger arrives' : 'the messenger is caught'),
  }
}
