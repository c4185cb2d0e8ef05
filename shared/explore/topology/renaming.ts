import type { Cell } from '../../kernel/cells.ts'
import type { Json } from '../../topology/payload.ts'
import type { ActorPlan, Plan } from '../../topology/plan.ts'
import type { Lookalike } from './lookalikes.ts'

/** What lookalikes are called in a cell: nodes by their ids, ports, and components by their numbers. */
export interface Names {
  readonly words: ReadonlyMap<string, string>
  readonly numbers: ReadonlyMap<number, number>
}

/** The names after each lookalike has taken the place of another: `places[i]` is where the i-th goes. */
export function namesFor(lookalikes: readonly Lookalike[], places: readonly number[]): Names {
  const words = new Map<string, string>()
  const numbers = new Map<number, number>()
  lookalikes.forEach((lookalike, at) => {
    const other = lookalikes[places[at] as number] as Lookalike
    words.set(lookalike.actor.id, other.actor.id)
    for (const [join, port] of lookalike.ports) words.set(port, other.ports.get(join) ?? port)
    for (const [position, component] of lookalike.components.entries())
      numbers.set(component, other.components[position] as number)
  })
  return { words, numbers }
}

/** The names as one lookalike sees them: itself, and the others, whichever they are. */
export function namesSeenBy(lookalikes: readonly Lookalike[], own: Lookalike): Names {
  const words = new Map<string, string>()
  const numbers = new Map<number, number>()
  for (const lookalike of lookalikes) {
    const mark = lookalike === own ? '$' : '%'
    words.set(lookalike.actor.id, mark)
    for (const port of lookalike.ports.values()) words.set(port, mark)
    for (const [position, component] of lookalike.components.entries())
      numbers.set(component, lookalike === own ? -1 - position : -1000)
  }
  return { words, numbers }
}

/** Fields of cells that number a component; any other number only counts. */
const COMPONENTS: ReadonlySet<string> = new Set(['channel', 'client', 'component', 'member'])

function renamed(value: Json, names: Names, key: string): Json {
  if (typeof value === 'string') return wordFor(value, names)
  if (typeof value === 'number') return COMPONENTS.has(key) ? (names.numbers.get(value) ?? value) : value
  if (value === null || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map((one: Json) => renamed(one, names, key))
  return Object.fromEntries(
    Object.entries(value as { readonly [field: string]: Json }).map(([field, one]) => [
      names.words.get(field) ?? field,
      renamed(one, names, field),
    ]),
  )
}

/** A token is named after its producer; what people and the run have to say is text, and names nobody. */
function wordFor(text: string, { words }: Names): string {
  const known = words.get(text)
  if (known !== undefined) return known
  const dot = text.indexOf('.')
  const producer = dot < 0 ? undefined : words.get(text.slice(0, dot))
  return producer === undefined ? text : producer + text.slice(dot)
}

/** A cell with other names, in the order that its kind keeps. */
export function rename(plan: Plan, component: number, cell: Cell, names: Names): Cell {
  const other = renamed(cell as unknown as Json, names, '') as unknown as Cell
  const found = plan.components[component]
  if (found?.type !== 'actor' || other.type !== 'actor') return other
  return { ...other, local: sorted(found, other.local) }
}

/** The key of an action with other names: an input and its fault, or what the world does at a component. */
export function renameKey(key: string, names: Names): string {
  if (key.startsWith('{')) {
    const end = key.lastIndexOf(' ')
    return JSON.stringify(renamed(JSON.parse(key.slice(0, end)) as Json, names, '')) + key.slice(end)
  }
  return key.replace(/(?<=^[a-z ]+ )\d+(?= )/, (text) => String(names.numbers.get(Number(text)) ?? text))
}

interface WithPort {
  readonly port: string
}

function sorted({ kind }: ActorPlan, local: unknown): unknown {
  if (kind.kind === 'join') {
    const { groups } = local as {
      readonly groups: readonly { readonly parts?: readonly WithPort[]; readonly seen?: readonly string[] }[]
    }
    return {
      groups: groups.map((group) => ({
        ...group,
        ...(group.parts === undefined
          ? {}
          : { parts: group.parts.toSorted((a, b) => (a.port < b.port ? -1 : 1)) }),
        ...(group.seen === undefined ? {} : { seen: group.seen.toSorted() }),
      })),
    }
  }
  if (kind.kind !== 'store') return local
  const store = local as { readonly seen: { readonly [key: string]: readonly string[] } }
  const seen = Object.entries(store.seen).map(([key, clients]) => [key, clients.toSorted()] as const)
  return { ...store, seen: Object.fromEntries(seen) }
}
