import type { Ask, Bound, PossibleOutcome, Reaction } from '../../topology/kind.ts'
import type { Outcome, Payload } from '../../topology/payload.ts'
import { abstractErrors } from '../define.ts'
import type { AgentConfig, ToolConfig } from './config.ts'
import type { AgentLocal, Working } from './state.ts'

/** Effects by which people have a part in an agent's loop. */
export const APPROVE = 'approve'
export const PERSON = 'person'
export const STEER = 'steer'

/** So many messages may wait for the next model step. */
const MOST_SAID = 4

/** May this call be made, exactly as it would run? */
export function approveAsk({ session }: Working, tool: string, args: Payload): Ask {
  return { ...personAsk(session, args), tag: APPROVE, control: { about: 'tool', tool } }
}

/** What the model itself asks a person. */
export function questionAsk({ session }: Working, args: Payload): Ask {
  return { ...personAsk(session, args), tag: PERSON, control: { about: 'question' } }
}

function personAsk(
  { input, tree, activation }: Working['session'],
  args: Payload,
): Omit<Ask, 'tag' | 'control'> {
  const payload = { in: input, args, ...(tree === null ? {} : { tree }) }
  return { kind: 'human.ask', class: 'idempotent', payload, activation }
}

/** A standing offer: whoever watches may say something at any time, and is heard before the next model step. */
export function steerAsk({ session }: Working): Ask {
  return {
    tag: STEER,
    kind: 'human.steer',
    class: 'idempotent',
    control: {},
    payload: {},
    activation: session.activation,
  }
}

/** With one more message; the offer stands again while there is room. */
export function steered(local: Working, outcome: Outcome): Reaction<AgentLocal> {
  const said = [...(local.said ?? []), outcome.refs['message'] as Payload]
  const next = { ...local, said }
  return said.length < MOST_SAID ? { local: next, ask: [steerAsk(next)] } : { local: next }
}

/** The offer that stands again once messages that had filled the room are taken up. */
export function steerAgain(bound: Bound<AgentConfig>, before: Working): readonly Ask[] {
  return bound.config.steer && (before.said?.length ?? 0) >= MOST_SAID ? [steerAsk(before)] : []
}

/** Nobody can be heard any more once the session ends. */
export function unsteered<L>({ config }: Bound<AgentConfig>, reaction: Reaction<L>): Reaction<L> {
  return config.steer ? { ...reaction, withdraw: [STEER] } : reaction
}

export function mustAsk(tool: ToolConfig): boolean {
  return tool.approve === 'ask'
}

export function peopleOutcomes(effect: Ask): readonly PossibleOutcome[] {
  const person = { control: {}, fault: null } as const
  if (effect.kind === 'human.steer')
    return [{ ...person, tag: 'message', refs: { message: 'opaque' } }, ...abstractErrors(effect)]
  const said = { decision: 'opaque', result: 'opaque' } as const
  if (effect.tag === PERSON)
    return [
      { ...person, tag: 'answer', refs: said },
      { ...person, tag: 'reject', refs: said },
      ...abstractErrors(effect),
    ]
  return [
    { ...person, tag: 'approve', refs: { decision: 'opaque' } },
    { ...person, tag: 'edit', refs: { decision: 'opaque', args: 'opaque', note: 'opaque' } },
    { ...person, tag: 'reject', refs: said },
    ...abstractErrors(effect),
  ]
}
