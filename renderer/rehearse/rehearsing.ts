import { create } from 'zustand'
import type { RehearseProgress } from '../../shared/api/rehearse.ts'
import type { RehearsalResult } from '../../shared/rehearse/rehearsal.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'

export interface Rehearsing {
  readonly phase: 'idle' | 'running' | 'done' | 'failed'
  readonly seed: number
  readonly runs: number
  readonly progress: RehearseProgress | null
  readonly result: RehearsalResult | null
  /** The version of the drawing that the result is of. */
  readonly document: TopologyDocument | null
  readonly problem: string | null
  /** The seed of the run that is on the canvas; null when none is. */
  readonly sample: number | null
}

/** Of a drawing that was not rehearsed yet. */
const NOT_REHEARSED = {
  phase: 'idle',
  progress: null,
  result: null,
  document: null,
  problem: null,
  sample: null,
} as const satisfies Partial<Rehearsing>

export const useRehearsing = create<Rehearsing>()(() => ({ seed: 1, runs: 2000, ...NOT_REHEARSED }))

/** Another drawing is open: the figures are not of it. */
export function forgetRehearsal(): void {
  useRehearsing.setState(NOT_REHEARSED)
}
