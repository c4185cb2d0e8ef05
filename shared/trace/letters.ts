import type { ChannelCell, DeadLetter } from '../kernel/cells.ts'
import type { Input } from '../kernel/transition.ts'
import type { Plan } from '../topology/plan.ts'
import { countAtMost } from './history.ts'
import type { Recorded } from './recorded.ts'

/** A message that became a dead letter. A 0 in `endSeq` means that it lies there still. */
export interface LetterTrace {
  readonly id: string
  readonly channel: number
  readonly letter: DeadLetter
  /** The exit code of the program that could not deal with it, which its error does not hold; null for any other. */
  readonly exit: number | null
  readonly seq: number
  readonly at: number
  readonly endSeq: number
  readonly endAt: number
  /** `forgotten`: a channel remembers only so many of what it was told to drop. */
  readonly end: 'resent' | 'changed' | 'discarded' | 'forgotten' | null
}

type Writable = { -readonly [K in keyof LetterTrace]: LetterTrace[K] }

/** Follows the dead letters of every channel. */
export class LetterLog {
  private readonly plan: Plan
  private readonly all = new Map<number, Writable[]>()
  /** What lies there, in the order of the channel's own list. */
  private readonly open = new Map<number, Writable[]>()

  constructor(plan: Plan) {
    this.plan = plan
  }

  /** Channels that ever had one. */
  channels(): readonly number[] {
    return [...this.all.keys()]
  }

  /** Of one channel, in the order in which they came, up to a position. */
  on(channel: number, position: number): readonly LetterTrace[] {
    const all = this.all.get(channel) ?? []
    return all.slice(
      0,
      countAtMost(all, position, (one) => one.seq),
    )
  }

  /** What lay there at a position, in the order of the channel's own list. */
  openOn(channel: number, position: number): readonly LetterTrace[] {
    return this.on(channel, position).filter((one) => one.endSeq === 0 || one.endSeq > position)
  }

  add({ transition, identity }: Recorded): void {
    const { input, changed } = transition
    const { seq, at } = identity
    if (input.type === 'resend' || input.type === 'discard') {
      const taken = this.open.get(input.channel)?.splice(input.place, 1)[0]
      const changedIt = input.type === 'resend' && input.payload !== null
      const how = input.type === 'discard' ? 'discarded' : changedIt ? 'changed' : 'resent'
      if (taken !== undefined) end(taken, how, seq, at)
    }
    for (const [channel, cell] of changed) {
      if (cell.type !== 'channel' || (cell.dead === undefined && !this.open.has(channel))) continue
      this.follow(channel, cell, seq, at, exitOf(input))
    }
  }

  private follow(channel: number, cell: ChannelCell, seq: number, at: number, exit: number | null): void {
    const dead = cell.dead ?? []
    const open = this.open.get(channel) ?? []
    while (!begins(dead, open)) {
      const place = open.findIndex(({ letter }) => letter.reason !== 'failed')
      const forgotten = open.splice(Math.max(0, place), 1)[0]
      if (forgotten !== undefined) end(forgotten, 'forgotten', seq, at)
    }
    const all = this.all.get(channel) ?? []
    for (const letter of dead.slice(open.length)) {
      const id = `${this.plan.components[channel]?.id}#${all.length + 1}`
      const made: Writable = { id, channel, letter, exit, seq, at, endSeq: 0, endAt: 0, end: null }
      all.push(made)
      open.push(made)
    }
    this.all.set(channel, all)
    this.open.set(channel, open)
  }
}

/** New letters come last, and the oldest that nobody waits for are forgotten: so what is left begins the list. */
function begins(dead: readonly DeadLetter[], open: readonly LetterTrace[]): boolean {
  return open.every(({ letter }, place) => JSON.stringify(letter) === JSON.stringify(dead[place]))
}

function exitOf(input: Input): number | null {
  const exit = input.type === 'settle' ? input.outcome.control['exit'] : null
  return typeof exit === 'number' && exit !== 0 ? exit : null
}

function end(letter: Writable, how: LetterTrace['end'], seq: number, at: number): void {
  letter.end = how
  letter.endSeq = seq
  letter.endAt = at
}
