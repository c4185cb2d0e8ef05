const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** An exact length of time as people write it: "30 s", "5 min", "1.5 s", "250 ms". */
export function durationText(ms: number): string {
  if (ms !== 0 && ms < SECOND_MS) return `${ms} ms`
  if (ms < 2 * MINUTE_MS) return `${ms / SECOND_MS} s`
  if (ms >= 2 * DAY_MS && ms % DAY_MS === 0) return `${ms / DAY_MS} days`
  if (ms % HOUR_MS === 0) return `${ms / HOUR_MS} h`
  return ms % MINUTE_MS === 0 ? `${ms / MINUTE_MS} min` : `${ms / SECOND_MS} s`
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['', SECOND_MS],
  ['s', SECOND_MS],
  ['sec', SECOND_MS],
  ['m', MINUTE_MS],
  ['min', MINUTE_MS],
  ['h', HOUR_MS],
  ['d', DAY_MS],
  ['day', DAY_MS],
  ['days', DAY_MS],
])

/** Whole milliseconds of what somebody wrote; a bare number is seconds. Null where it is no length of time. */
export function parseDuration(text: string): number | null {
  const parts = [...text.trim().matchAll(/\s*(\d+(?:\.\d+)?)\s*([a-z]*)/giy)]
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text.trim()) return null
  let ms = 0
  for (const [, number, unit] of parts) {
    const factor = UNITS.get((unit ?? '').toLowerCase())
    if (factor === undefined) return null
    ms += Number(number) * factor
  }
  return Math.round(ms)
}
