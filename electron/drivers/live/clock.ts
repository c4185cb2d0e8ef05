/** The wall clock as the live driver sees it, so that a test can turn it. */
export interface Clock {
  /** ms since 1970 */
  now(): number
  /** Calls back at `at` or later, never early; returns a function that takes it back. */
  wake(at: number, callback: () => void): () => void
}

/** setTimeout overflows beyond this and would fire at once. */
const LONGEST_MS = 2 ** 31 - 1

export const wallClock: Clock = {
  now: () => Date.now(),
  wake(at, callback) {
    let handle: NodeJS.Timeout
    const arm = (): void => {
      const left = at - Date.now()
      handle = setTimeout(
        () => (Date.now() >= at ? callback() : arm()),
        Math.min(Math.max(left, 0), LONGEST_MS),
      )
    }
    arm()
    return () => clearTimeout(handle)
  },
}
