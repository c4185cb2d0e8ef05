import type { ActorCell } from '../../../kernel/cells.ts'
import { MOST_ATTEMPTS } from '../../../kernel/effects.ts'
import type { AgentConfig } from '../../../nodes/agent/config.ts'
import type { CommandConfig } from '../../../nodes/command/index.ts'
import { classOf } from '../../../nodes/exec.ts'
import type { ActorPlan } from '../../../topology/plan.ts'
import type { Layout } from '../layout.ts'
import { executionsAt } from '../site.ts'
import { cellIsBad, type Predicate } from './predicate.ts'

/** Whether a worker does something in the world that may happen once only. */
export function doesOnce({ kind, bound }: ActorPlan): boolean {
  if (kind.kind === 'command') return classOf(bound, (bound.config as CommandConfig).class) === 'once'
  if (kind.kind !== 'agent') return false
  return (bound.config as AgentConfig).tools.some((tool) => classOf(bound, tool.class) === 'once')
}

export function effectPredicates(layout: Layout): readonly Predicate[] {
  const once = layout.plan.actors.filter(doesOnce).map((actor): Predicate => {
    const cell = layout.sites[actor.index] as number
    return {
      id: `once ${actor.id}`,
      title: `What ${actor.name} does happens at most once`,
      elements: [actor.id],
      reads: [cell],
      bad: (state) => executionsAt(state[cell] as number) > 1,
      sentence: () => `${actor.name} took effect twice for one message`,
    }
  })
  return [...once, attempts(layout)]
}

/** Attempts are bounded whatever happens. */
function attempts(layout: Layout): Predicate {
  const workers = layout.plan.actors.filter(({ index }) => layout.sites[index] !== -1)
  const checks = workers.map(({ index }) =>
    cellIsBad<ActorCell>(layout, index, ({ effects }) =>
      effects.some(({ attempt }) => attempt > MOST_ATTEMPTS),
    ),
  )
  return {
    id: 'attempts',
    title: `Nothing is tried more than ${MOST_ATTEMPTS} times`,
    elements: [],
    reads: workers.map(({ index }) => index),
    bad: (state) => checks.some((isBad) => isBad(state)),
    sentence: () => `Something was tried more than ${MOST_ATTEMPTS} times`,
  }
}
