import type { Plan } from '../../topology/plan.ts'
import { outcomesOf } from '../abstract-world.ts'
import { type ActorCell, type Cell, initialState, type RunState } from '../cells.ts'
import { enabled } from '../enabled.ts'
import { step } from '../step.ts'
import { applyTransition, type Input } from '../transition.ts'
import { type Verdict, verdict } from '../verdict.ts'
import {
  afterOutcome,
  type Budget,
  crashHost,
  type Mistakes,
  type Move,
  type Step,
  type World,
  watchedMoves,
} from './driver-world.ts'

/**
 * Breadth first over `enabled` and `step`, with the outbox protocol run against a world that counts executions of
 * one watched node's `once` effect and crashes the host between any two steps. Everything by the book, nothing fast.
 */
export interface Exploration {
  readonly states: number
  readonly transitions: number
  readonly complete: boolean
  readonly ends: ReadonlyMap<string, number>
  /** Shortest path to a state in which the watched effect happened twice. */
  readonly twice: readonly Step[] | null
  readonly stuck: readonly Step[] | null
}

interface Visit {
  readonly world: World
  readonly parent: Visit | null
  readonly step: Step
}

export function explore(
  plan: Plan,
  watch: string,
  budget: Budget,
  maxStates = 300_000,
  visitor: (world: World) => void = () => {},
  mistakes: Mistakes = {},
): Exploration {
  const key = keyOf()
  const first: World = {
    state: initialState(plan),
    watched: { flight: 'none', executions: 0, orphans: 0 },
    left: budget,
  }
  const start: Input = { type: 'start', component: plan.entry, payload: { task: 'task' } }
  const root = { ...first, state: applyTransition(first.state, step(plan, first.state, start)) }
  const seen = new Set([key(root)])
  let level: Visit[] = [{ world: root, parent: null, step: { name: 'start', input: start } }]
  const ends = new Map<string, number>()
  let transitions = 0
  let twice: readonly Step[] | null = null
  let stuck: readonly Step[] | null = null
  while (level.length > 0 && seen.size < maxStates) {
    const next: Visit[] = []
    for (const visit of level) {
      visitor(visit.world)
      const moves = successors(plan, watch, visit.world, mistakes)
      if (moves.length === 0) {
        const end: Verdict = verdict(plan, visit.world.state)
        ends.set(end.status, (ends.get(end.status) ?? 0) + 1)
        if (end.status === 'stuck' || end.status === 'running') stuck ??= pathOf(visit)
      }
      for (const [move, world] of moves) {
        transitions += 1
        const id = key(world)
        if (seen.has(id)) continue
        seen.add(id)
        const child: Visit = { world, parent: visit, step: move }
        if (world.watched.executions >= 2) twice ??= pathOf(child)
        next.push(child)
      }
    }
    level = next
  }
  return { states: seen.size, transitions, complete: level.length === 0, ends, twice, stuck }
}

function successors(plan: Plan, watch: string, world: World, mistakes: Mistakes): readonly Move[] {
  const inputs = enabled(plan, world.state)
  const put = (input: Input, more: Partial<World> = {}): Move => [
    { name: `${input.type} ${plan.components[input.component]?.id ?? ''}`, input },
    { ...world, ...more, state: applyTransition(world.state, step(plan, world.state, input)) },
  ]
  const local = inputs.find((input) => isLocal(world.state, input))
  if (local !== undefined) return [put(local)]
  const moves: Move[] = inputs.map((input) => put(input))
  for (const actor of plan.actors) {
    const cell = world.state[actor.index] as ActorCell
    for (const effect of cell.effects) {
      if (effect.ask.to !== undefined) continue
      const watched = actor.id === watch && effect.ask.kind === 'process.exec'
      if (watched) moves.push(...watchedMoves(world, effect, put, actor.index, mistakes))
      if (effect.status !== 'begun') continue
      for (const { outcome, fault } of outcomesOf(actor, effect.ask)) {
        const left = pay(world.left, fault)
        const after = watched ? afterOutcome(world, outcome) : {}
        if (left === null || after === null) continue
        moves.push(
          put({ type: 'settle', component: actor.index, tag: effect.ask.tag, outcome }, { left, ...after }),
        )
      }
    }
    for (const timer of cell.timers) {
      if (timer.tag.startsWith('limit:') && world.left.limits !== true) continue
      moves.push(put({ type: 'fire', component: actor.index, tag: timer.tag }))
    }
  }
  if (world.left.crashes > 0) moves.push(crashHost(plan, watch, world))
  return moves
}

function pay(left: Budget, fault: 'wrong' | 'error' | null): Budget | null {
  if (fault === 'wrong') return left.wrong > 0 ? { ...left, wrong: left.wrong - 1 } : null
  if (fault === 'error') return left.errors > 0 ? { ...left, errors: left.errors - 1 } : null
  return left
}

/**
 * Steps that commute with every other and that no property sees are taken at once: to begin what may run twice, and
 * to stop an actor that has no `once` effect.
 */
function isLocal(state: RunState, input: Input): boolean {
  const { effects } = state[input.component] as ActorCell
  if (input.type === 'cancel') return effects.every((effect) => effect.ask.class !== 'once')
  return (
    input.type === 'begin' && effects.find((effect) => effect.ask.tag === input.tag)?.ask.class !== 'once'
  )
}

/** Cells become small integers by their text, so that a state's key is short. */
function keyOf(): (world: World) => string {
  const ids = new Map<string, number>()
  const known = new WeakMap<Cell, number>()
  const idOf = (cell: Cell): number => {
    const found = known.get(cell)
    if (found !== undefined) return found
    const text = JSON.stringify(cell)
    const id = ids.get(text) ?? ids.size
    ids.set(text, id)
    known.set(cell, id)
    return id
  }
  return ({ state, watched, left }) =>
    `${state.map(idOf).join()};${JSON.stringify(watched)};${left.crashes},${left.wrong},${left.errors}`
}

function pathOf(visit: Visit): readonly Step[] {
  const path: Step[] = []
  for (let at: Visit | null = visit; at !== null; at = at.parent) path.unshift(at.step)
  return path
}
