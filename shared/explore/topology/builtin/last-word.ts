import type { ActorCell, ClientCell } from '../../../kernel/cells.ts'
import type { Ask } from '../../../topology/kind.ts'
import { fieldsOf } from '../../../topology/payload.ts'
import { type ActorPlan, actorAt, type Plan } from '../../../topology/plan.ts'
import type { Monitor, MonitorEvent } from '../monitor.ts'
import { loopsIn } from './loops.ts'
import { habitsAt } from './stores.ts'

/** One replaces what the other has set, is replaced, and replaces it again: so often they have changed places. */
const MOST = 3

/** These put an end to a dispute. */
const ARBITERS = new Set(['gate', 'vote', 'verifier'])

interface Shared {
  readonly resource: ActorPlan
  /** Of a store; null for a repository. */
  readonly key: string | null
  readonly writers: readonly ActorPlan[]
  readonly arbiters: ReadonlySet<number>
}

/** Of two in a loop who change one thing neither does so in turns for ever (a livelock: each step undoes the last). */
export function lastWordMonitors(plan: Plan): readonly Monitor[] {
  const loops = loopsIn(plan)
  if (loops.length === 0) return []
  return sharedIn(plan).flatMap(({ resource, key, writers }): readonly Monitor[] => {
    const around = loops.filter(({ body }) => writers.filter(({ index }) => body.has(index)).length > 1)
    const inside = new Set(around.flatMap(({ body }) => [...body]))
    const disputing = writers.filter(({ index }) => inside.has(index))
    if (disputing.length < 2) return []
    const arbiters = [...inside].filter((index) => ARBITERS.has(actorAt(plan, index).kind.kind))
    return [lastWord({ resource, key, writers: disputing, arbiters: new Set(arbiters) })]
  })
}

type Unarbitrated = Omit<Shared, 'arbiters'>

function sharedIn(plan: Plan): readonly Unarbitrated[] {
  return plan.actors.flatMap((resource): readonly Unarbitrated[] => {
    if (resource.kind.kind === 'repo') {
      const writers = plan.actors.filter(({ bound }) =>
        bound.resources.some(({ node, access }) => node === resource.id && access !== 'read'),
      )
      return [{ resource, key: null, writers }]
    }
    if (resource.kind.kind !== 'store') return []
    const habits = habitsAt(plan, resource)
    return [...new Set(habits.flatMap(({ updates }) => updates))].map((key) => ({
      resource,
      key,
      writers: habits.filter(({ updates }) => updates.includes(key)).map(({ actor }) => actor),
    }))
  })
}

/** The value is 0 before anyone has written, else who was last and how often they have changed places. */
function lastWord(shared: Shared): Monitor {
  const { resource, key, writers, arbiters } = shared
  const size = writers.length
  const what = key === null ? resource.name : `"${key}" of ${resource.name}`
  const names = writers.map(({ name }) => name).join(' and ')
  const turnsIn = (value: number): number => (value === 0 ? 0 : Math.floor((value - 1) / size))
  return {
    id: key === null ? `last-word ${resource.id}` : `last-word ${resource.id}.${key}`,
    title: `${names} do not change ${what} in turns without anyone to decide`,
    elements: [...writers.map(({ id }) => id), resource.id],
    initial: 0,
    interest: (event) => writerIn(event, shared) >= 0 || decides(event, arbiters),
    step(value, event) {
      if (turnsIn(value) >= MOST) return value
      if (decides(event, arbiters)) return 0
      const writer = writerIn(event, shared)
      if (writer < 0) return value
      const turns = value === 0 || (value - 1) % size === writer ? turnsIn(value) : turnsIn(value) + 1
      return 1 + writer + size * turns
    },
    bad: (value) => turnsIn(value) >= MOST,
    sentence: () =>
      `${names} have changed ${what} in turns, each what the other had made of it, and nobody has decided between them`,
    met: (value) => value > 0,
  }
}

function decides(event: MonitorEvent, arbiters: ReadonlySet<number>): boolean {
  if (event.type !== 'kernel') return false
  const { input, sent } = event.transition
  return sent.length > 0 && arbiters.has(input.component)
}

/** The place of the writer that hears in this step that its change stands; -1 for none. */
function writerIn(event: MonitorEvent, { resource, key, writers }: Shared): number {
  if (event.type !== 'kernel') return -1
  const { input } = event.transition
  if (input.type !== 'reply') return -1
  const place = writers.findIndex(({ index }) => index === input.component)
  if (place < 0) return -1
  const reply = (event.before(input.client) as ClientCell).replies[0]
  const { effects } = event.before(input.component) as ActorCell
  const ask = effects.find((one) => one.ask.tag === reply?.tag && one.ask.to === resource.id)?.ask
  return ask !== undefined && reply?.outcome.tag === 'ok' && changes(ask, key) ? place : -1
}

function changes({ kind, payload }: Ask, key: string | null): boolean {
  if (key === null) return kind === 'repo.commit'
  if (kind !== 'store.write' && kind !== 'store.swap') return false
  return Object.hasOwn(fieldsOf(payload['values'] ?? {}), key)
}
