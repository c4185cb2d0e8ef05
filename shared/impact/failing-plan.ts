import type { Ask, NodeKind, PossibleOutcome } from '../topology/kind.ts'
import { type ActorPlan, actorAt, type ComponentPlan, type Plan } from '../topology/plan.ts'
import { drawnId, type Way } from './failure.ts'

/** What fails in a plan, by ids as they are drawn. */
export interface Failing {
  readonly way: Way
  readonly nodes: ReadonlySet<string>
  /** Of these nodes, those that may answer with an error; the others have no way to fail but silence. */
  readonly erring: ReadonlySet<string>
  readonly edges: ReadonlySet<string>
}

/**
 * The same plan in a world in which some of it always fails: the kinds of those nodes are told other outcomes, and
 * edges reject all. So the explorer finds all that still may happen, and needs to know nothing of it.
 */
export function failingPlan(plan: Plan, failing: Failing): Plan {
  const { channels, clients } = lostIn(plan, failing)
  const change = (component: ComponentPlan): ComponentPlan => {
    if (component.type === 'actor') return failingActor(component, failing, clients)
    return channels.has(component.index) && component.type === 'channel'
      ? { ...component, capacity: 0, full: 'reject' }
      : component
  }
  const components = plan.components.map(change)
  const actors = components.filter((one): one is ActorPlan => one.type === 'actor')
  return { ...plan, actors, components }
}

/** Channels on which all is lost, and requests that nobody answers. */
export function lostIn(
  plan: Plan,
  { nodes, edges }: Failing,
): { readonly channels: ReadonlySet<number>; readonly clients: ReadonlySet<number> } {
  const entry = actorAt(plan, plan.entry)
  // The start itself cannot be taken from the input.
  const first = nodes.has(drawnId(entry.id)) ? entry.outChannels : []
  const named = plan.components.filter(({ id }) => edges.has(drawnId(id)))
  const of = (type: ComponentPlan['type']): readonly number[] =>
    named.filter((one) => one.type === type).map(({ index }) => index)
  return { channels: new Set([...first, ...of('channel')]), clients: new Set(of('client')) }
}

function failingActor(
  actor: ActorPlan,
  { way, nodes, erring }: Failing,
  lost: ReadonlySet<number>,
): ActorPlan {
  const id = drawnId(actor.id)
  const serves = actor.serves.filter((client) => !lost.has(client))
  if (!nodes.has(id)) return { ...actor, serves }
  const kind = erring.has(id) ? answering(actor.kind, way === 'fails' ? errors : NOTHING) : deaf(actor.kind)
  return { ...actor, serves, kind }
}

function deaf(kind: NodeKind): NodeKind {
  return { ...kind, ready: () => [] }
}

/** What never happened leaves no doubt, so that its effects are followed no further. */
function answering(
  kind: NodeKind,
  among: (outcomes: readonly PossibleOutcome[]) => readonly PossibleOutcome[],
): NodeKind {
  return {
    ...kind,
    react(bound, local, input) {
      const reaction = kind.react(bound, local, input)
      return reaction.ask === undefined ? reaction : { ...reaction, ask: reaction.ask.map(harmless) }
    },
    outcomes: (bound, effect, facts) => among(kind.outcomes(bound, effect, facts)),
  }
}

function harmless(ask: Ask): Ask {
  return ask.class === 'once' ? { ...ask, class: 'idempotent' } : ask
}

function errors(outcomes: readonly PossibleOutcome[]): readonly PossibleOutcome[] {
  return outcomes.filter(({ tag }) => tag === 'error').map((one) => ({ ...one, fault: null }))
}

const NOTHING = (): readonly PossibleOutcome[] => []
