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

export const useRehearsing = create<Rehearsing>()(() => ({
  phase: 'idle',
  seed: 1,
  runs: 2000,
  progress: null,
  result: null,
  document: null,
  problem: null,
  sample: null,
}))
