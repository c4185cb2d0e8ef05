import { create } from 'zustand'
import type { RunSummary } from '../../shared/api/contract.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'

export interface Playback {
  /** The run that is shown; null shows the document alone. */
  readonly run: string | null
  readonly summary: RunSummary | null
  /** The run's own pinned drawing. */
  readonly document: TopologyDocument | null
  /** Position shown, in transitions; the last one when live. */
  readonly position: number
  readonly last: number
  readonly live: boolean
  readonly playing: boolean
}

export const usePlayback = create<Playback>()(() => ({
  run: null,
  summary: null,
  document: null,
  position: 0,
  last: 0,
  live: true,
  playing: false,
}))
