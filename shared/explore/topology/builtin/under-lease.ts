import type { ActorCell } from '../../../kernel/cells.ts'
import type { StoreConfig } from '../../../nodes/store/config.ts'
import type { StoreLocal } from '../../../nodes/store/state.ts'
import type { ActorPlan, Plan } from '../../../topology/plan.ts'
import type { Monitor, MonitorEvent } from '../monitor.ts'
import { doesOnce } from './effects.ts'
import { type Habit, habitsAt } from './stores.ts'

/** It holds its lease; the lease is over; another has had one of the same keys since; it acts all the same. */
const HOLDS = 1
const OVER = 2
const TAKEN = 3
const ACTS = 4

/** What is done elsewhere under a lease nobody refuses when the lease is over (Kleppmann 2016). */
export function underLeaseMonitors(plan: Plan): readonly Monitor[] {
  return plan.actors.flatMap((store) => {
    if (store.kind.kind !== 'store' || (store.bound.config as StoreConfig).mode !== 'lease') return []
    const habits = habitsAt(plan, store)
    return habits
      .filter((one) => doesOnce(one.actor) && habits.some((other) => other !== one && meet(one, other)))
      .map((one) => underLease(store, one))
  })
}

function meet(one: Habit, other: Habit): boolean {
  return one.updates.some((key) => other.updates.includes(key))
}

function underLease(store: ActorPlan, { actor, updates }: Habit): Monitor {
  const afterStep = (value: number, { leases }: StoreLocal, expired: boolean): number => {
    if (leases.some(({ client }) => client === actor.id)) return HOLDS
    const over = value === OVER || value === TAKEN || (value === HOLDS && expired)
    if (!over) return 0
    const taken = leases.some(({ keys }) => keys.some((key) => updates.includes(key)))
    return taken || value === TAKEN ? TAKEN : OVER
  }
  return {
    id: `under-lease ${actor.id} ${store.id}`,
    title: `${actor.name} does nothing outside when its lease at ${store.name} is over and another has it`,
    elements: [actor.id, store.id],
    initial: 0,
    interest: (event) => acts(event, actor) || storeAfter(event, store) !== null,
    step(value, event) {
      if (value === ACTS) return value
      if (acts(event, actor)) return value === TAKEN ? ACTS : value
      const local = storeAfter(event, store)
      return local === null ? value : afterStep(value, local, expires(event))
    },
    bad: (value) => value === ACTS,
    sentence: () =>
      `${actor.name} takes effect under a lease of ${store.name} that is over, and which another has been given since`,
    met: (value) => value > 0,
  }
}

function acts(event: MonitorEvent, { index }: ActorPlan): boolean {
  if (event.type !== 'world' || event.component !== index || event.ask.class !== 'once') return false
  return event.step === 'act' || event.step === 'orphan acts'
}

function storeAfter(event: MonitorEvent, { index }: ActorPlan): StoreLocal | null {
  if (event.type !== 'kernel') return null
  const cell = event.transition.changed.find(([component]) => component === index)?.[1]
  return cell === undefined ? null : ((cell as ActorCell).local as StoreLocal)
}

/** A lease ends by its timer, or is given back. */
function expires(event: MonitorEvent): boolean {
  return event.type === 'kernel' && event.transition.input.type === 'fire'
}
