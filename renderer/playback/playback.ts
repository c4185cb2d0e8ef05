import { create } from 'zustand'
import type { RunSummary } from '../../shared/api/contract.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import type { Naming } from '../../shared/topology/inside.ts'
import type { Trace } from '../../shared/trace/trace.ts'
import type { ChunkLog } from './chunk-log.ts'

/**
 * The run that is shown and the moment of it. The trace and the streams grow in place; `revision` says that they
 * have, once a frame at most, so that a thousand messages are one update.
 */
export interface Playback {
  readonly phase: 'none' | 'opening' | 'ready' | 'failed'
  /** Why a run cannot be shown. */
  readonly problem: string | null
  readonly run: string | null
  readonly summary: RunSummary | null
  /** The run's own pinned drawing, whatever has become of the file since. */
  readonly document: TopologyDocument | null
  readonly text: string | null
  readonly input: Readonly<Record<string, unknown>>
  readonly trace: Trace | null
  readonly chunks: ChunkLog | null
  readonly revision: number
  /** Transitions up to the moment that is shown; the last one when live. */
  readonly position: number
  readonly last: number
  /** The moment that is shown, ms since 1970; the present when live. */
  readonly instant: number
  /** The shown moment is the end, and goes on with it. */
  readonly live: boolean
  readonly playing: boolean
  readonly speed: number
  /** The run has ended, and its end is what is shown. */
  readonly over: boolean
  /** It never ran: its instants only order what happens, and no time is told. */
  readonly timeless: boolean
  /** Failures on edges that a person has seen. */
  readonly seen: ReadonlySet<string>
  /** The lane of each map that is looked at, by the map's id in the run; the first where nothing is said. */
  readonly lanes: ReadonlyMap<string, number>
  /** Leads from what the canvas shows to its ids in the run. */
  readonly naming: Naming
}

export const NOTHING: Playback = {
  phase: 'none',
  problem: null,
  run: null,
  summary: null,
  document: null,
  text: null,
  input: {},
  trace: null,
  chunks: null,
  revision: 0,
  position: 0,
  last: 0,
  instant: 0,
  live: true,
  playing: false,
  speed: 1,
  over: false,
  timeless: false,
  seen: new Set(),
  lanes: new Map(),
  naming: { prefix: '', input: null },
}

export const usePlayback = create<Playback>()(() => NOTHING)

/** Nothing more will come: the run has ended, or it never ran and is here as a whole. */
export function isWhole({ phase, run, summary }: Pick<Playback, 'phase' | 'run' | 'summary'>): boolean {
  return phase === 'ready' && run === null ? true : hasEnded(summary)
}

/** Its end is an end: a counterexample breaks off where something is broken. */
export function endsThere(state: Pick<Playback, 'phase' | 'run' | 'summary' | 'timeless'>): boolean {
  return !state.timeless && isWhole(state)
}

export function hasEnded(summary: RunSummary | null): boolean {
  return summary !== null && ['done', 'stuck', 'failed', 'cancelled'].includes(summary.status)
}
