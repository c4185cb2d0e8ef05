import { useChecking } from '../check/checking.ts'
import { enterCheck } from '../check/show.ts'
import { leaveTrace } from '../playback/local.ts'
import { useRehearsing } from '../rehearse/rehearsing.ts'
import { enterRehearse } from '../rehearse/show.ts'
import { useScheduling } from '../scheduler/scheduling.ts'
import { type Mode, useLayout } from './layout.ts'

/** Check and Rehearse show on the canvas what never ran; leaving them brings the run back that was there. */
export function followModes(): () => void {
  return useLayout.subscribe(({ mode }, before) => {
    if (mode === before.mode) return
    if (before.mode === 'check' || before.mode === 'rehearse') leaveTrace()
    if (mode === 'check') enterCheck()
    if (mode === 'rehearse') enterRehearse()
  })
}

/** Whether the canvas shows something that is played: a run, a counterexample, a rehearsal, a session. */
export function usePlays(mode: Mode): boolean {
  const told = useChecking((state) => state.shown !== null)
  const sampled = useRehearsing((state) => state.sample !== null)
  const scheduling = useScheduling((state) => state.session !== null)
  if (mode === 'check') return told
  return mode === 'run' || (mode === 'rehearse' && (sampled || scheduling))
}
