import { recordedOf } from '../../shared/explore/counterexample/recorded.ts'
import type { Counterexample } from '../../shared/explore/result.ts'
import { kinds } from '../../shared/nodes/index.ts'
import { compile } from '../../shared/topology/compile.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { Trace } from '../../shared/trace/trace.ts'
import { useLayout } from '../app/layout.ts'
import { leaveTrace, showTrace } from '../playback/local.ts'
import { usePlayback } from '../playback/playback.ts'
import { goTo } from '../playback/player.ts'
import { shownCounterexample, useChecking } from './checking.ts'

/** Apart enough that each step is seen when it is played. */
const STEP_MS = 1100

/** The position that each step of the shown counterexample leads to: a step of the world leads to none of its own. */
let positions: readonly number[] = []

/** Puts the counterexample of a property on the canvas, at its last step; the same again takes it off. */
export function showCounterexample(property: string): void {
  if (useChecking.getState().shown === property) {
    hideCounterexample()
    return
  }
  useChecking.setState({ shown: property })
  // A check may end while another mode has the canvas; it is shown there once its own is entered.
  if (useLayout.getState().mode === 'check') enterCheck()
}

export function hideCounterexample(): void {
  useChecking.setState({ shown: null, step: 0 })
  positions = []
  leaveTrace()
}

/** Shows what Check was showing when its mode was left. */
export function enterCheck(): void {
  const state = useChecking.getState()
  const found = shownCounterexample(state)
  if (found === null || state.document === null) return
  const trace = traceOf(state.document, found)
  if (trace === null) return
  showTrace(trace, state.document, true)
  showStep(found.steps.length - 1)
}

export function showStep(step: number): void {
  const at = positions[step]
  if (at === undefined) return
  goTo(at)
  useChecking.setState({ step })
}

/** One step of the story on or back: steps of the world are steps too, though the run stands still. */
export function stepStory(direction: 1 | -1): void {
  const last = (shownCounterexample(useChecking.getState())?.steps.length ?? 0) - 1
  const step = shownStep(useChecking.getState().step, usePlayback.getState().position)
  showStep(Math.max(0, Math.min(last, step + direction)))
}

/** The step that is shown, wherever the player has gone meanwhile. */
export function useShownStep(): number {
  const chosen = useChecking((state) => state.step)
  const position = usePlayback((state) => state.position)
  return shownStep(chosen, position)
}

function shownStep(chosen: number, position: number): number {
  if (positions[chosen] === position) return chosen
  const reached = positions.findLastIndex((at) => at <= position)
  return Math.max(0, reached)
}

function traceOf(document: TopologyDocument, found: Counterexample): Trace | null {
  const compiled = compile(document, kinds)
  if (!compiled.ok) return null
  const trace = new Trace(compiled.value)
  const played = recordedOf(compiled.value, found.steps, STEP_MS)
  positions = played.positions
  trace.append(played.records)
  return trace
}
