import type { ActorCell } from '../../../kernel/cells.ts'
import type { DecisionsConfig, LedgerLocal } from '../../../nodes/decisions/index.ts'
import type { Errands } from '../../../nodes/errands.ts'
import { type ActorPlan, actorAt, clientAt, type Plan } from '../../../topology/plan.ts'
import type { Layout } from '../layout.ts'
import { cellIsBad, type Predicate } from './predicate.ts'

/** The first decision of a topic stands; who decides it a second time has worked by another. */
export function decisionPredicates(layout: Layout): readonly Predicate[] {
  return layout.plan.actors
    .filter(({ kind }) => kind.kind === 'decisions')
    .map((ledger): Predicate => {
      const bad = cellIsBad<ActorCell>(
        layout,
        ledger.index,
        ({ local }) => (local as LedgerLocal).again.length > 0,
      )
      return {
        id: `decided-once ${ledger.id}`,
        title: `No topic of ${ledger.name} is decided twice`,
        elements: [ledger.id],
        reads: [ledger.index],
        bad,
        sentence: () =>
          `Two workers decide the same topic of ${ledger.name}; the first decision stands, and the second worker has worked by another`,
      }
    })
}

/** Each ledger lets its first decision stand, so a topic that is decided at two of them may have two that stand. */
export function oneDecisionPredicates(layout: Layout): readonly Predicate[] {
  const { plan } = layout
  const ledgers = plan.actors.filter(({ kind }) => kind.kind === 'decisions')
  const topics = new Set(ledgers.flatMap(({ bound }) => (bound.config as DecisionsConfig).topics))
  return [...topics].flatMap((topic) => {
    const at = ledgers.filter((ledger) => isDecidedAt(plan, ledger, topic))
    return at.length < 2 ? [] : [splitAt(layout, topic, at)]
  })
}

function isDecidedAt(plan: Plan, ledger: ActorPlan, topic: string): boolean {
  if (!(ledger.bound.config as DecisionsConfig).topics.includes(topic)) return false
  return ledger.serves.some((client) => {
    const { decides = [] } = actorAt(plan, clientAt(plan, client).client).bound.config as Partial<Errands>
    return decides.includes(topic)
  })
}

function splitAt(layout: Layout, topic: string, ledgers: readonly ActorPlan[]): Predicate {
  const stands = ledgers.map(({ index }) =>
    cellIsBad<ActorCell>(layout, index, ({ local }) => Object.hasOwn((local as LedgerLocal).settled, topic)),
  )
  const standing = (state: Int32Array): readonly ActorPlan[] =>
    ledgers.filter((_, at) => stands[at]?.(state) === true)
  return {
    id: `one-decision ${topic}`,
    title: `One decision of "${topic}" stands, whatever the ledger`,
    elements: ledgers.map(({ id }) => id),
    reads: ledgers.map(({ index }) => index),
    bad: (state) => standing(state).length > 1,
    sentence: (state) => {
      const names = standing(state).map(({ name }) => name)
      return `"${topic}" is decided in ${names.join(' and in ')}: a decision stands in each, and some go by the one, some by the other`
    },
  }
}
