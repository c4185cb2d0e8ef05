/** The browser's frames, with a timer behind them: a hidden window has no frames but must still take what comes. */
const HIDDEN_MS = 250

export function onNextFrame(run: () => void): void {
  if (typeof requestAnimationFrame !== 'function') {
    setTimeout(run, 0)
    return
  }
  let ran = false
  const once = (): void => {
    if (ran) return
    ran = true
    clearTimeout(timer)
    run()
  }
  const timer = setTimeout(once, HIDDEN_MS)
  requestAnimationFrame(once)
}

/** Gathers work and does it once in the next frame; what it returns resolves when that is done. */
export class FrameBatch {
  private readonly work: () => void
  private waiting: Promise<void> | null = null

  constructor(work: () => void) {
    this.work = work
  }

  schedule(): Promise<void> {
    this.waiting ??= new Promise((resolve) => {
      onNextFrame(() => {
        this.waiting = null
        this.work()
        resolve()
      })
    })
    return this.waiting
  }
}
