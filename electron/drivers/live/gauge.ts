import type { ActorCell, Cell, ChannelCell } from '../../../shared/kernel/cells.ts'
import type { Ask } from '../../../shared/topology/kind.ts'

interface Reading {
  readonly effects: number
  readonly timers: number
  readonly asks: number
  readonly doubts: number
  readonly letters: number
  /** The newest question: asked anew, it is another, though there are as many. */
  readonly question: Ask | null
}

const NOTHING: Reading = { effects: 0, timers: 0, asks: 0, doubts: 0, letters: 0, question: null }

/** Counts, kept as cells change, so that no one has to look over the whole state to know how a run stands. */
export class Gauge {
  /** By component. */
  private readonly readings: (Reading | undefined)[] = []
  private effects = 0
  private timers = 0
  private asks = 0
  private doubts = 0
  private letters = 0
  /** Goes up whenever what people are asked may have changed. */
  asksVersion = 0

  follow(component: number, cell: Cell): void {
    const after = readingOf(cell)
    const before = this.readings[component] ?? NOTHING
    if (after === NOTHING && before === NOTHING) return
    if (
      after.asks !== before.asks ||
      after.question !== before.question ||
      after.doubts !== before.doubts ||
      after.letters !== before.letters
    )
      this.asksVersion += 1
    this.readings[component] = after
    this.effects += after.effects - before.effects
    this.timers += after.timers - before.timers
    this.asks += after.asks - before.asks
    this.doubts += after.doubts - before.doubts
    this.letters += after.letters - before.letters
  }

  /** True while the world owes the run something: an outcome, a timer, an answer. */
  waits(): boolean {
    return this.effects > 0 || this.timers > 0
  }

  asksPeople(): boolean {
    return this.asks > 0
  }

  /** Messages that failed wait for a person. */
  hasLetters(): boolean {
    return this.letters > 0
  }

  inDoubt(): boolean {
    return this.doubts > 0
  }
}

function readingOf(cell: Cell): Reading {
  switch (cell.type) {
    case 'actor':
      return read(cell)
    case 'channel':
      return cell.dead === undefined ? NOTHING : lettersIn(cell)
    case 'supervisor':
      return cell.failed === null ? NOTHING : { ...NOTHING, timers: cell.timers.length }
    default:
      return NOTHING
  }
}

/** A message that failed is a question to a person. */
function lettersIn(cell: ChannelCell): Reading {
  const letters = cell.dead?.filter(({ reason }) => reason === 'failed').length ?? 0
  return letters === 0 ? NOTHING : { ...NOTHING, letters }
}

function read(cell: ActorCell): Reading {
  if (cell.effects.length === 0 && cell.timers.length === 0) return NOTHING
  let effects = 0
  let asks = 0
  let doubts = 0
  let question: Ask | null = null
  for (const effect of cell.effects) {
    if (effect.ask.to !== undefined) continue
    effects += 1
    if (effect.ask.kind === 'human.ask' && effect.status === 'begun') {
      asks += 1
      question = effect.ask
    }
    if (effect.status === 'doubt') doubts += 1
  }
  return { effects, timers: cell.timers.length, asks, doubts, letters: 0, question }
}
