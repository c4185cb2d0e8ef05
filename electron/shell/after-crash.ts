/** Deaths that are this long ago have nothing to do with each other. */
const REMEMBERED_MS = 60_000
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 8_000
const RESTARTS_MAX = 6

/** How long to wait before the runtime is started again, or null when it is time to tell the person. */
export function runtimePause(deaths: readonly number[], now: number): number | null {
  const recent = deaths.filter((at) => now - at < REMEMBERED_MS).length
  if (recent > RESTARTS_MAX) return null
  return Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, recent - 1), LONGEST_PAUSE_MS)
}

/** A window that crashed is loaded again once by itself; if that doesn't hold, the person is asked. */
export function afterWindowCrash(crashes: readonly number[], now: number): 'reload' | 'ask' {
  return crashes.filter((at) => now - at < REMEMBERED_MS).length <= 1 ? 'reload' : 'ask'
}
