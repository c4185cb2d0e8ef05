import { HostError, type Params } from '../../shared/api/contract.ts'
import type { AgentConfig } from '../../shared/nodes/agent/config.ts'
import { actorAt } from '../../shared/topology/plan.ts'
import type { LiveRun } from '../drivers/live/live-run.ts'
import type { Journal } from '../drivers/seams.ts'
import { putDecision } from './decision.ts'
import { type Person, personOf } from './people.ts'

const MOST_TRIES = 50

/** Says something to an agent while it works. It is durable when this resolves, and heard before the next model step. */
export async function tellAgent(
  live: LiveRun,
  { node, message, as }: Params<'agent.tell'>,
  journal: Journal,
  now: () => number,
): Promise<void> {
  const person = personOf(as)
  if (message.trim() === '') throw new HostError({ code: 'bad-input', message: 'There is nothing to tell' })
  const component = live.core.plan.byId.get(node)
  const actor = component === undefined ? undefined : live.core.plan.components[component]
  if (component === undefined || actor?.type !== 'actor' || actor.kind.kind !== 'agent')
    throw new HostError({ code: 'not-found', message: `There is no agent "${node}" in this run` })
  // Somebody else may speak at the same instant; both are heard.
  for (let tried = 0; tried < MOST_TRIES; tried += 1) {
    const open = live.core
      .openEffects()
      .find(({ effect, component: at }) => at === component && effect.ask.kind === 'human.steer')
    if (open === undefined) throw deaf(live, component)
    const outcome = { tag: 'message', control: {}, refs: refsOf(person, message, now(), journal) }
    if (await live.answer(open.id, outcome)) return
  }
  throw deaf(live, component)
}

function refsOf(
  person: Person,
  message: string,
  at: number,
  { payloads }: Journal,
): { readonly message: string; readonly decision: string } {
  const record = { decision: 'told', ...person, comment: message, at, digest: '', question: '' }
  return { message: payloads.put(message), decision: putDecision(record, payloads) }
}

function deaf(live: LiveRun, component: number): HostError {
  const actor = actorAt(live.core.plan, component)
  const { steer } = actor.bound.config as AgentConfig
  const local = live.core.actor(component).local as {
    readonly phase: string
    readonly said?: readonly unknown[]
  }
  const why = !steer
    ? 'it cannot be told anything: switch that on in its settings'
    : local.phase !== 'working'
      ? 'it does not work on anything now'
      : `${local.said?.length ?? 0} messages wait for its next model step already`
  return new HostError({ code: 'conflict', message: `"${actor.name}": ${why}` })
}
