import type { ActorCell, ClientCell } from '../../../kernel/cells.ts'
import { clientName } from '../../../kernel/clients.ts'
import type { Errands } from '../../../nodes/errands.ts'
import type { StoreConfig } from '../../../nodes/store/config.ts'
import type { StoreLocal } from '../../../nodes/store/state.ts'
import type { Ask } from '../../../topology/kind.ts'
import { fieldsOf } from '../../../topology/payload.ts'
import { type ActorPlan, actorAt, clientAt, type Plan } from '../../../topology/plan.ts'
import type { Monitor, MonitorEvent } from '../monitor.ts'

/** A request that a store has answered, with the store as it was before. */
export interface Served {
  readonly client: string
  readonly ask: Ask
  readonly keys: readonly string[]
  readonly writes: boolean
  readonly ok: boolean
  readonly before: StoreLocal
}

/** What each client of a store reads before it works, and sets after it. */
export interface Habit {
  readonly actor: ActorPlan
  readonly reads: readonly string[]
  readonly updates: readonly string[]
}

export function habitsAt(plan: Plan, { serves }: ActorPlan): readonly Habit[] {
  return serves.map((client) => {
    const actor = actorAt(plan, clientAt(plan, client).client)
    const { reads = [], updates = [] } = actor.bound.config as Partial<Errands>
    return { actor, reads, updates: updates.map(({ key }) => key) }
  })
}

export function servedIn(plan: Plan, { index }: ActorPlan, event: MonitorEvent): Served | null {
  if (event.type !== 'kernel') return null
  const { input, changed } = event.transition
  if (input.type !== 'serve' || input.component !== index) return null
  const ask = (event.before(input.client) as ClientCell).requests[0]
  const after = changed.find(([component]) => component === input.client)?.[1] as ClientCell | undefined
  if (ask === undefined) return null
  const writes = ask.kind === 'store.write' || ask.kind === 'store.swap'
  const named = (ask.control['keys'] ?? []) as readonly string[]
  return {
    client: clientName(plan, input.client),
    ask,
    keys: writes ? Object.keys(fieldsOf(ask.payload['values'] ?? {})) : named,
    writes,
    ok: after?.replies.at(-1)?.outcome.tag === 'ok',
    before: (event.before(index) as ActorCell).local as StoreLocal,
  }
}

function isUnseen({ values, seen }: StoreLocal, key: string, client: string): boolean {
  return Object.hasOwn(values, key) && seen[key]?.includes(client) !== true
}

export function storeMonitors(plan: Plan): readonly Monitor[] {
  return plan.actors
    .filter(({ kind }) => kind.kind === 'store')
    .flatMap((store) => {
      const habits = habitsAt(plan, store)
      const rmw = habits.filter(({ reads, updates }) => updates.some((key) => reads.includes(key)))
      const { mode } = store.bound.config as StoreConfig
      return [
        ...(rmw.length > 1 ? [lostUpdate(plan, store, rmw)] : []),
        ...(maySkew(habits) ? [writeSkew(plan, store, habits)] : []),
        ...(mode === 'lease' ? [fencing(plan, store)] : []),
      ]
    })
}

/** What one client has read and works on is replaced by another, and then replaced by it unseen (Berenson 1995, P4). */
function lostUpdate(plan: Plan, store: ActorPlan, habits: readonly Habit[]): Monitor {
  const readsOf = new Map(habits.map(({ actor, reads }) => [actor.id, reads]))
  const writeIn = (event: MonitorEvent): Served | null => {
    const served = servedIn(plan, store, event)
    return served?.writes === true && served.ok && readsOf.has(served.client) ? served : null
  }
  return {
    id: `lost-update ${store.id}`,
    title: `No update of ${store.name} is lost`,
    elements: [store.id, ...readsOf.keys()],
    initial: 0,
    nameless: true,
    interest: (event) => writeIn(event) !== null,
    step(value, event) {
      const served = writeIn(event)
      if (value === 2 || served === null) return value
      const { client, keys, before } = served
      const lost = keys.some((key) => readsOf.get(client)?.includes(key) && isUnseen(before, key, client))
      return lost ? 2 : 1
    },
    bad: (value) => value === 2,
    sentence: () =>
      `A worker replaces in ${store.name} what another wrote after it had read: that update is lost`,
    met: (value) => value > 0,
  }
}

/** Two read the same two keys and each sets the one that the other has read. */
function maySkew(habits: readonly Habit[]): boolean {
  return habits.some((a) =>
    habits.some(
      (b) =>
        a !== b &&
        a.updates.some((s) => b.updates.some((t) => s !== t && a.reads.includes(t) && b.reads.includes(s))),
    ),
  )
}

const SKEWED = 1

/** A cycle of two anti-dependencies (Berenson 1995, A5B). Its value is a history of who wrote each key last. */
function writeSkew(plan: Plan, store: ActorPlan, habits: readonly Habit[]): Monitor {
  const readsOf = new Map(habits.map(({ actor, reads }) => [actor.id, reads]))
  const writers: string[] = ['{}', '']
  const writeIn = (event: MonitorEvent): Served | null => {
    const served = servedIn(plan, store, event)
    return served?.writes === true && served.ok ? served : null
  }
  return {
    id: `write-skew ${store.id}`,
    title: `No two updates of ${store.name} rest on what the other has changed`,
    elements: [store.id, ...readsOf.keys()],
    initial: 0,
    interest: (event) => writeIn(event) !== null,
    step(value, event) {
      const served = writeIn(event)
      if (value === SKEWED || served === null) return value
      const { client, keys, before } = served
      const last = JSON.parse(writers[value] as string) as Record<string, string>
      const skewed = (readsOf.get(client) ?? []).some((read) => {
        const writer = last[read]
        if (writer === undefined || writer === client || keys.includes(read)) return false
        if (!isUnseen(before, read, client)) return false
        return keys.some((key) => readsOf.get(writer)?.includes(key) && !isUnseen(before, key, writer))
      })
      if (skewed) return SKEWED
      const now = { ...last, ...Object.fromEntries(keys.map((key) => [key, client])) }
      const text = JSON.stringify(
        Object.fromEntries(Object.entries(now).sort(([a], [b]) => (a < b ? -1 : 1))),
      )
      if (!writers.includes(text)) writers.push(text)
      return writers.indexOf(text)
    },
    bad: (value) => value === SKEWED,
    sentence: () =>
      `Two workers have each changed in ${store.name} what the other had read and goes by: together they break what each had kept`,
    met: (value) => value > 0,
  }
}

/** Tokens of accepted writes never fall (Kleppmann 2016). The value is one more than the largest; 1 is bad. */
function fencing(plan: Plan, store: ActorPlan): Monitor {
  const tokenIn = (event: MonitorEvent): number | null => {
    const served = servedIn(plan, store, event)
    return served?.writes === true && served.ok ? ((served.ask.control['token'] ?? 0) as number) : null
  }
  return {
    id: `fenced ${store.id}`,
    title: `${store.name} takes no write under a lease that is over`,
    elements: [store.id],
    initial: 0,
    nameless: true,
    interest: (event) => tokenIn(event) !== null,
    step(value, event) {
      const token = tokenIn(event)
      if (value === 1 || token === null) return value
      return token + 1 < value ? 1 : token + 1
    },
    bad: (value) => value === 1,
    sentence: () => `${store.name} takes a write under an older lease than one that it has already taken`,
    met: (value) => value > 0,
  }
}
