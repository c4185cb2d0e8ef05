import type { ControllerSpec } from '../../topology/controls.ts'
import type { Control, TimerCell } from '../cells.ts'

/** How an attempt ended, as far as a controller cares. */
export interface Ending {
  readonly result: 'ok' | 'failed' | 'withdrawn'
  readonly tokens: number
  readonly microUsd: number
}

/** `refused` is a sentence for people: it will not be admitted however long it waits. */
export type Admission = 'yes' | 'wait' | { readonly refused: string }

export interface Change<C> {
  readonly control: C
  readonly arm?: TimerCell
}

type SpecOf<T extends ControllerSpec['type']> = Extract<ControllerSpec, { type: T }>
type ControlOf<T extends Control['type']> = Extract<Control, { type: T }>

/** One kind of controller: pure functions of its own settings, its own state and what its users do. */
export interface Controller<T extends ControllerSpec['type']> {
  admits(spec: SpecOf<T>, control: ControlOf<T>): Admission
  begun(spec: SpecOf<T>, control: ControlOf<T>): Change<ControlOf<T>>
  ended(spec: SpecOf<T>, control: ControlOf<T>, ending: Ending): Change<ControlOf<T>>
  /** May there be another attempt? Null: it may; else why not. */
  deniesRetry?(spec: SpecOf<T>, control: ControlOf<T>): string | null
  retried?(control: ControlOf<T>): ControlOf<T>
  fired(control: ControlOf<T>): Change<ControlOf<T>>
}
