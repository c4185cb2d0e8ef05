import './run-strip.css'
import { History, Zap } from 'lucide-react'
import { useEffect, useState } from 'react'
import { sentenceOf } from '../../shared/trace/sentences.ts'
import { ControllerStrip } from '../controllers/controller-strip.tsx'
import { usePlayback } from '../playback/playback.ts'
import { useRunView } from '../playback/shown.ts'
import { shortDigest, shortRun, spanText } from '../playback/texts.ts'
import { STATUS } from '../run/run-summary.tsx'
import { StateChip } from '../ui/chip.tsx'
import { useDrawingVersion } from './drawing-version.ts'

/** Over the canvas: which run and moment is shown, and of which version of the drawing it is. */
export function RunStrip() {
  const phase = usePlayback((state) => state.phase)
  const problem = usePlayback((state) => state.problem)
  const view = useRunView()
  if (phase === 'none') return null
  if (phase !== 'ready' || view === null) {
    return (
      <div className="run-strip">
        <span className="run-strip-text">{phase === 'failed' ? problem : 'Opening the run…'}</span>
      </div>
    )
  }
  return (
    <div className="run-strip">
      <div className="run-strip-line">
        <RunClock />
        <EventText />
      </div>
      <ControllerStrip />
      <ChaosNote />
      <VersionNote />
      <Spoken />
    </div>
  )
}

function RunClock() {
  const { trace, instant, last, over, timeless } = usePlayback()
  const view = useRunView()
  if (trace === null || view === null) return null
  const [state, word] = STATUS[view.status]
  const shown = over ? trace.at(last) : instant
  return <StateChip state={state}>{timeless ? word : `${word} · ${spanText(shown - trace.at(0))}`}</StateChip>
}

function EventText() {
  const { position, last, live } = usePlayback()
  const view = useRunView()
  const place = live || position === last ? `event ${last}` : `event ${position} of ${last}`
  const flight =
    view === null || view.inFlight === 0
      ? ''
      : ` · ${view.inFlight} ${view.inFlight === 1 ? 'message' : 'messages'} in flight`
  return (
    <span className="run-strip-text data">
      {place}
      {flight}
    </span>
  )
}

const SPOKEN_MS = 1000

/** The newest event in words for a screen reader, at most one a second; what waits for a person the bell says. */
function Spoken() {
  const [text, setText] = useState('')
  useEffect(() => {
    const timer = setInterval(() => {
      const { trace, position } = usePlayback.getState()
      const record = trace?.record(position)
      setText(trace == null || record === undefined ? '' : sentenceOf(trace, record))
    }, SPOKEN_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <span className="visually-hidden" role="status" aria-live="polite">
      {text}
    </span>
  )
}

/** Nobody takes what was broken on purpose for a fault of the team. */
function ChaosNote() {
  const chaos = usePlayback((state) => state.summary?.chaos === true)
  if (!chaos) return null
  return (
    <p className="run-strip-version">
      <Zap size={13} aria-hidden="true" />
      <span>Chaos: faults are injected into this run on purpose.</span>
    </p>
  )
}

function VersionNote() {
  const version = useDrawingVersion()
  const summary = usePlayback((state) => state.summary)
  if (summary === null || version === 'none' || version === 'same') return null
  return (
    <p className="run-strip-version">
      <History size={13} aria-hidden="true" />
      <span>
        Run {shortRun(summary.run)} is of{' '}
        {version === 'other-file' ? `another file, ${summary.path}` : 'another version of this drawing'},{' '}
        <code title={summary.digest}>{shortDigest(summary.digest)}</code>. It is shown here as it was.
      </span>
    </p>
  )
}
