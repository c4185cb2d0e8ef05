import type { Payload, Ref } from '../../topology/payload.ts'
import type { Made } from '../errands.ts'
import type { Session } from '../session.ts'

/** Fields that an agent of an older Synod lacks are absent until people have something to do with it. */
export type AgentLocal =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'working'
      readonly session: Session
      readonly turn: number
      readonly conversation: Ref | null
      /** A call that a person is asked about. */
      readonly call?: { readonly tool: string; readonly args: Payload }
      /** What people have said meanwhile, for the next model step. */
      readonly said?: readonly Payload[]
    }
  /** Its answer is taken apart, and goes to the store and the ledger. */
  | {
      readonly phase: 'handing'
      readonly session: Session
      readonly answer: Payload
      readonly made: Made | null
    }
  | { readonly phase: 'releasing'; readonly session: Session; readonly error: Payload }
  | { readonly phase: 'committing'; readonly session: Session; readonly answer: Payload }

export type Working = Extract<AgentLocal, { phase: 'working' }>

export const IDLE: AgentLocal = { phase: 'idle' }
