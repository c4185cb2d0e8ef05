import type { Came, Tried } from './trial.ts'

/** What a matrix has tried, by kinds of faults, and what was wrong. */
export class Report {
  topologies = 0
  points = 0
  private readonly faults = new Map<string, number>()
  readonly violations: string[] = []

  whole({ end, differences }: Came, name: string): void {
    this.topologies += 1
    this.points += end.points.length
    this.note(name, differences)
  }

  /** `what` is the kind of fault, in the plural. */
  survived(what: string, count = 1): void {
    if (count > 0) this.faults.set(what, (this.faults.get(what) ?? 0) + count)
  }

  tried(name: string, what: string, { met, violations }: Tried): void {
    const where = `${name}, killed at ${met.join(' and at ') || 'nothing'}`
    if (violations.length === 0) this.survived(what, met.length)
    this.note(where, violations)
  }

  note(where: string, violations: readonly string[]): void {
    for (const violation of violations) this.violations.push(`${where}: ${violation}`)
  }

  /** The one line that says how it went. */
  line(): string {
    const all = [...this.faults.values()].reduce((sum, count) => sum + count, 0)
    const parts = [...this.faults].map(([what, count]) => `${count} ${what}`).join(', ')
    const tried = `${this.topologies} topologies, ${this.points} points tried`
    return `crash matrix: ${tried}, ${all} faults survived (${parts}), ${this.violations.length} violations`
  }
}
