import type { Bound, Reaction } from '../../topology/kind.ts'
import type { Outcome, Payload } from '../../topology/payload.ts'
import { afterHanding, pickAsk, releaseAsk } from '../errands.ts'
import { classOf } from '../exec.ts'
import { carry, commitAsk, failSession, finishSession, type Session } from '../session.ts'
import type { AgentConfig } from './config.ts'
import { type AgentLocal, IDLE } from './state.ts'

/** An answer on its way out: its parts go to the store and the ledger, its change to the repository, then it is sent. */
export function handOver(bound: Bound<AgentConfig>, session: Session, answer: Payload): Reaction<AgentLocal> {
  const pick = pickAsk(bound, session, answer)
  if (pick === null) return giveBack(bound, session, answer)
  return { local: { phase: 'handing', session, answer, made: null }, ask: [pick] }
}

type Handing = Extract<AgentLocal, { phase: 'handing' }>

/** `again` works on what another has written meanwhile. */
export function afterHandingOver(
  bound: Bound<AgentConfig>,
  local: Handing,
  tag: string,
  outcome: Outcome,
  again: (session: Session) => Reaction<AgentLocal>,
): Reaction<AgentLocal> {
  const handed = afterHanding(bound, local.session, local.made, tag, outcome)
  switch (handed.type) {
    case 'ask':
      return { local: { ...local, session: handed.session, made: handed.made }, ask: [handed.ask] }
    case 'done':
      return giveBack(bound, handed.session, local.answer)
    case 'again':
      return mayRepeat(bound) ? again(handed.session) : failAgent(bound, handed.session, handed.error)
    case 'failed':
      return failAgent(bound, handed.session, handed.error)
  }
}

/** With a lease that it holds given back first. */
export function failAgent(bound: Bound<AgentConfig>, session: Session, error: Payload): Reaction<AgentLocal> {
  const release = releaseAsk(bound, session)
  if (release === null) return failSession(IDLE, session, error)
  return { local: { phase: 'releasing', session, error }, ask: [release] }
}

function giveBack(bound: Bound<AgentConfig>, session: Session, answer: Payload): Reaction<AgentLocal> {
  const commit = commitAsk(bound, session, answer)
  if (commit === null)
    return finishSession(IDLE, session, 'out', carry(session, bound.config.as, answer, undefined))
  return { local: { phase: 'committing', session, answer }, ask: [commit] }
}

/** What a tool may do only once would be done again. */
function mayRepeat(bound: Bound<AgentConfig>): boolean {
  return bound.config.tools.every((tool) => classOf(bound, tool.class) !== 'once')
}
