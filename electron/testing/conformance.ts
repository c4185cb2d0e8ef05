import { isDeepStrictEqual } from 'node:util'
import { actorCell, initialState, type RunState } from '../../shared/kernel/cells.ts'
import { IdentityBook } from '../../shared/kernel/identity.ts'
import { step } from '../../shared/kernel/step.ts'
import { applyTransition, type Input, type Transition } from '../../shared/kernel/transition.ts'
import { kinds } from '../../shared/nodes/index.ts'
import { compile } from '../../shared/topology/compile.ts'
import type { Facts, PossibleOutcome } from '../../shared/topology/kind.ts'
import { parseDocument } from '../../shared/topology/parse.ts'
import type { JsonObject, Outcome } from '../../shared/topology/payload.ts'
import { type ActorPlan, actorAt, type Plan } from '../../shared/topology/plan.ts'
import type { JournalView } from './journal-copy.ts'

export interface Replayed {
  readonly plan: Plan
  readonly state: RunState
  /** Outcomes of the world that were compared with their abstract ones. */
  readonly outcomes: number
  /** Where the journal is not what the pure kernel says; empty when all is well. */
  readonly differences: readonly string[]
}

export function planOfRun({ stored }: Pick<JournalView, 'stored'>): Plan {
  const parsed = parseDocument(stored.record.text)
  const compiled = parsed.ok ? compile(parsed.value, kinds) : parsed
  if (!compiled.ok) throw new Error(`run ${stored.record.run} is of no topology that compiles`)
  return compiled.value
}

/** What a model call used is real and no part of its class, so what budgets have counted is left out. */
function uncounted({ changed }: Transition): Transition['changed'] {
  return changed.filter(([, cell]) => cell.type !== 'controller')
}

/**
 * Puts every recorded input into the pure kernel: transitions, identities, and for each real outcome the abstract one
 * that its kind calls it, which must be one that the kind says is possible and must lead to the same state.
 */
export function replay(view: JournalView): Replayed {
  const plan = planOfRun(view)
  const book = new IdentityBook(plan)
  const differences: string[] = []
  let state = initialState(plan)
  let outcomes = 0
  for (const { transition, identity } of view.transitions) {
    const place = `transition ${identity.seq} (${transition.input.type})`
    const again = step(plan, state, transition.input)
    if (!equal(again, transition)) differences.push(`${place} is not what the kernel does`)
    if (!equal(book.advance(again, identity.at, identity.due), identity))
      differences.push(`${place} has another identity`)
    const abstract = abstractOf(plan, state, transition.input, differences, place)
    if (abstract !== null) {
      outcomes += 1
      if (!equal(uncounted(step(plan, state, abstract)), uncounted(transition)))
        differences.push(`${place} reacts otherwise to the class of its outcome`)
    }
    state = applyTransition(state, transition)
  }
  return { plan, state, outcomes, differences }
}

/** A journal keeps no member that is undefined. */
function equal(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(plain(a), plain(b))
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown
}

function abstractOf(
  plan: Plan,
  state: RunState,
  input: Input,
  differences: string[],
  place: string,
): Input | null {
  if (input.type !== 'settle' && input.type !== 'resolve') return null
  const actor = actorAt(plan, input.component)
  if (input.type === 'settle')
    return { ...input, outcome: classified(actor, state, input.tag, input.outcome, differences, place) }
  if (input.answer.type !== 'happened') return null
  const outcome = classified(actor, state, input.tag, input.answer.outcome, differences, place)
  return { ...input, answer: { type: 'happened', outcome } }
}

function classified(
  actor: ActorPlan,
  state: RunState,
  tag: string,
  outcome: Outcome,
  differences: string[],
  place: string,
): Outcome {
  const ask = actorCell(state, actor.index).effects.find((effect) => effect.ask.tag === tag)?.ask
  if (ask === undefined) throw new Error(`${place}: ${actor.id} has no effect ${tag}`)
  const abstract = actor.kind.classify(actor.bound, ask, outcome)
  const possible = [false, true].flatMap((wrong) => actor.kind.outcomes(actor.bound, ask, factsThat(wrong)))
  if (!possible.some((one) => isOne(one, abstract)))
    differences.push(`${place}: the kind does not know that "${abstract.tag}" is possible of ${tag}`)
  return abstract
}

function factsThat(wrong: boolean): Facts {
  return () => ({ producer: '', wrong })
}

/** Errors differ in what they say of themselves; everything else must be what the explorer would have tried. */
function isOne(possible: PossibleOutcome, { tag, control, refs }: Outcome): boolean {
  if (possible.tag !== tag) return false
  if (tag === 'error') return true
  return (
    equal(possible.control, standingFor(possible, control)) &&
    equal(Object.keys(possible.refs).sort(), Object.keys(refs).sort())
  )
}

/** A number beyond the greatest that is tried is one of those that it stands for. */
function standingFor({ control, atLeast }: PossibleOutcome, real: JsonObject): JsonObject {
  if (atLeast === undefined || !(Number(real[atLeast]) > Number(control[atLeast]))) return real
  return { ...real, [atLeast]: control[atLeast] as number }
}
