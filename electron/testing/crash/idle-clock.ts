import type { Clock } from '../../drivers/live/clock.ts'

/** Turns of the event loop in which nothing comes before the clock moves on. */
const QUIET_TURNS = 4

interface Sleeper {
  readonly at: number
  readonly callback: () => void
}

/**
 * A clock that stands still while anybody works, and then jumps to whoever sleeps: hours cost nothing, and the order of
 * timers and outcomes is the same each time.
 */
export class IdleClock implements Clock {
  private at: number
  private working = 0
  private looking = false
  private sleepers: Sleeper[] = []
  private readonly asleep: () => void

  /** `asleep` is told when nobody works and nobody sleeps: nothing can come any more by itself. */
  constructor(at: number, asleep: () => void) {
    this.at = at
    this.asleep = asleep
  }

  now(): number {
    return this.at
  }

  wake(at: number, callback: () => void): () => void {
    const sleeper = { at, callback }
    this.sleepers.push(sleeper)
    return () => {
      this.sleepers = this.sleepers.filter((one) => one !== sleeper)
    }
  }

  /** Time stands still until this has ended. */
  async whileWorking<T>(work: Promise<T>): Promise<T> {
    this.begin()
    try {
      return await work
    } finally {
      this.end()
    }
  }

  begin(): void {
    this.working += 1
  }

  end(): void {
    this.working -= 1
    this.look()
  }

  private look(turns = QUIET_TURNS): void {
    if (this.looking || this.working > 0) return
    this.looking = true
    setImmediate(() => {
      this.looking = false
      if (this.working > 0) return
      if (turns > 0) this.look(turns - 1)
      else this.moveOn()
    })
  }

  private moveOn(): void {
    const next = Math.min(...this.sleepers.map(({ at }) => at))
    if (next === Number.POSITIVE_INFINITY) {
      this.asleep()
      return
    }
    this.at = Math.max(this.at, next)
    const due = this.sleepers.filter(({ at }) => at <= this.at)
    this.sleepers = this.sleepers.filter(({ at }) => at > this.at)
    for (const { callback } of due) callback()
    this.look()
  }
}
