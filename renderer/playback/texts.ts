/** "18.6 k" from 10,000; a comma in thousands below. */
export function countText(count: number): string {
  if (count < 10_000) return count.toLocaleString('en-US')
  if (count < 1_000_000) return `${(count / 1000).toFixed(1)} k`
  return `${(count / 1_000_000).toFixed(1)} M`
}

/** A stretch of time: tenths below a minute, seconds below ten, then whole minutes. */
export function spanText(ms: number): string {
  const safe = Math.max(0, ms)
  if (safe < 60_000 || safe >= 600_000) return cardSpanText(safe)
  return `${Math.floor(safe / 60_000)} min ${Math.floor((safe % 60_000) / 1000)} s`
}

/** On a card, where a name needs the room: whole minutes from one on. */
export function cardSpanText(ms: number): string {
  const safe = Math.max(0, ms)
  if (safe < 60_000) return `${(safe / 1000).toFixed(1)} s`
  const minutes = Math.floor(safe / 60_000)
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`
}

/** What is left of a wait, in whole seconds that are not over yet, so that every countdown of one wait says the same. */
export function leftText(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  if (seconds < 120) return `${seconds} s`
  return seconds < 7200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`
}

/** Relative up to an hour, then clock time, with the date when it is another day's. */
export function whenText(at: number, now: number): string {
  const ago = now - at
  if (ago < 60_000) return 'just now'
  if (ago < 3_600_000) return `${Math.floor(ago / 60_000)} min ago`
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString()
  return sameDay
    ? clockText(at)
    : `${new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${clockText(at)}`
}

/** Clock time, and how long ago that was while it is less than an hour. */
export function askedText(at: number, now: number): string {
  const when = whenText(at, now)
  return when.endsWith(clockText(at)) ? when : `${clockText(at)}, ${when}`
}

export function clockText(at: number): string {
  return new Date(at).toLocaleTimeString('en-GB')
}

/** A digest as a person compares it: both ends. */
export function shortDigest(digest: string): string {
  const hex = digest.replace(/^sha256:/, '')
  return hex.length <= 20 ? hex : `${hex.slice(0, 8)}…${hex.slice(-8)}`
}

/** Runs have long ids; their first letters tell them apart on one screen. */
export function shortRun(run: string): string {
  return run.length <= 8 ? run : run.slice(-6)
}
