import process from 'node:process'

/**
 * The moments at which a process may be killed. Each has a name that follows from what the run does, not from when, so
 * that what one process counted another is killed at.
 */
export class Points {
  /** In the order in which they came. */
  readonly names: string[] = []
  private readonly killAt: string | null
  private readonly met = new Map<string, number>()

  constructor(killAt: string | null) {
    this.killAt = killAt
  }

  /** Nothing after this line happens if it is the one. */
  reached(name: string): void {
    const times = (this.met.get(name) ?? 0) + 1
    this.met.set(name, times)
    const point = times === 1 ? name : `${name} (${times})`
    this.names.push(point)
    if (point === this.killAt) process.kill(process.pid, 'SIGKILL')
  }
}
