/** Which stretch of time is in sight, and how wide. Instants are ms since 1970. */
export interface TimeScale {
  readonly from: number
  readonly to: number
  readonly width: number
}

const SHORTEST_MS = 20

export function toX(scale: TimeScale, instant: number): number {
  return ((instant - scale.from) / (scale.to - scale.from)) * scale.width
}

export function toInstant(scale: TimeScale, x: number): number {
  return scale.from + (x / scale.width) * (scale.to - scale.from)
}

/** The whole run with some room for what comes. */
export function fitScale(
  start: number,
  end: number,
  live: boolean,
): { readonly from: number; readonly to: number } {
  const span = Math.max(end - start, 1000)
  return { from: start - span * 0.01, to: start + span * (live ? 1.25 : 1.03) }
}

/** Wider or narrower around an instant that stays where it is. */
export function zoom(
  scale: TimeScale,
  around: number,
  factor: number,
): { readonly from: number; readonly to: number } {
  const span = Math.max(SHORTEST_MS, (scale.to - scale.from) * factor)
  const part = (around - scale.from) / (scale.to - scale.from)
  const from = around - part * span
  return { from, to: from + span }
}

const STEPS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000,
  600_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 43_200_000, 86_400_000,
]
const LEAST_PX = 84

export interface Tick {
  readonly instant: number
  readonly label: string
}

/** Times that are folded have no ticks: their part of the axis has no scale. */
interface Folding {
  readonly folds: readonly { readonly from: number; readonly to: number }[]
  toInstant(folded: number): number
}

const UNFOLDED: Folding = { folds: [], toInstant: (folded) => folded }

/** Round times counted from the run's start, far enough apart to be read. */
export function ticksOf(scale: TimeScale, start: number, clock: Folding = UNFOLDED): readonly Tick[] {
  const msPerPx = (scale.to - scale.from) / Math.max(1, scale.width)
  const step = STEPS_MS.find((one) => one / msPerPx >= LEAST_PX) ?? 86_400_000
  const end = clock.toInstant(scale.to)
  const ticks: Tick[] = []
  let at = Math.max(0, Math.ceil((clock.toInstant(scale.from) - start) / step))
  for (let instant = start + at * step; instant <= end && ticks.length < 200; instant = start + at * step) {
    const fold = clock.folds.find((one) => instant > one.from && instant < one.to)
    if (fold === undefined) ticks.push({ instant, label: tickText(at * step, step) })
    at = fold === undefined ? at + 1 : Math.max(at + 1, Math.ceil((fold.to - start) / step))
  }
  return ticks
}

function tickText(ms: number, step: number): string {
  if (step < 1000) return `${(ms / 1000).toFixed(step < 10 ? 3 : step < 100 ? 2 : 1)} s`
  if (ms < 60_000 && step < 60_000) return `${ms / 1000} s`
  const hours = Math.floor(ms / 3_600_000)
  const minutes = Math.floor((ms % 3_600_000) / 60_000)
  const seconds = Math.round((ms % 60_000) / 1000)
  if (step >= 60_000) return hours === 0 ? `${minutes} min` : `${hours} h ${minutes} min`
  return `${hours === 0 ? '' : `${hours}:`}${`${minutes}`.padStart(hours === 0 ? 1 : 2, '0')}:${`${seconds}`.padStart(2, '0')}`
}
