import { kinds } from '../../shared/nodes/index.ts'
import { Rehearsal } from '../../shared/rehearse/rehearsal.ts'
import { compile } from '../../shared/topology/compile.ts'
import { Trace } from '../../shared/trace/trace.ts'
import { resizePanels } from '../app/layout.ts'
import { leaveTrace, showTrace } from '../playback/local.ts'
import { goTo, play } from '../playback/player.ts'
import { endScheduling, showSession } from '../scheduler/scheduling.ts'
import { useRehearsing } from './rehearsing.ts'

/** Plays one of the rehearsed runs again, by its seed; the same again takes it off the canvas. */
export function showSample(seed: number): void {
  if (useRehearsing.getState().sample === seed) {
    hideSample()
    return
  }
  endScheduling()
  useRehearsing.setState({ sample: seed })
  resizePanels({ dockOpen: true })
  enterRehearse()
}

export function hideSample(): void {
  if (useRehearsing.getState().sample === null) return
  useRehearsing.setState({ sample: null })
  leaveTrace()
}

/** Shows the run that Rehearse was showing when its mode was left. */
export function enterRehearse(): void {
  showSession()
  const { sample, document } = useRehearsing.getState()
  if (sample === null || document === null) return
  const compiled = compile(document, kinds)
  if (!compiled.ok) return
  const again = Rehearsal.of(compiled.value, { seed: sample, runs: 1, faults: document.faults ?? {} })
  if (!again.ok) return
  const trace = new Trace(compiled.value)
  trace.append(again.value.replay(sample))
  showTrace(trace, document, false)
  goTo(0)
  play()
}
