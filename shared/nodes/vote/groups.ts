import type { Payload, Ref } from '../../topology/payload.ts'
import { noMigration } from '../define.ts'
import type { Part } from '../join/groups.ts'
import { inOrder } from '../join/index.ts'

/** Ballots of one activation, in the order of their ports, so that the order in which they came makes no difference. */
export interface Group {
  readonly activation: string
  readonly parts: readonly Part[]
  /** Its deadline has passed. */
  readonly due: boolean
  /** Ballots of voters that had been heard already. */
  readonly again: number
}

/** How the latest vote ended, for the card. */
interface Ended {
  readonly vote: Ref
  readonly late: number
  readonly again: number
}

export interface VoteLocal {
  /** Open ones, in the order of their activations. */
  readonly groups: readonly Group[]
  /**
   * Activations that have been decided, or could not be: for good. A vote does not know whether another ballot can
   * still come, by a second edge or from a timer that ticks, and must not decide the same question twice.
   */
  readonly over: readonly string[]
  /** The activation whose ballots are being compared; one at a time. */
  readonly counting: string | null
  readonly ended: Ended | null
}

/** What is dropped is counted up to here: a number that grew for ever would make no two states equal. */
export const MOST_COUNTED = 9

function more(count: number): number {
  return Math.min(count + 1, MOST_COUNTED)
}

export function groupOf({ groups }: VoteLocal, activation: string | null): Group | null {
  return groups.find((one) => one.activation === activation) ?? null
}

export function groupAt(local: VoteLocal, activation: string | null): Group {
  const group = groupOf(local, activation)
  if (group === null) throw new Error('vote: no ballots of that activation')
  return group
}

function others({ groups }: VoteLocal, { activation }: Group): readonly Group[] {
  return groups.filter((one) => one.activation !== activation)
}

export function withGroup(local: VoteLocal, group: Group): VoteLocal {
  const rest = others(local, group)
  const at = rest.findIndex(({ activation }) => activation > group.activation)
  return { ...local, groups: at < 0 ? [...rest, group] : rest.toSpliced(at, 0, group) }
}

/** Its vote is over, with these words. */
export function withoutGroup(local: VoteLocal, group: Group, vote: Ref): VoteLocal {
  return {
    groups: others(local, group),
    over: inOrder(local.over, group.activation),
    counting: null,
    ended: { vote, late: 0, again: group.again },
  }
}

export function heardAgain(group: Group): Group {
  return { ...group, again: more(group.again) }
}

export function withLate(local: VoteLocal): VoteLocal {
  const { ended } = local
  return ended === null ? local : { ...local, ended: { ...ended, late: more(ended.late) } }
}

/** Version 1 forgot what was over when all ballots had come, and let a voter take back what it had said. */
interface LocalV1 {
  readonly groups: readonly {
    readonly activation: string
    readonly slots: { readonly [port: string]: number }
    readonly ballots: { readonly [port: string]: Payload }
    readonly seen: readonly string[]
    readonly due: boolean
    readonly closed: boolean
  }[]
  readonly counting: string | null
  readonly ended: { readonly vote: Ref; readonly late: number } | null
}

export function migrateVote(local: unknown, from: number): VoteLocal {
  if (from !== 1) return noMigration('vote')(local, from)
  const { groups, counting, ended } = local as LocalV1
  const empty: VoteLocal = { groups: [], over: [], counting, ended: null }
  const open = groups.filter(({ closed }) => !closed)
  const migrated = open.reduce(
    (all, { activation, slots, ballots, seen, due }) =>
      withGroup(all, {
        activation,
        parts: seen.map((port) => ({ port, slot: slots[port] as number, payload: ballots[port] as Payload })),
        due,
        again: 0,
      }),
    empty,
  )
  return {
    ...migrated,
    over: groups
      .filter(({ closed }) => closed)
      .reduce<readonly string[]>((all, { activation }) => inOrder(all, activation), []),
    ended: ended === null ? null : { ...ended, again: 0, late: Math.min(ended.late, MOST_COUNTED) },
  }
}
