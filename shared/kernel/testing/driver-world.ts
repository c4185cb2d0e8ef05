import type { Outcome } from '../../topology/payload.ts'
import type { Plan } from '../../topology/plan.ts'
import type { ActorCell, EffectCell, RunState } from '../cells.ts'
import { dutyAfterCrash, mayResolveNotHappened } from '../outbox.ts'
import { step } from '../step.ts'
import { applyTransition, type Input } from '../transition.ts'

/** The host and the world around one watched `once` effect: attempts, crashes, orphans, the probe. */
export interface Budget {
  readonly crashes: number
  readonly wrong: number
  readonly errors: number
  /** Start-to-close limits may pass at any moment. */
  readonly limits?: boolean
}

/** The watched effect: has this host performed it, how often did it happen, may a dead host's attempt still act? */
interface Watched {
  readonly flight: 'none' | 'flying' | 'acted'
  readonly executions: number
  readonly orphans: number
}

export interface World {
  readonly state: RunState
  readonly watched: Watched
  readonly left: Budget
}

export interface Step {
  readonly name: string
  readonly input?: Input
}

/** Mistakes that a driver could make, to see that they are found. */
export interface Mistakes {
  readonly probeBeforeQuell?: boolean
}

export type Move = readonly [Step, World]

export function settled(world: World): Partial<World> {
  return { watched: { ...world.watched, flight: 'none' } }
}

/**
 * What is left of the watched effect after an outcome, or null where the outcome would be a lie: nobody has an answer
 * before the attempt acted, nor says after it that nothing happened. A line that is cut leaves an attempt that may act.
 */
export function afterOutcome(world: World, outcome: Outcome): Partial<World> | null {
  const { watched } = world
  const acted = watched.flight === 'acted'
  if (watched.flight === 'none') return null
  if (outcome.tag !== 'error') return acted ? settled(world) : null
  if (outcome.control['happened'] === 'no') return acted ? null : settled(world)
  return { watched: { ...watched, flight: 'none', orphans: acted ? watched.orphans : 1 } }
}

/** What the live driver does with the watched effect, and what the world does with its attempts. */
export function watchedMoves(
  world: World,
  { ask: { tag }, status }: EffectCell,
  put: (input: Input, more?: Partial<World>) => Move,
  component: number,
  mistakes: Mistakes,
): readonly Move[] {
  const { watched } = world
  const count = Math.min(2, watched.executions + 1)
  const moves: Move[] = []
  if (status === 'begun' && watched.flight === 'none') {
    moves.push([{ name: 'perform' }, { ...world, watched: { ...watched, flight: 'flying' } }])
  }
  const flying = watched.flight === 'flying'
  if (flying) {
    moves.push([{ name: 'act' }, { ...world, watched: { ...watched, flight: 'acted', executions: count } }])
    // Its limit has passed: the driver sees it end before it asks anyone.
    if (status === 'doubt') moves.push([{ name: 'stop' }, { ...world, ...settled(world) }])
  }
  if (watched.orphans > 0) {
    moves.push([
      { name: 'orphan acts' },
      { ...world, watched: { ...watched, orphans: 0, executions: count } },
    ])
    moves.push([{ name: 'quell' }, { ...world, watched: { ...watched, orphans: 0 } }])
  }
  if (
    status === 'doubt' &&
    (mistakes.probeBeforeQuell === true || mayResolveNotHappened(watched.orphans + (flying ? 1 : 0)))
  ) {
    // The probe is truthful: it sees what has happened so far.
    const outcome = { tag: 'ok', control: { exit: 0 }, refs: { result: 'probe', log: '~' } }
    const answer =
      watched.executions > 0 ? ({ type: 'happened', outcome } as const) : ({ type: 'not-happened' } as const)
    moves.push(put({ type: 'resolve', component, tag, answer }, settled(world)))
  }
  return moves
}

/** The host dies and comes back: what was in flight may still act, what had acted is not known to have. */
export function crashHost(plan: Plan, watch: string, world: World): Move {
  const { watched } = world
  const orphans = watched.flight === 'flying' ? 1 : watched.orphans
  let state = world.state
  for (const actor of plan.actors) {
    for (const effect of (state[actor.index] as ActorCell).effects) {
      if (effect.ask.to !== undefined || dutyAfterCrash(effect) !== 'doubt') continue
      // Before it is performed a begun effect cannot have acted, but the driver does not know that.
      state = applyTransition(
        state,
        step(plan, state, { type: 'doubt', component: actor.index, tag: effect.ask.tag }),
      )
    }
  }
  const left = { ...world.left, crashes: world.left.crashes - 1 }
  return [
    { name: `host crash (${watch})` },
    { state, left, watched: { flight: 'none', executions: watched.executions, orphans } },
  ]
}
