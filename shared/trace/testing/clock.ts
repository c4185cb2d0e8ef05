import type { Clock } from './driver.ts'

/** Real time, run faster or slower. */
export function quickClock(speed: number): Clock {
  const start = Date.now()
  return {
    now: () => start + (Date.now() - start) * speed,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms / speed)),
  }
}

/** Time that stands still until it is wound on: waits end in their order, each at its own instant. */
export class VirtualClock implements Clock {
  private instant = 1_700_000_000_000
  private waits: { readonly due: number; readonly resolve: () => void }[] = []

  now(): number {
    return this.instant
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.waits.push({ due: this.instant + ms, resolve })
    })
  }

  /** Winds on until nobody waits any more, or `done` says so. */
  async windOn(done: () => boolean = () => false): Promise<void> {
    await breathe()
    while (this.waits.length > 0 && !done()) {
      this.waits.sort((a, b) => a.due - b.due)
      const first = this.waits.shift()
      if (first === undefined) return
      this.instant = Math.max(this.instant, first.due)
      first.resolve()
      await breathe()
    }
  }
}

/** Lets every promise that can go on do so. */
async function breathe(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve()
}
