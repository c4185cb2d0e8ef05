import type { Clock } from './clock.ts'

const NEVER = Number.POSITIVE_INFINITY

interface Due {
  readonly component: number
  readonly tag: string
  /** ms since 1970 */
  readonly at: number
}

/**
 * The timers of one run on a single wake of the clock. Most of them are limits of effects that end long before:
 * such a timer comes and goes without touching the clock, and a wake that finds nothing due sleeps on.
 */
export class Timers {
  private readonly clock: Clock
  private readonly fire: (component: number, tag: string) => void
  /** When they are due, ms since 1970, by component, then by tag; never, once they are disarmed. */
  private readonly armed = new Map<number, Map<string, number>>()
  private wakeAt = NEVER
  private cancel: (() => void) | null = null

  constructor(clock: Clock, fire: (component: number, tag: string) => void) {
    this.clock = clock
    this.fire = fire
  }

  arm(component: number, tag: string, due: number): void {
    const known = this.armed.get(component)
    const timers = known ?? new Map<string, number>()
    if (known === undefined) this.armed.set(component, timers)
    timers.set(tag, due)
    if (due < this.wakeAt) this.sleepUntil(due)
  }

  disarm(component: number, tag: string): void {
    // Its place is kept for the next of that name: a table that is emptied at every step is made anew each time.
    const timers = this.armed.get(component)
    if (timers?.has(tag) === true) timers.set(tag, NEVER)
  }

  /** Lets go of the clock. */
  clear(): void {
    this.armed.clear()
    this.cancel?.()
    this.cancel = null
  }

  private sleepUntil(due: number): void {
    this.cancel?.()
    this.wakeAt = due
    this.cancel = this.clock.wake(due, () => this.wake())
  }

  private wake(): void {
    this.cancel = null
    this.wakeAt = NEVER
    const now = this.clock.now()
    const due: Due[] = []
    let next = NEVER
    for (const [component, timers] of this.armed) {
      for (const [tag, at] of timers) {
        if (at <= now) due.push({ component, tag, at })
        else next = Math.min(next, at)
      }
    }
    for (const { component, tag } of due) this.disarm(component, tag)
    if (next !== NEVER) this.sleepUntil(next)
    for (const { component, tag } of due.sort((a, b) => a.at - b.at)) this.fire(component, tag)
  }
}
