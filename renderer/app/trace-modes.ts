import { forgetCheck, useChecking } from '../check/checking.ts'
import { enterCheck } from '../check/show.ts'
import { cancelCheck } from '../check/start.ts'
import { useDocument } from '../document/document.ts'
import { dropTrace, leaveTrace } from '../playback/local.ts'
import { forgetRehearsal, useRehearsing } from '../rehearse/rehearsing.ts'
import { enterRehearse } from '../rehearse/show.ts'
import { cancelRehearsal } from '../rehearse/start.ts'
import { endScheduling, useScheduling } from '../scheduler/scheduling.ts'
import { type Mode, useLayout } from './layout.ts'

/**
 * Check and Rehearse show on the canvas what never ran; leaving them brings the run back that was there. What they
 * found is of one drawing, and goes when another is opened.
 */
export function followModes(): () => void {
  const stops = [
    useLayout.subscribe(({ mode }, before) => {
      if (mode === before.mode) return
      if (before.mode === 'check' || before.mode === 'rehearse') leaveTrace()
      if (mode === 'check') enterCheck()
      if (mode === 'rehearse') enterRehearse()
    }),
    useDocument.subscribe(({ opened }, before) => {
      if (opened !== before.opened) forgetDrawing()
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

function forgetDrawing(): void {
  dropTrace()
  cancelCheck()
  cancelRehearsal()
  forgetCheck()
  forgetRehearsal()
  endScheduling()
}

/** Whether the canvas shows something that is played: a run, a counterexample, a rehearsal, a session. */
export function usePlays(mode: Mode): boolean {
  const told = useChecking((state) => state.shown !== null)
  const sampled = useRehearsing((state) => state.sample !== null)
  const scheduling = useScheduling((state) => state.session !== null)
  if (mode === 'check') return told
  return mode === 'run' || (mode === 'rehearse' && (sampled || scheduling))
}
