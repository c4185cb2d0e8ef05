import {
  actorAt,
  type ControllerPlan,
  channelAt,
  type DeadlinePlan,
  type Plan,
  RUN,
  type SupervisorPlan,
} from '../topology/plan.ts'
import { Access, type Recorder } from './access.ts'
import { LIMIT, RETRY, SILENCE, whenIdle, withdrawEffect } from './attempts.ts'
import type { ActorCell, RunState, Unfinished } from './cells.ts'
import { pushMessage, spoil, takeMessage } from './channels.ts'
import { clientName, withoutRecall } from './clients.ts'
import { fireController, report } from './controllers/admission.ts'
import { fireDeadline, missed, missedError, openDeadlines } from './deadlines.ts'
import { refusalOf } from './declared-access.ts'
import type { Draft } from './draft.ts'
import {
  beginEffect,
  doubtEffect,
  haltEffect,
  limitPassed,
  resolveEffect,
  retryNow,
  settleEffect,
  suspectEffect,
  trustEffect,
} from './effects.ts'
import { REQUESTS } from './enabled.ts'
import { failMessage } from './failure.ts'
import type { Interruption } from './interrupt.ts'
import { takeLetter } from './letters.ts'
import { added, exact, kept } from './lists.ts'
import { runAfter } from './run.ts'
import { fireSupervisor, type GroupDraft, undo } from './supervision.ts'
import type { Input, Transition } from './transition.ts'
import { reactTo } from './wrapper.ts'

const RUN_FOOTPRINT: ReadonlySet<number> = new Set([RUN])

/**
 * The whole of a run's behaviour: what one input does to one component and its footprint.
 * Throws when the input is not enabled, which is a driver's mistake (`enabled.ts` lists what is).
 */
export function step(plan: Plan, state: RunState, input: Input, recorder?: Recorder): Transition {
  if (input.component === RUN) return stepRun(plan, state, input, recorder)
  const component = plan.components[input.component]
  if (component?.type === 'controller') return stepController(plan, state, component, input, recorder)
  if (component?.type === 'deadline') return stepDeadline(plan, state, component, input, recorder)
  if (component?.type === 'supervisor') return stepSupervisor(plan, state, component, input, recorder)
  const actor = actorAt(plan, input.component)
  const access = new Access(plan, state, actor.footprint, recorder)
  const draft: Draft = { access, actor, sent: [], asked: [], withdrawn: [], armed: [], disarmed: [] }
  const before = access.actor(actor)
  const after = stepActor(draft, before, input)
  access.set(actor.index, after)
  if (draft.sent.length > 0) draft.armed.push(...openDeadlines(access, draft.sent))
  for (const { component: of, timer } of report(access, actor, before, after, input))
    draft.armed.push({ ...timer, of })
  return {
    input,
    changed: access.changed(),
    sent: exact(draft.sent),
    asked: exact(draft.asked),
    withdrawn: exact(draft.withdrawn),
    armed: exact(draft.armed),
    disarmed: exact(draft.disarmed),
  }
}

function stepActor(draft: Draft, cell: ActorCell, input: Input): ActorCell {
  switch (input.type) {
    case 'start':
      return reactTo(draft, cell, { type: 'start', payload: input.payload })
    case 'deliver':
      return deliver(draft, cell, input.channel, input.place)
    case 'serve':
      return serve(draft, cell, input.client)
    case 'recall':
      return recall(draft, cell, input.client)
    case 'reply':
      return takeReply(draft, cell, input.client)
    case 'begin':
      return beginEffect(draft, cell, input.tag)
    case 'halt':
      return haltEffect(draft, cell, input.tag)
    case 'settle':
      return settleEffect(draft, cell, input.tag, input.outcome)
    case 'doubt':
      return doubtEffect(draft, cell, input.tag)
    case 'resolve':
      return resolveEffect(draft, cell, input.tag, input.answer)
    case 'fire':
      return fire(draft, cell, input.tag)
    case 'cancel':
      return stopActor(draft, cell)
    case 'suspect':
      return suspectEffect(draft, cell, input.tag)
    case 'trust':
      return trustEffect(cell, input.tag)
    case 'resend':
      return resend(draft, cell, input)
    case 'discard':
      portOf(draft, input.channel)
      takeLetter(draft.access, input.channel, input.place)
      return cell
    case 'drop':
    case 'duplicate':
    case 'reorder':
      portOf(draft, input.channel)
      draft.sent.push(...spoil(draft.access, input.type, input.channel, input.place))
      return cell
    case 'pause':
    case 'resume':
      throw new Error(`${input.type} is for the run`)
    case 'undo':
      throw new Error('undo is for a group')
  }
}

function deliver(draft: Draft, cell: ActorCell, channel: number, place: number): ActorCell {
  const port = portOf(draft, channel)
  mustBeReady(draft, cell, port)
  if (place !== 0 && channelAt(draft.access.plan, channel).order === 'fifo')
    throw new Error(`channel ${channel} keeps its order`)
  const message = takeMessage(draft.access, channel, place)
  return take(draft, cell, { slot: freeSlot(cell), port, message, channel })
}

/** Puts a dead letter on its channel again, with another payload if one is given. */
function resend(draft: Draft, cell: ActorCell, input: Extract<Input, { type: 'resend' }>): ActorCell {
  const { channel, place, payload } = input
  portOf(draft, channel)
  const { message } = takeLetter(draft.access, channel, place)
  const attempt = (message.attempt ?? 1) + 1
  const again = { ...message, payload: payload ?? message.payload, attempt }
  draft.sent.push(pushMessage(draft.access, channel, again))
  return cell
}

/** The rule of `next` in enabled.ts, so that a driver that picked from an old state is found out at once. */
function mustBeReady({ access, actor }: Draft, cell: ActorCell, port: string): void {
  const ready = cell.status === 'up' && actor.kind.ready(actor.bound, cell.local).includes(port)
  if (!ready || actor.outChannels.some((index) => access.channel(index).held.length > 0))
    throw new Error(`${actor.id} takes nothing from ${port} now`)
}

function take(draft: Draft, cell: ActorCell, entry: Unfinished): ActorCell {
  const late = missed(draft.access, draft.actor, entry)
  if (late !== null) {
    const error = missedError(late, entry.message.payload)
    const taken = failMessage(draft, [entry], error, entry.message.activation, true)
    return taken ? { ...cell, status: 'restarting' } : cell
  }
  const held = { ...cell, unfinished: added(cell.unfinished, entry) }
  const { payload, activation } = entry.message
  return reactTo(draft, held, { type: 'message', port: entry.port, slot: entry.slot, payload, activation })
}

function serve(draft: Draft, cell: ActorCell, index: number): ActorCell {
  mustBeReady(draft, cell, REQUESTS)
  const client = draft.access.client(index)
  const [request, ...requests] = client.requests
  if (request === undefined) throw new Error(`client ${index} asks nothing`)
  const refused = refusalOf(draft.access.plan, index, request)
  if (refused !== null) {
    const replies = added(client.replies, { tag: request.tag, outcome: refused })
    draft.access.set(index, { ...client, requests, replies })
    return cell
  }
  draft.access.set(index, { ...client, requests })
  const id = clientName(draft.access.plan, index)
  return reactTo(draft, cell, {
    type: 'request',
    client: id,
    tag: request.tag,
    kind: request.kind,
    control: request.control,
    payload: request.payload,
  })
}

function recall(draft: Draft, cell: ActorCell, index: number): ActorCell {
  const client = draft.access.client(index)
  const tag = client.recalled?.[0]
  if (tag === undefined) throw new Error(`client ${index} takes nothing back`)
  draft.access.set(index, withoutRecall(client, tag))
  return reactTo(draft, cell, { type: 'recall', client: clientName(draft.access.plan, index), tag })
}

function takeReply(draft: Draft, cell: ActorCell, index: number): ActorCell {
  const client = draft.access.client(index)
  const [reply, ...replies] = client.replies
  if (reply === undefined) throw new Error(`client ${index} has no reply`)
  draft.access.set(index, withoutRecall({ ...client, replies }, reply.tag))
  // The actor may have withdrawn its request; the reply is then nobody's.
  if (!cell.effects.some((effect) => effect.ask.tag === reply.tag)) return cell
  return settleEffect(draft, cell, reply.tag, reply.outcome)
}

function fire(draft: Draft, cell: ActorCell, tag: string): ActorCell {
  if (!cell.timers.some((timer) => timer.tag === tag)) throw new Error(`no timer ${tag}`)
  const without = { ...cell, timers: kept(cell.timers, (timer) => timer.tag !== tag) }
  if (tag.startsWith(LIMIT)) return limitPassed(draft, without, tag.slice(LIMIT.length), LIMIT)
  if (tag.startsWith(SILENCE)) return limitPassed(draft, without, tag.slice(SILENCE.length), SILENCE)
  if (tag.startsWith(RETRY)) return retryNow(draft, without, tag.slice(RETRY.length))
  return reactTo(draft, without, { type: 'timer', tag })
}

function stopActor(draft: Draft, cell: ActorCell): ActorCell {
  if (cell.status !== 'up' && cell.status !== 'restarting')
    throw new Error(`${draft.actor.id} is ${cell.status} already`)
  if (draft.access.run().status === 'running') throw new Error('the run does not end')
  let next = cell
  for (const effect of cell.effects) next = withdrawEffect(draft, next, effect.ask.tag)
  for (const timer of next.timers) draft.disarmed.push(timer.tag)
  return whenIdle(draft.actor, { ...next, status: 'stopping', timers: [] })
}

function stepRun(plan: Plan, state: RunState, input: Input, recorder?: Recorder): Transition {
  const access = new Access(plan, state, RUN_FOOTPRINT, recorder)
  access.set(RUN, runAfter(access.run(), input))
  return { input, changed: access.changed(), sent: [], asked: [], withdrawn: [], armed: [], disarmed: [] }
}

function stepController(
  plan: Plan,
  state: RunState,
  controller: ControllerPlan,
  input: Input,
  recorder?: Recorder,
): Transition {
  if (input.type !== 'fire') throw new Error(`${input.type} is not for a controller`)
  const access = new Access(plan, state, controller.footprint, recorder)
  const armed = fireController(access, controller, input.tag).map(({ timer }) => timer)
  return { input, changed: access.changed(), sent: [], asked: [], withdrawn: [], armed, disarmed: [] }
}

function stepDeadline(
  plan: Plan,
  state: RunState,
  deadline: DeadlinePlan,
  input: Input,
  recorder?: Recorder,
): Transition {
  if (input.type !== 'fire') throw new Error(`${input.type} is not for a deadline`)
  const access = new Access(plan, state, deadline.footprint, recorder)
  const draft: Interruption = { access, input, sent: [], withdrawn: [], armed: [] }
  fireDeadline(draft, deadline, input.tag)
  return interrupted(draft)
}

function interrupted({ access, input, sent, withdrawn, armed }: Interruption): Transition {
  return {
    input,
    changed: access.changed(),
    sent: exact(sent),
    asked: [],
    withdrawn: exact(withdrawn),
    armed: exact(armed),
    disarmed: [],
  }
}

function stepSupervisor(
  plan: Plan,
  state: RunState,
  group: SupervisorPlan,
  input: Input,
  recorder?: Recorder,
): Transition {
  const access = new Access(plan, state, group.footprint, recorder)
  const draft: GroupDraft = { access, group, input, sent: [], withdrawn: [], armed: [] }
  if (input.type === 'fire') fireSupervisor(draft, input.tag)
  else if (input.type === 'undo') undo(draft)
  else throw new Error(`${input.type} is not for a group`)
  return interrupted(draft)
}

function portOf(draft: Draft, channel: number): string {
  const plan = channelAt(draft.access.plan, channel)
  if (plan.to !== draft.actor.index) throw new Error(`channel ${channel} does not lead to ${draft.actor.id}`)
  return plan.toPort
}

function freeSlot(cell: ActorCell): number {
  const { unfinished } = cell
  const taken: boolean[] = []
  for (const { slot } of unfinished) taken[slot] = true
  let slot = 0
  while (taken[slot] === true) slot += 1
  return slot
}
