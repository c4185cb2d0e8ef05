import type { Monitor } from '../explore/topology/monitor.ts'
import type { Plan } from '../topology/plan.ts'
import { type Failing, failingPlan, lostIn } from './failing-plan.ts'
import { drawnId } from './failure.ts'
import { type Ending, RunSearch, type Seen } from './run-search.ts'
import { succeededMonitor, type Tried, triedMonitor } from './works.ts'

/** What the explorer says of a node: it never does its work any more, no longer in every run, or as before. */
export type Shown = 'never' | 'sometimes' | 'same'

export interface Confirmed {
  /** By element; who is not in it has not been looked at to the end. */
  readonly shown: ReadonlyMap<string, Shown>
  /** How runs may end; null where that was not looked at to the end. */
  readonly endings: readonly Ending[] | null
  readonly states: number
}

/** Searches that are under way: whoever runs them decides when to look and when to give up. */
export interface Confirming {
  /** Expands at most so many more states; true once all has been looked at. */
  advance(states: number): boolean
  result(): Confirmed
}

/** In each search; a node for which there are more states stays as the analysis says. */
const MOST_STATES = 20_000

export function confirming(
  plan: Plan,
  failing: Failing,
  elements: readonly string[],
  mostStates = MOST_STATES,
): Confirming {
  return new Running(plan, failing, elements, mostStates)
}

class Running implements Confirming {
  private readonly healthyPlan: Plan
  private readonly plan: Plan
  private readonly tried: Monitor
  private readonly succeeded: Monitor
  private readonly mostStates: number
  private readonly shown = new Map<string, Shown>()
  private readonly steps: Generator<number, void, number>
  private left = 0
  private endings: readonly Ending[] | null = null
  private states = 0

  constructor(plan: Plan, failing: Failing, elements: readonly string[], mostStates: number) {
    this.healthyPlan = plan
    this.plan = failingPlan(plan, failing)
    this.mostStates = mostStates
    const tried = triedIn(plan, failing)
    this.tried = triedMonitor(plan, tried)
    this.succeeded = succeededMonitor(plan, tried)
    this.steps = this.search(elements)
  }

  advance(states: number): boolean {
    this.left = states
    return this.steps.next(states).done === true
  }

  result(): Confirmed {
    const { shown, endings, states } = this
    return { shown: new Map(shown), endings, states }
  }

  private *search(elements: readonly string[]): Generator<number, void, number> {
    this.endings = (yield* this.follow(this.plan, new Set(), this.tried))?.without ?? null
    const well = yield* this.follow(this.healthyPlan, new Set(), this.succeeded)
    for (const element of elements) {
      const actors = actorsOf(this.plan, element)
      const now = yield* this.follow(this.plan, actors, this.tried)
      if (now === null) continue
      if (now.may && now.without.length === 0) {
        this.shown.set(element, 'same')
        continue
      }
      const before = yield* this.follow(this.healthyPlan, actors, this.succeeded)
      if (before !== null) this.shown.set(element, compared(before, now, well?.tried !== false))
    }
  }

  /** Null where there are too many states. */
  private *follow(
    plan: Plan,
    actors: ReadonlySet<number>,
    tried: Monitor,
  ): Generator<number, Seen | null, number> {
    const search = new RunSearch(plan, actors, tried)
    for (;;) {
      const before = search.states
      const piece = Math.min(this.left, PIECE)
      const whole = search.advance(piece)
      this.left -= piece
      this.states += search.states - before
      if (whole) return search.seen()
      if (search.states > this.mostStates) return null
      if (this.left <= 0) this.left = yield search.states
    }
  }
}

/** In so few states nobody waits for long. */
const PIECE = 50

function actorsOf(plan: Plan, element: string): ReadonlySet<number> {
  return new Set(plan.actors.filter(({ id }) => drawnId(id) === element).map(({ index }) => index))
}

function triedIn(plan: Plan, failing: Failing): Tried {
  const actors = plan.actors.filter(({ id }) => failing.nodes.has(drawnId(id)))
  return { ...lostIn(plan, failing), actors: new Set(actors.map(({ index }) => index)) }
}

/** What was not sure before, as a branch decides, is no less sure for a failure of what could work at all. */
function compared(before: Seen, now: Seen, works: boolean): Shown {
  if (!before.may) return 'same'
  if (!now.may) return 'never'
  return works && before.without.length === 0 ? 'sometimes' : 'same'
}
