import { useMemo } from 'react'
import { type RunView, runView } from '../../shared/trace/run-view.ts'
import type { Moment } from './node-card.ts'
import { usePlayback } from './playback.ts'
import { momentOf } from './views.ts'

/** The shown moment, for panels that show one node in full; null while no run is shown. */
export function useMoment(): Moment | null {
  const state = usePlayback()
  return momentOf(state)
}

/** The run as a whole at the shown moment. */
export function useRunView(): RunView | null {
  const trace = usePlayback((state) => state.trace)
  const position = usePlayback((state) => state.position)
  const revision = usePlayback((state) => state.revision)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the trace grows in place, which the revision tells
  return useMemo(() => (trace === null ? null : runView(trace, position)), [trace, position, revision])
}
