/** The armed timers of a run, so that one that was disarmed, or armed anew, does not fire by its old entry. */
export class Alarms {
  private readonly serials: (Map<string, number> | undefined)[] = []
  private last = 0

  /** Answers what tells this arming from any other. */
  arm(component: number, tag: string): number {
    const known = this.serials[component]
    const timers = known ?? new Map<string, number>()
    if (known === undefined) this.serials[component] = timers
    this.last += 1
    timers.set(tag, this.last)
    return this.last
  }

  disarm(component: number, tag: string): void {
    this.serials[component]?.delete(tag)
  }

  /** True once for an arming that still stands. */
  rings(component: number, tag: string, serial: number): boolean {
    const timers = this.serials[component]
    return timers?.get(tag) === serial && timers.delete(tag)
  }
}
