import { type ActorPlan, channelAt, type Plan, type SupervisorPlan } from '../topology/plan.ts'
import { Access, type Recorder } from './access.ts'
import type { ActorCell, Cell, RunState } from './cells.ts'
import { admission } from './controllers/admission.ts'
import { mayHalt } from './effects.ts'
import { mayUndo } from './supervision.ts'
import type { Input } from './transition.ts'

export interface NextOptions {
  /** A person steps a paused run: deliveries and begins are offered all the same. */
  readonly stepping?: boolean
  readonly recorder?: Recorder
  /** One input is enough: the rest is not looked for. */
  readonly first?: boolean
}

/**
 * What the kernel itself may do next with one actor: deliveries, requests, recalls, replies, begins, and stopping when the
 * run ends. What the world decides (settle, fire, doubt, resolve, crash) is the driver's to know.
 */
export function next(
  plan: Plan,
  state: RunState,
  component: number,
  options: NextOptions = {},
): readonly Input[] {
  const controller = plan.components[component]
  if (controller?.type === 'supervisor') return nextOfGroup(plan, state, controller, options)
  if (controller?.type !== 'actor') return []
  const actor = controller
  const access = new Access(plan, state, actor.footprint, options.recorder)
  const run = access.run()
  const cell = access.actor(actor)
  if (run.status !== 'running') {
    return cell.status === 'up' || cell.status === 'restarting' ? [{ type: 'cancel', component }] : []
  }
  if (run.paused && options.stepping !== true) return run.aborts === true ? halts(component, cell) : []
  const inputs: Input[] = []
  for (const client of actor.clientOf.values()) {
    if (access.client(client).replies.length > 0) inputs.push({ type: 'reply', component, client })
  }
  if (cell.status !== 'up') return inputs
  for (const client of actor.serves) {
    if (access.client(client).recalled !== undefined) inputs.push({ type: 'recall', component, client })
  }
  for (const effect of cell.effects) {
    if (effect.status === 'asked' && admission(access, actor, effect.ask) !== 'wait')
      inputs.push({ type: 'begin', component, tag: effect.ask.tag })
  }
  if (options.first === true && inputs.length > 0) return inputs
  addDeliveries(access, actor, cell, inputs, options.first === true)
  return inputs
}

function halts(component: number, { effects }: ActorCell): readonly Input[] {
  return effects.filter(mayHalt).map(({ ask: { tag } }) => ({ type: 'halt', component, tag }))
}

function nextOfGroup(
  plan: Plan,
  state: RunState,
  group: SupervisorPlan,
  options: NextOptions,
): readonly Input[] {
  const access = new Access(plan, state, group.footprint, options.recorder)
  const run = access.run()
  if (run.status !== 'running' || (run.paused && options.stepping !== true)) return []
  return mayUndo(access, group) ? [{ type: 'undo', component: group.index }] : []
}

function addDeliveries(
  access: Access,
  actor: ActorPlan,
  cell: ActorCell,
  inputs: Input[],
  first: boolean,
): void {
  for (const index of actor.outChannels) if (access.channel(index).held.length > 0) return
  const ports = actor.kind.ready(actor.bound, cell.local)
  for (const port of ports) {
    for (const index of actor.into.get(port) ?? []) {
      const waiting = access.channel(index).queue.length
      const places = channelAt(access.plan, index).order === 'any' ? waiting : Math.min(waiting, 1)
      for (let place = 0; place < places; place += 1) {
        inputs.push({ type: 'deliver', component: actor.index, channel: index, place })
        if (first) return
      }
    }
  }
  if (!ports.includes(REQUESTS)) return
  for (const client of actor.serves) {
    if (access.client(client).requests.length > 0)
      inputs.push({ type: 'serve', component: actor.index, client })
  }
}

/** The port name by which a resource says that it would take a client's request. */
export const REQUESTS = 'requests'

/** Every kernel input that is enabled in a state, for explorers; drivers ask `next` of what has changed. */
export function enabled(plan: Plan, state: RunState): readonly Input[] {
  return [...plan.actors, ...plan.supervisors].flatMap(({ index }) => next(plan, state, index))
}

/**
 * The actors that a change may have given an input. Of what `touches` names, a channel's receiver needs a message
 * and its sender needs the end of a jam: a node with a hundred channels isn't looked over for each of them.
 */
export function wakes(plan: Plan, component: number, before: Cell, after: Cell): readonly number[] {
  const changed = plan.components[component]
  if (changed?.type !== 'channel' || before.type !== 'channel' || after.type !== 'channel')
    return touches(plan, component)
  const woken = after.queue.length > 0 ? [changed.to] : []
  if (before.held.length > 0 && after.held.length === 0) woken.push(changed.from)
  return woken
}

/** The actors whose enabledness a change of this component may touch. */
export function touches(plan: Plan, component: number): readonly number[] {
  const changed = plan.components[component]
  switch (changed?.type) {
    case 'run':
      return [...plan.actors, ...plan.supervisors].map(({ index }) => index)
    case 'actor':
      return changed.supervisor === null ? [component] : [component, changed.supervisor]
    case 'controller':
      return changed.users
    case 'deadline':
      return changed.reach
    case 'supervisor':
      return [component, ...changed.members]
    case 'channel':
      return [changed.to, changed.from]
    case 'client':
      return [changed.client, changed.resource]
    case undefined:
      return []
  }
}
