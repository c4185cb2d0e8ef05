import './player-bar.css'
import { ChevronFirst, ChevronLast, Pause, Play, StepBack, StepForward } from 'lucide-react'
import { useState } from 'react'
import type { StepBy } from '../../shared/trace/moves.ts'
import { useSelectedInRun } from '../playback/naming.ts'
import { hasEnded, usePlayback } from '../playback/playback.ts'
import { goTo, pausePlay, play, setSpeed, stepBy, toLive } from '../playback/player.ts'
import { spanText } from '../playback/texts.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Select } from '../ui/field.tsx'
import { StateGlyph } from '../ui/glyph.tsx'

const STEPS: readonly { readonly value: StepBy; readonly label: string }[] = [
  { value: 'transition', label: 'by event' },
  { value: 'message', label: 'by message' },
  { value: 'node', label: 'by node' },
]

const SPEEDS = ['0.25', '1', '4', '16'].map((value) => ({ value, label: `${value}×` }))

/** First, back, play, forward, last, and where that is. */
export function PlayerBar() {
  const { trace, run, position, last, instant, live, over, playing, speed, summary, timeless } = usePlayback()
  const [by, setBy] = useState<StepBy>('transition')
  const only = useSelectedInRun()
  const selected = only?.type === 'node' ? only.id : null
  if (trace === null) return null
  const step = (direction: 1 | -1): void => stepBy(direction, by, by === 'node' ? selected : null)
  const shown = over ? trace.at(last) : live ? Math.max(instant, trace.at(last)) : instant
  return (
    <div className="player" role="toolbar" aria-label="Player">
      <IconButton label="First" disabled={position === 0} onClick={() => goTo(0)}>
        <ChevronFirst />
      </IconButton>
      <IconButton label="Back" keys="[" disabled={position === 0} onClick={() => step(-1)}>
        <StepBack />
      </IconButton>
      <PlayButton />
      <IconButton label="Forward" keys="]" disabled={position === last} onClick={() => step(1)}>
        <StepForward />
      </IconButton>
      <IconButton label="Last" disabled={position === last && !playing} onClick={() => goTo(last)}>
        <ChevronLast />
      </IconButton>
      <span className="player-place data">
        {position} / {last}
        {timeless ? '' : ` · ${spanText(shown - trace.at(0))}`}
      </span>
      <span className="player-choice">
        <Select aria-label="Step" value={by} options={STEPS} onChange={(value) => setBy(value as StepBy)} />
      </span>
      <span className="player-space" />
      {live && !over ? (
        <span className="player-live">
          <StateGlyph state="running" /> Live
        </span>
      ) : null}
      {live || over || run === null ? null : (
        <Button onClick={toLive}>{hasEnded(summary) ? 'To the end' : 'Live'}</Button>
      )}
      <span className="player-choice">
        <Select
          aria-label="Speed"
          value={`${speed}`}
          options={SPEEDS}
          onChange={(value) => setSpeed(Number(value))}
        />
      </span>
    </div>
  )
}

/** A live run plays by itself: there the button holds the moment, and the run goes on. */
function PlayButton() {
  const { live, over, playing, last } = usePlayback()
  const moves = playing || (live && !over)
  const hold = (): void => (playing ? pausePlay() : goTo(last))
  return (
    <IconButton framed label={moves ? 'Hold this moment' : 'Play'} onClick={moves ? hold : play}>
      {moves ? <Pause /> : <Play />}
    </IconButton>
  )
}
