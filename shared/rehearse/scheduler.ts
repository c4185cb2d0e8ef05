import { play, Steps } from '../explore/counterexample/play.ts'
import { type Playable, recordedOf } from '../explore/counterexample/recorded.ts'
import type { Counterexample, FaultBudget, TraceStep } from '../explore/result.ts'
import { type Judged, judge } from '../explore/topology/judged.ts'
import type { Monitor } from '../explore/topology/monitor.ts'
import type { TopologyModel } from '../explore/topology/topology-model.ts'
import type { Verdict } from '../kernel/verdict.ts'
import type { Plan } from '../topology/plan.ts'

/** More than anybody clicks. */
const MANY = 99
const ANY_FAULT: FaultBudget = {
  ...{ host: MANY, crash: MANY, error: MANY, wrong: MANY },
  ...{ drop: MANY, duplicate: MANY, reorder: MANY },
}
/** How far apart the steps of a session stand when it is played. */
const STEP_MS = 1000

/** One thing that may happen now, and that a person may have happen. */
export interface Choice {
  readonly action: number
  readonly words: string
  /** The node or edge at which it happens; null for the host. */
  readonly element: string | null
  /** The edge whose message it takes; null where it takes none. */
  readonly edge: string | null
  readonly fault: boolean
  /** A person wants it to wait: it stands last. */
  readonly delayed: boolean
}

/** Where a session stands: everything that was picked, and the state that it led to. Never changed in place. */
export interface Session {
  readonly path: readonly number[]
  readonly state: Int32Array
  readonly delayed: ReadonlySet<string>
  /** The session before the last pick or delay. */
  readonly before: Session | null
}

/** How a property stands in a session. */
export interface Standing {
  readonly id: string
  readonly title: string
  readonly elements: readonly string[]
  /** One sentence once it is broken. */
  readonly broken: string | null
}

/**
 * A person is the scheduler: they pick what happens next, message by message, faults and crashes included, and see
 * which properties still hold. A session is a path through the very graph that the explorer searches, so what a
 * person finds is what a check finds, and is played and kept in the same way.
 */
export class Scheduler {
  private readonly plan: Plan
  private readonly model: TopologyModel
  private readonly judged: readonly Judged[]

  /** `monitors` are the drawing's own properties; those that come with Synod are watched too. */
  constructor(plan: Plan, monitors: readonly Monitor[]) {
    this.plan = plan
    const options = { faults: ANY_FAULT, timing: 'async', exact: true } as const
    const { model, judged } = judge(plan, monitors, options, ANY_FAULT)
    this.model = model
    this.judged = judged
  }

  start(): Session {
    const state = Int32Array.from(this.model.initial()[0] as readonly number[])
    return { path: [], state, delayed: new Set(), before: null }
  }

  /** All that may happen now: what goes well first, what is to wait last. */
  choices(session: Session): readonly Choice[] {
    const seen = new Set<number>()
    this.model.expand(session.state, { set: () => {}, emit: (action) => void seen.add(action) })
    const found = [...seen].map((action): Choice => {
      const { said, element, fault, delivers } = this.model.info(action)
      const edge = delivers < 0 ? null : (this.plan.components[delivers]?.id ?? null)
      const delayed = edge !== null && session.delayed.has(edge)
      return { action, words: said, element, edge, fault, delayed }
    })
    return found.sort((a, b) => weightOf(a) - weightOf(b))
  }

  pick(session: Session, { action, edge }: Choice): Session {
    let changes: (readonly [number, number])[] = []
    let taken: typeof changes | null = null
    this.model.expand(session.state, {
      set: (cell, value) => void changes.push([cell, value]),
      emit: (one) => {
        if (one === action) taken ??= changes
        changes = []
      },
    })
    if (taken === null) throw new Error(`"${this.model.describe(action)}" cannot happen now`)
    const state = session.state.slice()
    for (const [cell, value] of taken as typeof changes) state[cell] = value
    const delayed = new Set(session.delayed)
    if (edge !== null) delayed.delete(edge)
    return { path: [...session.path, action], state, delayed, before: session }
  }

  /** What waits on an edge is to wait on: it stays possible, and comes last. */
  delay(session: Session, edge: string): Session {
    return { ...session, delayed: new Set([...session.delayed, edge]), before: session }
  }

  /** The session in which a person had picked the first `count` steps of a counterexample; null where it does not play. */
  follow({ property, steps: [, ...told] }: Counterexample, count: number): Session | null {
    const invariant = this.judged.find(({ id }) => id === property)?.invariant
    if (invariant === undefined) return null
    const names = told.map(({ action }) => action)
    const played = play(new Steps(this.model), names, (state) => !invariant.holds(state))
    if (played === null) return null
    const same = played.actions.length === names.length
    const picks = same ? played.actions.slice(0, count) : played.actions
    return picks.reduce((before, action, at): Session => {
      const state = played.states[at + 1] ?? before.state
      return { path: [...before.path, action], state, delayed: new Set(), before }
    }, this.start())
  }

  undo(session: Session): Session {
    return session.before ?? session
  }

  /** How the run ended; null while anything but faults may happen. */
  verdict(session: Session): Verdict | null {
    return this.model.verdictAt(session.state)
  }

  standing({ state }: Session): readonly Standing[] {
    return this.judged.map(({ id, title, elements, invariant, sentence }) => {
      const broken = invariant.holds(state) ? null : sentence(state)
      return { id, title, elements, broken }
    })
  }

  /** What was picked, as the steps of a counterexample. */
  steps({ path }: Session): readonly TraceStep[] {
    return this.model.replay(path)
  }

  /** The same for the player. */
  records(session: Session): Playable {
    return recordedOf(this.plan, this.steps(session), STEP_MS)
  }
}

function weightOf({ fault, delayed }: Choice): number {
  return (fault ? 1 : 0) + (delayed ? 2 : 0)
}
