import type { Bound, NodeKind, Reaction } from '../topology/kind.ts'
import type { Outcome } from '../topology/payload.ts'
import { failSession, type Session } from './session.ts'

export type EvaluatingLocal =
  | { readonly phase: 'idle' }
  | { readonly phase: string; readonly session: Session }

export const IDLE: EvaluatingLocal = { phase: 'idle' }

/**
 * What kinds have in common that take one message at a time, have one `eval` look at it, and go on by its answer:
 * routers, and what is compiled onto edges. One at a time keeps the order of an edge.
 */
export function evaluating<C>(
  kind: string,
  phase: string,
  tag: string,
  answered: (session: Session, outcome: Outcome) => Reaction<EvaluatingLocal>,
): Pick<NodeKind<C, EvaluatingLocal>, 'initial' | 'ready' | 'react' | 'rest'> {
  return {
    initial: () => IDLE,
    ready: (_bound, local) => (local.phase === 'idle' ? ['in'] : []),
    react(_bound: Bound<C>, local, input) {
      if (input.type === 'message') {
        const { slot, activation, payload } = input
        return {
          local: { phase, session: { slot, activation, input: payload, tree: null } },
          ask: [{ tag, kind: 'eval', class: 'pure', control: {}, payload: { in: payload }, activation }],
        }
      }
      if (!('session' in local)) throw new Error(`${kind}: unexpected ${input.type}`)
      if (input.type === 'failed') return failSession(IDLE, local.session, input.error)
      if (input.type !== 'outcome') throw new Error(`${kind}: unexpected ${input.type}`)
      return answered(local.session, input.outcome)
    },
    rest: (_bound, local) => local.phase === 'idle',
  }
}
