import type { Ask } from '../topology/kind.ts'
import type { Outcome, Payload } from '../topology/payload.ts'
import { type ComponentPlan, type Plan, RUN } from '../topology/plan.ts'

/** A message as the state knows it: its id is identity, kept apart (identity.ts). */
export interface Message {
  readonly payload: Payload
  /** The map items and loop rounds that it belongs to: `fix#2/each#0`; empty at the top. */
  readonly activation: string
}

export interface RunCell {
  readonly type: 'run'
  readonly status: 'running' | 'cancelling' | 'failing'
  readonly paused: boolean
  /** Who failed and why, once it is failing. */
  readonly failure: { readonly actor: string; readonly error: Payload } | null
}

export interface ChannelCell {
  readonly type: 'channel'
  readonly queue: readonly Message[]
  /** What did not fit; moves in as room is made. The sender takes nothing new meanwhile. */
  readonly held: readonly Message[]
}

/** A delivered message that its actor has not finished with. */
export interface Unfinished {
  readonly slot: number
  readonly port: string
  readonly message: Message
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
  /** `stopping` waits for the fate of begun `once` effects; `stopped` is final. */
  readonly status: 'up' | 'stopping' | 'stopped'
  readonly unfinished: readonly Unfinished[]
  readonly effects: readonly EffectCell[]
  readonly timers: readonly TimerCell[]
}

export interface ClientCell {
  readonly type: 'client'
  readonly requests: readonly Ask[]
  readonly replies: readonly { readonly tag: string; readonly outcome: Outcome }[]
}

export type Cell = RunCell | ChannelCell | ActorCell | ClientCell

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
