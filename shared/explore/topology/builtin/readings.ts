import { facts } from '../../../kernel/abstract-world.ts'
import type { ActorCell, ClientCell } from '../../../kernel/cells.ts'
import type { Errands } from '../../../nodes/errands.ts'
import { CHANGE, COMMIT } from '../../../nodes/session.ts'
import { fieldsOf, type Payload, refsIn } from '../../../topology/payload.ts'
import { type ActorPlan, actorAt, channelAt, type Plan } from '../../../topology/plan.ts'
import type { Monitor, MonitorEvent } from '../monitor.ts'

/**
 * What a task leaves open each agent reads in one way or, which is the fault *wrong*, in another. Who is given what an
 * agent has settled before goes by that, right or wrong; who is given the bare task goes by its own answer. All whose
 * changes stand in one repository must have gone by one reading: that is agreement, and no question of who is right.
 */
export function readingMonitors(plan: Plan): readonly Monitor[] {
  return plan.actors.flatMap((repository): readonly Monitor[] => {
    if (repository.kind.kind !== 'repo') return []
    const writers = plan.actors.filter((actor) => readsAlone(plan, actor, repository))
    return writers.length < 2 ? [] : [oneReading(plan, repository, writers)]
  })
}

/** A person who approves, or a ledger that hands over what stands, has settled it for all who come after. */
function readsAlone(plan: Plan, actor: ActorPlan, { id }: ActorPlan): boolean {
  if (actor.kind.kind !== 'agent') return false
  if (!actor.bound.resources.some(({ node, access }) => node === id && access !== 'read')) return false
  const { needs = [] } = actor.bound.config as Partial<Errands>
  return needs.length === 0 && isReachedWithoutGate(plan, actor)
}

function isReachedWithoutGate(plan: Plan, goal: ActorPlan): boolean {
  const seen = new Set([plan.entry])
  const open = [plan.entry]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === goal.index) return true
    const actor = actorAt(plan, at)
    if (actor.kind.kind === 'gate') continue
    for (const channel of actor.outChannels) {
      const { to } = channelAt(plan, channel)
      if (seen.has(to)) continue
      seen.add(to)
      open.push(to)
    }
  }
  return false
}

interface Landed {
  readonly activation: string
  readonly writer: number
  readonly otherwise: boolean
}

/** Of each activation, who has changed it by which reading. */
type History = { [activation: string]: { [writer: string]: boolean } }

const SPLIT = 1

function oneReading(plan: Plan, repository: ActorPlan, writers: readonly ActorPlan[]): Monitor {
  const names = writers.map(({ name }) => name)
  const histories: string[] = ['{}', '']
  const landed = (event: MonitorEvent): Landed | null => landedIn(event, plan, repository, writers)
  return {
    id: `decided-once ${repository.id}`,
    title: `${names.join(' and ')} change ${repository.name} by one reading of the task`,
    elements: [...writers.map(({ id }) => id), repository.id],
    initial: 0,
    interest: (event) => landed(event) !== null,
    step(value, event) {
      const change = landed(event)
      if (value === SPLIT || change === null) return value
      const history = JSON.parse(histories[value] as string) as History
      const here = { ...history[change.activation], [change.writer]: change.otherwise }
      if (new Set(Object.values(here)).size > 1) return SPLIT
      const all = Object.entries({ ...history, [change.activation]: here }).sort()
      const text = JSON.stringify(Object.fromEntries(all))
      if (!histories.includes(text)) histories.push(text)
      return histories.indexOf(text)
    },
    bad: (value) => value === SPLIT,
    sentence: () =>
      `${repository.name} holds changes by two readings of one task: what one took for granted the other has decided differently`,
    met: (value) => value > SPLIT,
  }
}

/** An agent hears in this step that its change stands. */
function landedIn(
  event: MonitorEvent,
  plan: Plan,
  repository: ActorPlan,
  writers: readonly ActorPlan[],
): Landed | null {
  if (event.type !== 'kernel' || event.transition.input.type !== 'reply') return null
  const { component, client } = event.transition.input
  if (!writers.some(({ index }) => index === component)) return null
  const [reply] = (event.before(client) as ClientCell).replies
  const { effects, unfinished } = event.before(component) as ActorCell
  const ask = effects.find((one) => one.ask.tag === reply?.tag && one.ask.to === repository.id)?.ask
  if (ask?.tag !== COMMIT || reply?.outcome.tag !== 'ok') return null
  const given = unfinished[0]?.message.payload ?? {}
  const settled = settledIn(plan, given, actorAt(plan, component).id)
  const goesBy = settled.length > 0 ? settled : refsIn(ask.payload['result'] ?? {})
  return {
    activation: ask.activation,
    writer: component,
    otherwise: goesBy.some((ref) => facts(ref).wrong),
  }
}

/** What other agents have said on the way here; a state of the repository says nothing of the task. */
function settledIn(plan: Plan, payload: Payload, self: string): readonly string[] {
  const { [CHANGE]: _, ...said } = fieldsOf(payload)
  return refsIn(said).filter((ref) => {
    const { producer } = facts(ref)
    const actor = plan.byId.get(producer)
    return producer !== self && actor !== undefined && actorAt(plan, actor).kind.kind === 'agent'
  })
}
