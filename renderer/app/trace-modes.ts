import { enterCheck } from '../check/show.ts'
import { leaveTrace } from '../playback/local.ts'
import { enterRehearse } from '../rehearse/show.ts'
import { useLayout } from './layout.ts'

/** Check and Rehearse show on the canvas what never ran; leaving them brings the run back that was there. */
export function followModes(): () => void {
  return useLayout.subscribe(({ mode }, before) => {
    if (mode === before.mode) return
    if (before.mode === 'check' || before.mode === 'rehearse') leaveTrace()
    if (mode === 'check') enterCheck()
    if (mode === 'rehearse') enterRehearse()
  })
}
