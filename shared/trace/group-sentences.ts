import type { Cell } from '../kernel/cells.ts'
import type { Input } from '../kernel/transition.ts'
import { type ControllerPlan, RUN, type SupervisorPlan } from '../topology/plan.ts'

/** What a step of a breaker, rate limit, budget or group says to people. `after` is its cell as the step left it. */
export function controllerText({ id, spec }: ControllerPlan): string {
  switch (spec.type) {
    case 'breaker':
      return `The breaker ${id} has cooled down and lets a probe through`
    case 'rate':
      return `The rate limit ${id} opens a new window`
    case 'budget':
      return `The time of the budget ${id} is over: nothing more begins`
    case 'bulkhead':
      return `The bulkhead ${id} makes room`
  }
}

export function groupText(
  group: SupervisorPlan,
  input: Input,
  changed: readonly (readonly [component: number, cell: Cell])[],
  nameAt: (component: number) => string,
): string {
  const name = group.spec.name ?? group.id
  const after = changed.find(([component]) => component === group.index)?.[1]
  if (after?.type !== 'supervisor') return `The group ${name} looks after its members`
  if (input.type === 'undo') {
    const member = after.undoing?.now ?? null
    if (member !== null) return `The saga ${name} takes back what ${nameAt(member)} did`
    return `The saga ${name} has taken everything back`
  }
  if (input.type === 'fire' && input.tag === 'window') return `The group ${name} forgets its earlier restarts`
  if (after.undoing !== null) return `The saga ${name} stops its members, to take back what they did`
  if (changed.some(([component]) => component === RUN))
    return `The group ${name} gives up after ${after.restarts} restarts`
  const members = changed.map(([component]) => component).filter((one) => group.members.includes(one))
  return `The group ${name} restarts ${members.map(nameAt).join(', ')}`
}
