import { type Played, play, type Steps } from './play.ts'

/** What is known of a model's actions, to tell which of two schedules is the simpler. */
export interface ActionFacts {
  isFault(action: number): boolean
  /** Whose step it is; turning from one to another is a context switch. */
  ownerOf(action: number): string
}

/** So many schedules are tried; each is a walk through the model. */
const TRIES_MAX = 3000

/**
 * A simpler schedule that breaks the same: fewer faults before fewer steps before fewer context switches. Every
 * candidate is played on the model. Removal is delta debugging (Zeller and Hildebrandt, 2002), with faults tried first;
 * then steps of one node are drawn together where that changes nothing.
 */
export function minimise(
  steps: Steps,
  actions: readonly number[],
  broken: (state: Int32Array) => boolean,
  facts: ActionFacts,
): Played | null {
  const first = play(steps, actions, broken)
  return first === null ? null : new Minimiser(steps, broken, facts, first).run()
}

class Minimiser {
  private readonly steps: Steps
  private readonly broken: (state: Int32Array) => boolean
  private readonly facts: ActionFacts
  private best: Played
  private tries = 0

  constructor(steps: Steps, broken: (state: Int32Array) => boolean, facts: ActionFacts, first: Played) {
    this.steps = steps
    this.broken = broken
    this.facts = facts
    this.best = first
  }

  run(): Played {
    this.dropFaults()
    this.dropSteps()
    this.drawTogether()
    return this.best
  }

  private dropFaults(): void {
    for (let at = this.best.actions.length - 1; at >= 0; at -= 1)
      if (this.facts.isFault(this.best.actions[at] as number)) this.tryWithout(at, 1)
  }

  private dropSteps(): void {
    for (let size = Math.ceil(this.best.actions.length / 2); size >= 1; size = Math.floor(size / 2)) {
      let at = this.best.actions.length - size
      while (at >= 0) {
        if (!this.tryWithout(at, size)) at -= size
        at = Math.min(at, this.best.actions.length - size)
      }
    }
  }

  /** Each step as early as it may stand right behind the step before of the same owner. */
  private drawTogether(): void {
    for (let at = 1; at < this.best.actions.length; at += 1) {
      const { actions } = this.best
      const owner = this.facts.ownerOf(actions[at] as number)
      const before = actions.slice(0, at).findLastIndex((one) => this.facts.ownerOf(one) === owner)
      if (before < 0 || before === at - 1) continue
      const moved = actions.toSpliced(at, 1).toSpliced(before + 1, 0, actions[at] as number)
      this.consider(moved)
    }
  }

  private tryWithout(at: number, count: number): boolean {
    return this.consider(this.best.actions.toSpliced(at, count))
  }

  private consider(candidate: readonly number[]): boolean {
    if (this.tries >= TRIES_MAX) return false
    this.tries += 1
    const played = play(this.steps, candidate, this.broken)
    if (played === null || !this.isSimpler(played)) return false
    this.best = played
    return true
  }

  private isSimpler(played: Played): boolean {
    const [now, before] = [this.costs(played), this.costs(this.best)]
    const at = now.findIndex((cost, place) => cost !== before[place])
    return at >= 0 && (now[at] as number) < (before[at] as number)
  }

  private costs({ actions }: Played): readonly number[] {
    const { facts } = this
    const faults = actions.filter((one) => facts.isFault(one)).length
    const owners = actions.map((one) => facts.ownerOf(one))
    const switches = owners.filter((one, at) => at > 0 && one !== owners[at - 1]).length
    return [faults, actions.length, switches]
  }
}
