import { type RunView, runView } from '../../shared/trace/run-view.ts'
import type { Trace } from '../../shared/trace/trace.ts'
import type { Moment } from './node-card.ts'
import { type Playback, usePlayback } from './playback.ts'
import { momentOf } from './views.ts'

/** The shown moment, for panels that show one node in full; null while no run is shown. */
export function useMoment(): Moment | null {
  const state = usePlayback()
  return momentOf(state)
}

/** The last one that was made: several parts of the window show the same moment. */
let made: {
  readonly trace: Trace
  readonly position: number
  readonly last: number
  readonly view: RunView
} | null = null

function runViewOf({ trace, position }: Playback): RunView | null {
  if (trace === null) return null
  if (made?.trace !== trace || made.position !== position || made.last !== trace.last)
    made = { trace, position, last: trace.last, view: runView(trace, position) }
  return made.view
}

/** The run as a whole at the shown moment. */
export function useRunView(): RunView | null {
  return usePlayback(runViewOf)
}
