import type { Cell, RunCell, RunState } from '../../../kernel/cells.ts'
import { actorCell, initialState } from '../../../kernel/cells.ts'
import { applyTransition, type Input, type Transition } from '../../../kernel/transition.ts'
import { verdict } from '../../../kernel/verdict.ts'
import { actorAt, type Plan, RUN } from '../../../topology/plan.ts'
import { Steps } from '../../counterexample/play.ts'
import type { FaultBudget } from '../../result.ts'
import { keyOf } from '../intern.ts'
import { takenOver } from '../moves.ts'
import { type TopologyModel, topologyModel } from '../topology-model.ts'

/** More than any run of a test has of each. */
const MANY: FaultBudget = {
  host: 40,
  crash: 0,
  error: 400,
  wrong: 400,
  drop: 0,
  duplicate: 0,
  reorder: 0,
  cancel: 1,
}

/** What a run may be put into that a check does not try: a person's controls. */
const UNTRIED: ReadonlySet<Input['type']> = new Set(['halt', 'resend'])

export interface Followed {
  /** Transitions that are steps of the model, from the first on. */
  readonly taken: number
  /** Where the model knows no such step; null when the run is one of its paths, as far as it is followed. */
  readonly lost: string | null
}

/**
 * States up to refs that nothing compares: tokens lose their activation, which a stand-in world does not know, and
 * texts that the run or the world has written are all one.
 */
function text(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll(/@[^"!]*/g, '@')
    .replaceAll(/"(text:[^"]*|[^".]*[.]task@|~)"/g, '"~"')
}

function inputText(input: Input): string {
  // Whatever a probe or a person brings, it is what happened.
  return input.type === 'resolve' ? text({ ...input, answer: input.answer.type }) : text(input)
}

/**
 * Follows a run through the model, without reductions and with timers at any moment. Where several steps look alike
 * all of them are followed; what the world does unseen is tried in between.
 */
export function follow(plan: Plan, transitions: readonly Transition[]): Followed {
  const model = topologyModel(plan, { faults: MANY, timing: 'async', monitors: [], reductions: [] })
  const steps = new Steps(model)
  const keys = plan.components.map((component) => keyOf(plan, component))
  let state: RunState = initialState(plan)
  let places: readonly Int32Array[] = [steps.initial()]
  let doubts: readonly string[] = []
  let taken = 0
  for (const transition of transitions) {
    const input = classified(plan, state, transition.input)
    const harmless = isHarmless(plan, state, input)
    if (UNTRIED.has(input.type) || isStoppedAtItsEnd(plan, state, input)) break
    state = applyTransition(state, transition)
    taken += 1
    if (input.type === 'start' || input.type === 'pause' || input.type === 'resume' || harmless) continue
    const wanted = inputText(input)
    if (doubts.includes(wanted)) {
      doubts = doubts.filter((one) => one !== wanted)
      if (doubts.length > 0) continue
    } else {
      const next = stepsOf(plan, model, steps, unseen(model, steps, places), wanted)
      places = next.places
      doubts = next.doubts
      if (doubts.length > 0) continue
    }
    const now = state
    const fitting = places.filter((place) => fits(model, keys, place, now))
    if (fitting.length === 0) {
      const why = places.length === 0 ? 'the model has no such step' : 'it leads to another state'
      return { taken: taken - 1, lost: `${wanted}: ${why}` }
    }
    places = fitting
  }
  return { taken, lost: null }
}

/** A suspicion that gives nothing up is known to nobody, nor that a run is stopped which ends anyway. */
function isHarmless(plan: Plan, state: RunState, input: Input): boolean {
  if (input.type === 'trust') return true
  if (input.type === 'cancel' && input.component === RUN) return (state[RUN] as RunCell).status !== 'running'
  if (input.type !== 'suspect') return false
  const effect = actorCell(state, input.component).effects.find(({ ask }) => ask.tag === input.tag)
  return effect === undefined || !takenOver(actorAt(plan, input.component), effect)
}

/** Only a pause keeps such a run from its end: the model, which has no pause, has ended it before. */
function isStoppedAtItsEnd(plan: Plan, state: RunState, { type, component }: Input): boolean {
  if (type !== 'cancel' || component !== RUN) return false
  const run = state[RUN] as RunCell
  if (run.paused !== true) return false
  return (
    verdict(
      plan,
      state.map((cell, at) => (at === RUN ? { ...run, paused: false } : cell)),
    ).status !== 'running'
  )
}

/** A real outcome as the model knows it. */
function classified(plan: Plan, state: RunState, input: Input): Input {
  if (input.type !== 'settle') return input
  const actor = actorAt(plan, input.component)
  const effect = actorCell(state, input.component).effects.find(({ ask }) => ask.tag === input.tag)
  if (effect === undefined) throw new Error(`${actor.id} has no effect ${input.tag}`)
  return { ...input, outcome: actor.kind.classify(actor.bound, effect.ask, input.outcome) }
}

/** All places that may be reached from these by what the world does unseen. */
function unseen(model: TopologyModel, steps: Steps, places: readonly Int32Array[]): readonly Int32Array[] {
  const found = new Map(places.map((place) => [place.join(), place]))
  const open = [...places]
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    for (const { action, state } of steps.from(place)) {
      const key = state.join()
      if (found.has(key) || state[model.layout.end] !== 0) continue
      if (model.info(action).fault || model.inputs(place, action).length > 0) continue
      found.set(key, state)
      open.push(state)
    }
  }
  return [...found.values()]
}

/** Where a step with this input leads; of a host crash, with the doubts that still must come. */
function stepsOf(
  plan: Plan,
  model: TopologyModel,
  steps: Steps,
  places: readonly Int32Array[],
  wanted: string,
): { readonly places: readonly Int32Array[]; readonly doubts: readonly string[] } {
  const found = new Map<string, Int32Array>()
  let doubts: readonly string[] = []
  for (const place of places) {
    const cells = model.layout.stateOf(place)
    for (const { action, state } of steps.from(place)) {
      // The model may tell outcomes of one class apart: a vote knows which of its ballots are wrong.
      const inputs = model.inputs(place, action).map((input) => inputText(classified(plan, cells, input)))
      if (!inputs.includes(wanted)) continue
      doubts = inputs.filter((one) => one !== wanted)
      found.set(state.join(), state)
    }
  }
  return { places: [...found.values()], doubts }
}

function fits(
  model: TopologyModel,
  keys: readonly ((cell: Cell) => Cell)[],
  place: Int32Array,
  state: RunState,
): boolean {
  const modelled = model.layout.stateOf(place)
  return state.every((cell, at) => {
    const key = keys[at]
    if (key === undefined) return false
    const seen = cell.type === 'run' ? { ...key(cell), paused: false, aborts: undefined } : key(cell)
    return seen === modelled[at] || text(seen) === text(modelled[at])
  })
}
