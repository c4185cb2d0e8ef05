import { type Cell, initialState, type RunCell, type RunState } from '../kernel/cells.ts'
import { type Plan, RUN } from '../topology/plan.ts'
import { BusyLog } from './busy.ts'
import { CausalOrder } from './causes.ts'
import { EffectLog } from './effects.ts'
import { CellHistory } from './history.ts'
import { LetterLog } from './letters.ts'
import { MessageLog } from './messages.ts'
import type { Recorded } from './recorded.ts'
import { TimerLog } from './timers.ts'

/**
 * A run as its transitions tell it. Position k is the state after k transitions, 0 the one before the first; any is
 * looked up, none is computed again, so that time travel is random access. Grows by `append` and never changes
 * what is already there.
 */
export class Trace {
  readonly plan: Plan
  readonly messages: MessageLog
  readonly effects: EffectLog
  readonly order: CausalOrder
  readonly letters: LetterLog
  readonly timers = new TimerLog()
  private readonly records: Recorded[] = []
  private readonly histories: readonly CellHistory[]
  private readonly busy: readonly BusyLog[]
  private readonly ofActor: readonly number[][]

  constructor(plan: Plan) {
    this.plan = plan
    this.messages = new MessageLog(plan)
    this.effects = new EffectLog(plan)
    this.order = new CausalOrder(plan)
    this.letters = new LetterLog(plan)
    this.histories = initialState(plan).map((cell) => new CellHistory(cell))
    this.busy = plan.components.map(() => new BusyLog())
    this.ofActor = plan.components.map(() => [])
  }

  /** Takes what comes next. What is known already is passed over, so that a resumed subscription may overlap. */
  append(records: readonly Recorded[]): void {
    for (const record of records) {
      const { seq } = record.identity
      if (seq <= this.last) continue
      if (seq !== this.last + 1) throw new Error(`transition ${seq} does not follow ${this.last}`)
      this.records.push(record)
      this.messages.add(record)
      this.effects.add(record)
      this.order.add(record)
      this.letters.add(record)
      this.timers.add(record)
      this.ofActor[record.transition.input.component]?.push(seq)
      for (const [component, cell] of record.transition.changed) {
        this.histories[component]?.add(seq, cell)
        if (cell.type === 'actor') this.busy[component]?.add(cell, record)
      }
    }
  }

  get last(): number {
    return this.records.length
  }

  /** The transition that led to a position; none leads to 0. */
  record(seq: number): Recorded | undefined {
    return this.records[seq - 1]
  }

  /** The instant of a position, ms since 1970; of position 0 that of the first transition. */
  at(position: number): number {
    return this.records[Math.max(position, 1) - 1]?.identity.at ?? 0
  }

  /** The position whose instant is the latest at or before one. */
  positionAt(instant: number): number {
    let low = 0
    let high = this.records.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.records[middle] as Recorded).identity.at <= instant) low = middle + 1
      else high = middle
    }
    return low
  }

  cell(component: number, position: number): Cell {
    return this.history(component).at(position)
  }

  run(position: number): RunCell {
    return this.cell(RUN, position) as RunCell
  }

  /** The transition that gave a component the state that it has at a position. */
  changedAt(component: number, position: number): number {
    return this.history(component).seqAt(position)
  }

  state(position: number): RunState {
    return this.histories.map((history) => history.at(position))
  }

  /** Transitions whose input was for this component, ascending. */
  inputsOf(component: number): readonly number[] {
    return this.ofActor[component] ?? []
  }

  busyAt(component: number, position: number): ReturnType<BusyLog['at']> {
    return this.busy[component]?.at(position) ?? { spentMs: 0, since: null }
  }

  private history(component: number): CellHistory {
    const history = this.histories[component]
    if (history === undefined) throw new Error(`no component ${component}`)
    return history
  }
}
