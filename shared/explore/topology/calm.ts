import type { ActorCell, ChannelCell, ClientCell, EffectCell, RunCell, RunState } from '../../kernel/cells.ts'
import { REQUESTS } from '../../kernel/enabled.ts'
import { type ActorPlan, channelAt, type Plan, RUN } from '../../topology/plan.ts'
import type { Possible } from './moves.ts'
import { isFollowed } from './site.ts'

/**
 * An actor is calm when whatever the rest of the run does first, it neither takes away what the actor may do now nor
 * adds to it, and commutes with it. Then its moves may go first, alone: a persistent set (Godefroid 1996, ch. 4).
 * That the run fails meanwhile takes its moves away; but then nothing that it did is seen by anyone, so going first
 * changes no verdict. Budgets of faults commute too: what was paid in one order can be paid in any.
 */
export function isCalm(
  plan: Plan,
  state: RunState,
  actor: ActorPlan,
  around: { readonly followed: boolean; readonly edgeFaults: boolean; readonly steering: boolean },
): boolean {
  const cell = state[actor.index] as ActorCell
  if ((state[RUN] as RunCell).status !== 'running' || cell.status !== 'up') return false
  if (!isAlone(plan, actor)) return false
  if (!cell.effects.every((effect) => isAnswerable(state, actor, effect, around))) return false
  return mayTakeOne(state, plan, actor, cell, around.edgeFaults)
}

/** Nobody else has a say in what it does: no controller, no group, no deadline, and no edge on which order counts. */
function isAlone(
  plan: Plan,
  { controllers, supervisor, undoes, deadlines, outChannels }: ActorPlan,
): boolean {
  if (controllers.length > 0 || supervisor !== null || undoes !== null || deadlines.length > 0) return false
  return outChannels.every((index) => {
    const { full, deadline } = channelAt(plan, index)
    return full === 'block' && deadline === null
  })
}

/** Its answer is there, or the world gives it whenever it likes; nobody minds when. */
function isAnswerable(
  state: RunState,
  { clientOf }: ActorPlan,
  effect: EffectCell,
  { followed, steering }: { readonly followed: boolean; readonly steering: boolean },
): boolean {
  const { ask, status } = effect
  if (ask.to !== undefined) {
    const client = clientOf.get(ask.to)
    return client !== undefined && (state[client] as ClientCell).replies.length > 0
  }
  // An offer that stands: nobody takes it, so nothing comes of it.
  if (ask.kind === 'human.steer') return !steering && status === 'begun'
  if (ask.kind === 'human.ask') return false
  return status === 'begun' && ask.class !== 'once' && !isFollowed(effect, followed)
}

/** It takes nothing now, or what it takes can only come by one edge, and is there. */
function mayTakeOne(
  state: RunState,
  plan: Plan,
  actor: ActorPlan,
  { local }: ActorCell,
  edgeFaults: boolean,
): boolean {
  const ports = actor.kind.ready(actor.bound, local)
  const channels = ports.flatMap((port) => actor.into.get(port) ?? [])
  if (ports.includes(REQUESTS) && actor.serves.length > 0) return false
  if (channels.length === 0) return true
  const [only] = channels
  if (channels.length > 1 || only === undefined || edgeFaults) return false
  if (actor.outChannels.some((index) => (state[index] as ChannelCell).held.length > 0)) return false
  return channelAt(plan, only).order === 'fifo' && (state[only] as ChannelCell).queue.length > 0
}

const OWN: ReadonlySet<string> = new Set(['begin', 'settle', 'reply', 'deliver', 'fire', 'suspect'])

/** Moves that an actor makes by itself; what edges and people do to its messages is not its own. */
export function isOwn(one: Possible): boolean {
  return one.type === 'input' ? OWN.has(one.input.type) : one.step === 'die'
}
