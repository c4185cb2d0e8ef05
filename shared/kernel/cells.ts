import type { Ask } from '../topology/kind.ts'
import type { Outcome, Payload } from '../topology/payload.ts'
import { type ComponentPlan, type Plan, RUN } from '../topology/plan.ts'
import { initialControl } from './controllers/initial.ts'

/** A message as the state knows it: its id is identity, kept apart (identity.ts). */
export interface Message {
  readonly payload: Payload
  /** The map items and loop rounds that it belongs to: `fix#2/each#0`; empty at the top. */
  readonly activation: string
  /** How often it has been sent anew; absent at first. */
  readonly attempt?: number
}

export interface RunCell {
  readonly type: 'run'
  readonly status: 'running' | 'cancelling' | 'failing'
  readonly paused: boolean
  /** While it is paused: what runs and may run again is cut off. */
  readonly aborts?: true
  /** Who failed and why, once it is failing. */
  readonly failure: { readonly actor: string; readonly error: Payload } | null
}

/** A message that nobody could take, and why; a person may change it and send it again. */
export interface DeadLetter {
  readonly message: Message
  /** `abandoned`: its receiver was restarted in the middle of it, and its edge delivers at most once. */
  readonly reason: 'rejected' | 'dropped' | 'failed' | 'abandoned'
  readonly error: Payload | null
}

export interface ChannelCell {
  readonly type: 'channel'
  readonly queue: readonly Message[]
  /** What did not fit; moves in as room is made. The sender takes nothing new meanwhile. */
  readonly held: readonly Message[]
  /** Absent while there are none. */
  readonly dead?: readonly DeadLetter[]
}

/** A delivered message that its actor has not finished with. */
export interface Unfinished {
  readonly slot: number
  readonly port: string
  readonly message: Message
  /** Where it came from, so that it can go back there. */
  readonly channel?: number
}

/**
 * asked → begun → (settled: gone). `waiting` is the pause before the next attempt, `doubt` means that nobody knows
 * whether a begun `once` effect happened.
 */
export interface EffectCell {
  readonly ask: Ask
  readonly status: 'asked' | 'begun' | 'waiting' | 'doubt'
  readonly attempt: number
  /** Its actor no longer wants it, but it was begun, so its fate must be known. */
  readonly withdrawn: boolean
  /** Its progress has stopped for longer than its past explains; no harm comes of that by itself. */
  readonly suspected?: true
}

export interface TimerCell {
  readonly tag: string
  readonly ms: number
}

export interface ActorCell {
  readonly type: 'actor'
  /** The kind's `stateVersion` that `local` is of, so that a newer Synod knows what it reads. */
  readonly version: number
  readonly local: unknown
  /** `stopping` and `restarting` wait for the fate of begun `once` effects; `stopped` is final. */
  readonly status: 'up' | 'restarting' | 'stopping' | 'stopped'
  readonly unfinished: readonly Unfinished[]
  readonly effects: readonly EffectCell[]
  readonly timers: readonly TimerCell[]
}

export interface ClientCell {
  readonly type: 'client'
  readonly requests: readonly Ask[]
  readonly replies: readonly { readonly tag: string; readonly outcome: Outcome }[]
  /** Requests that the resource has taken and that nobody wants any more, by tag; absent while there are none. */
  readonly recalled?: readonly string[]
}

/** What a breaker, bulkhead, rate limit or budget knows; `status` of a breaker as its literature names it. */
export type Control =
  | {
      readonly type: 'breaker'
      readonly status: 'closed' | 'open' | 'half-open'
      /** In a row, while it is closed. */
      readonly failures: number
      /** Probes under way, while it is half open. */
      readonly probing: number
    }
  | { readonly type: 'bulkhead'; readonly busy: number }
  | { readonly type: 'rate'; readonly begun: number }
  | {
      readonly type: 'budget'
      readonly tokens: number
      /** Millionths of a dollar, so that sums are exact. */
      readonly microUsd: number
      readonly steps: number
      readonly retries: number
      readonly wall: 'idle' | 'running' | 'over'
    }

export interface ControllerCell {
  readonly type: 'controller'
  readonly control: Control
  readonly timers: readonly TimerCell[]
}

/** A member's work that a saga may have to take back. */
export interface SagaEntry {
  readonly member: number
  readonly message: Message
}

export interface SupervisorCell {
  readonly type: 'supervisor'
  /** In the present window. */
  readonly restarts: number
  /** The member that failed, until it is dealt with. */
  readonly failed: {
    readonly member: number
    readonly error: Payload
    readonly activation: string
    /** It came too late, or its budget is used up: no restart mends that. */
    readonly late?: true
  } | null
  /** Of a saga: what has been finished, oldest first. */
  readonly done: readonly SagaEntry[]
  /** Of a saga: its work is being taken back, one at a time, newest first. */
  readonly undoing: { readonly left: readonly SagaEntry[]; readonly now: number | null } | null
  readonly timers: readonly TimerCell[]
}

export interface DeadlineCell {
  readonly type: 'deadline'
  /** Activations whose time is over. */
  readonly expired: readonly string[]
  /** One for each activation that is under way, which is its tag. */
  readonly timers: readonly TimerCell[]
}

export type Cell =
  | RunCell
  | ChannelCell
  | ActorCell
  | ClientCell
  | ControllerCell
  | SupervisorCell
  | DeadlineCell

/** One cell per component, in the plan's order. Drivers may update their own array in place by `changed`. */
export type RunState = readonly Cell[]

const EMPTY_CHANNEL: ChannelCell = { type: 'channel', queue: [], held: [] }
const EMPTY_CLIENT: ClientCell = { type: 'client', requests: [], replies: [] }

export function initialState(plan: Plan): RunState {
  return plan.components.map(initialCell)
}

function initialCell(component: ComponentPlan): Cell {
  switch (component.type) {
    case 'run':
      return { type: 'run', status: 'running', paused: false, failure: null }
    case 'channel':
      return EMPTY_CHANNEL
    case 'client':
      return EMPTY_CLIENT
    case 'controller':
      return { type: 'controller', control: initialControl(component.spec), timers: [] }
    case 'deadline':
      return { type: 'deadline', expired: [], timers: [] }
    case 'supervisor':
      return { type: 'supervisor', restarts: 0, failed: null, done: [], undoing: null, timers: [] }
    case 'actor': {
      const local = component.kind.initial(component.bound)
      const version = component.kind.stateVersion
      return { type: 'actor', version, local, status: 'up', unfinished: [], effects: [], timers: [] }
    }
  }
}

export function runCell(state: RunState): RunCell {
  return state[RUN] as RunCell
}

export function actorCell(state: RunState, index: number): ActorCell {
  const cell = state[index]
  if (cell?.type !== 'actor') throw new Error(`cell ${index} is not an actor's`)
  return cell
}

/** A cell that an older Synod wrote, brought to this one's version of its kind; a newer one is refused. */
export function migrateCell(component: ComponentPlan, cell: Cell): Cell {
  if (component.type !== 'actor' || cell.type !== 'actor') return cell
  const { kind } = component
  if (cell.version === kind.stateVersion) return cell
  if (cell.version > kind.stateVersion) {
    throw new Error(
      `${component.id} was written by a newer Synod (${kind.kind} state ${cell.version}); this one knows ${kind.stateVersion}`,
    )
  }
  return { ...cell, version: kind.stateVersion, local: kind.migrate(cell.local, cell.version) }
}
