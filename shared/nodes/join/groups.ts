import { fieldsOf, type Payload } from '../../topology/payload.ts'
import { noMigration } from '../define.ts'

/** What came at an input. */
export interface Part {
  readonly port: string
  readonly slot: number
  readonly payload: Payload
}

/**
 * Messages of one activation, in order of their ports, so that the order in which they came makes no difference. A
 * list, and not a record by port: a join of a hundred takes each arrival without copying a table.
 * A closed group has sent; it is kept until all its inputs have come.
 */
export type Group =
  | { readonly type: 'open'; readonly activation: string; readonly parts: readonly Part[] }
  | { readonly type: 'closed'; readonly activation: string; readonly seen: readonly string[] }

export interface JoinLocal {
  readonly groups: readonly Group[]
}

/** The parts with one more, or with one in the place of what had come at its port. */
export function withPart(
  parts: readonly Part[],
  part: Part,
): { readonly parts: readonly Part[]; readonly replaced: Part | null } {
  const place = placeOf(parts, part.port)
  const there = parts[place]
  const replaced = there?.port === part.port ? there : null
  const next = parts.slice()
  next.splice(place, replaced === null ? 0 : 1, part)
  return { parts: next, replaced }
}

/** Where a port stands or would stand. */
function placeOf(parts: readonly Part[], port: string): number {
  let low = 0
  let high = parts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((parts[middle] as Part).port < port) low = middle + 1
    else high = middle
  }
  return low
}

/** The fields of each part, in the order of the inputs. */
export function byPort(
  inputs: readonly string[],
  parts: readonly Part[],
): ReadonlyMap<string, { readonly [field: string]: Payload }> {
  const payloads = new Map(parts.map(({ port, payload }) => [port, payload]))
  const found = new Map<string, { readonly [field: string]: Payload }>()
  for (const input of inputs) {
    const payload = payloads.get(input)
    if (payload !== undefined) found.set(input, fieldsOf(payload))
  }
  return found
}

/** Version 1 held slots and payloads of a group in records by port, beside the ports that it had seen. */
interface GroupV1 {
  readonly activation: string
  readonly slots: { readonly [port: string]: number }
  readonly parts: { readonly [port: string]: Payload }
  readonly seen: readonly string[]
  readonly closed: boolean
}

export function migrateJoin(local: unknown, from: number): JoinLocal {
  if (from !== 1) return noMigration('join')(local, from)
  const { groups } = local as { readonly groups: readonly GroupV1[] }
  return {
    groups: groups.map(({ activation, slots, parts, seen, closed }): Group => {
      if (closed) return { type: 'closed', activation, seen }
      const open = seen.map((port) => ({
        port,
        slot: slots[port] as number,
        payload: parts[port] as Payload,
      }))
      return { type: 'open', activation, parts: open }
    }),
  }
}
