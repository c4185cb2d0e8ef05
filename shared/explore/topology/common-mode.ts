import type { VoteConfig } from '../../nodes/vote/config.ts'
import { type ActorPlan, actorAt, channelAt, type Plan } from '../../topology/plan.ts'

/**
 * Voters that fail together (Knight and Leveson 1986): agents of one model whose answers come to a vote, and those that
 * a vote has in one group. Once one of them has misread its task each of the others may, at no further fault's cost. By
 * actor, a number for its group.
 */
export function commonModes(plan: Plan): ReadonlyMap<number, number> {
  const causes = new Map<string, number[]>()
  for (const actor of plan.actors.filter(({ kind }) => kind.client === true))
    for (const cause of causesOf(plan, actor)) causes.set(cause, [...(causes.get(cause) ?? []), actor.index])
  const groups = new Map<number, ReadonlySet<number>>()
  for (const together of causes.values()) {
    // Who is in two groups joins them.
    const joined = new Set(together.flatMap((one) => [...(groups.get(one) ?? [one])]))
    if (joined.size > 1) for (const one of joined) groups.set(one, joined)
  }
  const all = [...new Set(groups.values())]
  return new Map([...groups].map(([actor, group]) => [actor, all.indexOf(group)] as const))
}

/** What may make an actor wrong together with others. A stand-in plays what the drawing says: it fails with nobody. */
function causesOf(plan: Plan, actor: ActorPlan): readonly string[] {
  const [model] = actor.kind.uses?.(actor.bound.config).models ?? []
  const votes = ballotsOf(plan, actor, () => true).length > 0
  const own = ballotsOf(plan, actor, ({ kind }) => kind.client !== true)
  const groups = own.flatMap(({ vote, port }) => {
    const named = (vote.bound.config as VoteConfig).groups.find(({ input }) => input === port)
    return named === undefined ? [] : [`group ${named.group} of ${vote.id}`]
  })
  return votes && model !== undefined && model !== 'standin' ? [`model ${model}`, ...groups] : groups
}

interface Ballot {
  readonly vote: ActorPlan
  readonly port: string
}

/** The inputs of votes that what an actor sends may come to, through such actors. */
function ballotsOf(plan: Plan, actor: ActorPlan, through: (one: ActorPlan) => boolean): readonly Ballot[] {
  const found: Ballot[] = []
  const seen = new Set<number>()
  const open = [actor]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    for (const index of one.outChannels) {
      const { to, toPort } = channelAt(plan, index)
      const next = actorAt(plan, to)
      if (next.kind.kind === 'vote') found.push({ vote: next, port: toPort })
      if (seen.has(to) || next.kind.kind === 'vote' || !through(next)) continue
      seen.add(to)
      open.push(next)
    }
  }
  return found
}
