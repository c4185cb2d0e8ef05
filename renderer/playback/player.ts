import { moveBy, type StepBy } from '../../shared/trace/moves.ts'
import { onNextFrame } from './frames.ts'
import { particles } from './particles.ts'
import { endsThere, hasEnded, usePlayback } from './playback.ts'

/** A wait longer than this is skipped in play: nobody wants to watch a gate wait overnight. */
const LONGEST_WAIT_MS = 1500

/** Shows one position, at the instant of its transition or at a later one before the next. */
export function goTo(position: number, instant?: number): void {
  const state = usePlayback.getState()
  const { trace, last } = state
  if (trace === null) return
  const clamped = Math.max(0, Math.min(last, Math.round(position)))
  const over = clamped === last && endsThere(state)
  const shown = Math.max(trace.at(clamped), instant ?? 0)
  usePlayback.setState({ position: clamped, instant: shown, live: false, playing: false, over })
  particles.stand(trace, clamped, shown)
}

/** Shows an instant: what had happened by then, and what had been said. */
export function goToInstant(instant: number): void {
  const { trace } = usePlayback.getState()
  if (trace !== null) goTo(trace.positionAt(instant), Math.min(instant, trace.at(trace.last)))
}

export function stepBy(direction: 1 | -1, by: StepBy = 'transition', node: string | null = null): void {
  const { trace, position } = usePlayback.getState()
  if (trace === null) return
  const component = node === null ? null : (trace.plan.byId.get(node) ?? null)
  goTo(moveBy(trace, position, direction, by, component))
}

export function toLive(): void {
  const { last, summary } = usePlayback.getState()
  particles.clear()
  usePlayback.setState({
    ...{ live: true, playing: false, position: last },
    ...{ instant: Date.now(), over: hasEnded(summary) },
  })
}

export function pausePlay(): void {
  if (usePlayback.getState().playing) usePlayback.setState({ playing: false })
}

/** Plays from the shown moment, or from the beginning when that is the end. */
export function play(): void {
  const { trace, position, last } = usePlayback.getState()
  if (trace === null || last === 0) return
  if (position >= last) goTo(0)
  particles.clear()
  const from = usePlayback.getState().position
  usePlayback.setState({ playing: true, live: false, over: false, instant: trace.at(from) })
  let before = performance.now()
  const frame = (): void => {
    const now = performance.now()
    if (!usePlayback.getState().playing) return
    // A window that was hidden goes on where it was, it does not leap.
    advance(Math.min(now - before, 250))
    before = now
    if (usePlayback.getState().playing) onNextFrame(frame)
  }
  onNextFrame(frame)
}

export function setSpeed(speed: number): void {
  usePlayback.setState({ speed })
}

/** Moves the shown moment on by real time, at the speed that is set. */
export function advance(elapsedMs: number): void {
  const state = usePlayback.getState()
  const { trace, position, instant, speed, last } = state
  if (trace === null) return
  let moment = instant + elapsedMs * speed
  const nextAt = position < last ? trace.at(position + 1) : moment
  if (nextAt - moment > LONGEST_WAIT_MS) moment = nextAt - LONGEST_WAIT_MS / 3
  const reached = position === 0 && moment < trace.at(1) ? 0 : Math.max(position, trace.positionAt(moment))
  const ended = reached >= last
  usePlayback.setState({
    position: reached,
    instant: moment,
    playing: !ended,
    over: ended && endsThere(state),
  })
  if (reached > position) particles.replay(trace, position, reached)
}
