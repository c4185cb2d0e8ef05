import type { ActorPlan, Plan } from '../../../topology/plan.ts'
import type { Monitor, MonitorEvent } from '../monitor.ts'
import { type Habit, habitsAt, servedIn } from './stores.ts'

const STALE = 1

/**
 * Who reads a key and does not set it goes on by what may be old by then. The value is a history: of each key that a
 * worker has read since its last message, whether another has replaced it.
 */
export function staleReadMonitors(plan: Plan): readonly Monitor[] {
  return plan.actors
    .filter(({ kind }) => kind.kind === 'store')
    .flatMap((store) => {
      const habits = habitsAt(plan, store)
      return habits.flatMap((habit) => {
        const keys = habit.reads.filter(
          (key) =>
            !habit.updates.includes(key) &&
            habits.some((other) => other !== habit && other.updates.includes(key)),
        )
        return keys.length === 0 ? [] : [staleRead(plan, store, habit, keys)]
      })
    })
}

type Marks = { readonly [key: string]: 'fresh' | 'stale' }

function staleRead(plan: Plan, store: ActorPlan, { actor }: Habit, keys: readonly string[]): Monitor {
  const histories: string[] = ['{}', '']
  const failing = new Set(actor.outOf.get('error') ?? [])
  const goesOn = (event: MonitorEvent): boolean =>
    event.type === 'kernel' &&
    event.transition.input.component === actor.index &&
    event.transition.sent.some(({ channel, fate }) => fate !== 'returned' && !failing.has(channel))
  const marked = (value: number, event: MonitorEvent): Marks => {
    const before = JSON.parse(histories[value] as string) as Marks
    const served = servedIn(plan, store, event)
    if (served === null || !served.ok) return before
    const mine = served.client === actor.id
    const marks: Record<string, 'fresh' | 'stale'> = { ...before }
    for (const key of served.keys.filter((one) => keys.includes(one))) {
      if (mine && !served.writes) marks[key] = 'fresh'
      else if (!mine && served.writes && marks[key] !== undefined) marks[key] = 'stale'
    }
    return marks
  }
  const idOf = (marks: Marks): number => {
    const text = JSON.stringify(Object.fromEntries(keys.map((key) => [key, marks[key]])))
    if (!histories.includes(text)) histories.push(text)
    return histories.indexOf(text)
  }
  return {
    id: `stale-read ${actor.id} ${store.id}`,
    title: `${actor.name} goes on by what still stands in ${store.name}`,
    elements: [actor.id, store.id],
    initial: 0,
    interest: (event) => goesOn(event) || servedIn(plan, store, event)?.ok === true,
    step(value, event) {
      if (value === STALE) return value
      if (!goesOn(event)) return idOf(marked(value, event))
      const marks = JSON.parse(histories[value] as string) as Marks
      return Object.values(marks).includes('stale') ? STALE : 0
    },
    bad: (value) => value === STALE,
    sentence: () =>
      `${actor.name} goes on by what it has read in ${store.name}, which another has replaced since`,
    met: (value) => value > 0,
  }
}
