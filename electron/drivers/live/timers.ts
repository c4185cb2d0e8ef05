import type { Clock } from './clock.ts'

interface Armed {
  readonly component: number
  readonly tag: string
  /** ms since 1970 */
  readonly due: number
}

/**
 * The timers of one run on a single wake of the clock. Most of them are limits of effects that end long before:
 * such a timer comes and goes without touching the clock, and a wake that finds nothing due sleeps on.
 */
export class Timers {
  private readonly clock: Clock
  private readonly fire: (component: number, tag: string) => void
  private readonly armed = new Map<string, Armed>()
  private wakeAt = Number.POSITIVE_INFINITY
  private cancel: (() => void) | null = null

  constructor(clock: Clock, fire: (component: number, tag: string) => void) {
    this.clock = clock
    this.fire = fire
  }

  arm(component: number, tag: string, due: number): void {
    this.armed.set(`${component}/${tag}`, { component, tag, due })
    if (due < this.wakeAt) this.sleepUntil(due)
  }

  disarm(component: number, tag: string): void {
    this.armed.delete(`${component}/${tag}`)
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
    this.wakeAt = Number.POSITIVE_INFINITY
    const now = this.clock.now()
    const due = [...this.armed].filter(([, timer]) => timer.due <= now)
    for (const [key] of due) this.armed.delete(key)
    const next = Math.min(...[...this.armed.values()].map((timer) => timer.due))
    if (next !== Number.POSITIVE_INFINITY) this.sleepUntil(next)
    for (const [, { component, tag }] of due.sort(([, a], [, b]) => a.due - b.due)) this.fire(component, tag)
  }
}
