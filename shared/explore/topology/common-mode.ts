import { type ActorPlan, actorAt, channelAt, type Plan } from '../../topology/plan.ts'

/**
 * Voters that fail together (Knight and Leveson 1986): agents of one model whose answers come to a vote. Once one of
 * them has misread its task each of the others may, at no further fault's cost. By actor, a number for its group.
 */
export function commonModes(plan: Plan): ReadonlyMap<number, number> {
  const groups = new Map<string, ActorPlan[]>()
  for (const actor of plan.actors.filter((one) => isVoter(plan, one))) {
    const [model] = actor.kind.uses?.(actor.bound.config).models ?? []
    if (model !== undefined) groups.set(model, [...(groups.get(model) ?? []), actor])
  }
  const together = [...groups.values()].filter((actors) => actors.length > 1)
  return new Map(together.flatMap((actors, at) => actors.map(({ index }) => [index, at] as const)))
}

function isVoter(plan: Plan, actor: ActorPlan): boolean {
  if (actor.kind.client !== true) return false
  const seen = new Set<number>()
  const open = [actor]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    for (const index of one.outChannels) {
      const to = actorAt(plan, channelAt(plan, index).to)
      if (to.kind.kind === 'vote') return true
      if (seen.has(to.index)) continue
      seen.add(to.index)
      open.push(to)
    }
  }
  return false
}
