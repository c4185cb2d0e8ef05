import type { AskType, RecordedTransition } from '../../shared/api/contract.ts'
import type { GateConfig } from '../../shared/nodes/gate/config.ts'
import { DEADLINE } from '../../shared/nodes/gate/tally.ts'
import { deadlineText } from '../../shared/nodes/gate/words.ts'
import type { Ask } from '../../shared/topology/kind.ts'
import type { Payload } from '../../shared/topology/payload.ts'
import { actorAt, type Plan } from '../../shared/topology/plan.ts'
import type { Journal } from '../drivers/seams.ts'
import { readDecision } from './decision.ts'

export interface AskEnd {
  readonly answer: string
  readonly by: string
  readonly comment: string
  readonly at: number
}

/** A question from when it was first asked to its end, however often it was asked anew in between. */
export interface AskPast {
  readonly component: number
  readonly type: AskType
  /** Its effects, oldest first: people know it by the first. */
  readonly ids: string[]
  readonly askedAt: number
  /** As it was asked last. */
  ask: Ask
  /** Records of what was decided, oldest first. */
  readonly decisions: Payload[]
  /** Null while it waits, and when its run ended before it. */
  end: AskEnd | null
}

/** Which kind of question an effect puts to people. */
export function askTypeOf(ask: Pick<Ask, 'control'>): AskType {
  const about = ask.control['about']
  return about === 'tool' || about === 'question' ? about : 'gate'
}

/** Every question of a run so far, by its journal. */
export function askHistory(journal: Journal, run: string, plan: Plan): readonly AskPast[] {
  const history = new History(journal, plan)
  for (const record of transitionsOf(journal, run)) history.add(record)
  return history.past
}

/** The question that is meant: by any of its effects, or the newest of a node. */
export function pastOf(past: readonly AskPast[], plan: Plan, wanted: string): AskPast | undefined {
  return (
    past.findLast((one) => one.ids.includes(wanted)) ??
    past.findLast((one) => one.type !== 'doubt' && plan.components[one.component]?.id === wanted)
  )
}

class History {
  readonly past: AskPast[] = []
  private readonly journal: Journal
  private readonly plan: Plan
  /** Those that wait, by component and tag. */
  private readonly open = new Map<string, AskPast>()
  private readonly asked = new Map<string, { readonly ask: Ask; readonly at: number }>()

  constructor(journal: Journal, plan: Plan) {
    this.journal = journal
    this.plan = plan
  }

  add({ transition, identity }: RecordedTransition): void {
    const { input, asked, withdrawn } = transition
    const { at, effect } = identity
    const settled = input.type === 'settle' ? this.settle(input, effect, at) : undefined
    asked.forEach(({ ask }, place) => {
      const id = identity.asked[place] ?? ''
      if (ask.kind === 'human.ask') this.ask(input.component, ask, id, at)
      else this.asked.set(id, { ask, at })
    })
    if (settled !== undefined) {
      // Asked anew in the same step, it goes on.
      if (settled.ids.at(-1) === effect) this.open.delete(keyOf(settled.component, settled.ask.tag))
      else settled.end = null
    }
    if (input.type === 'fire' && input.tag === DEADLINE) this.expire(input.component, at)
    for (const { tag, of } of withdrawn) this.open.delete(keyOf(of ?? input.component, tag))
    if (input.type === 'resolve') this.resolve(input, effect, at)
  }

  private ask(component: number, ask: Ask, id: string, askedAt: number): void {
    const key = keyOf(component, ask.tag)
    const known = this.open.get(key)
    if (known !== undefined) {
      if (!known.ids.includes(id)) known.ids.push(id)
      known.ask = ask
      return
    }
    const made = { component, type: askTypeOf(ask), ids: [id], askedAt, ask, decisions: [], end: null }
    this.past.push(made)
    this.open.set(key, made)
  }

  private settle(
    { component, tag, outcome }: Extract<RecordedTransition['transition']['input'], { type: 'settle' }>,
    effect: string | undefined,
    at: number,
  ): AskPast | undefined {
    const known = this.open.get(keyOf(component, tag))
    if (known === undefined || known.ids.at(-1) !== effect) return undefined
    const decision = outcome.refs['decision']
    if (decision !== undefined) known.decisions.push(decision)
    const { answer, by, comment } = readDecision(decision, this.journal.payloads)
    known.end = { answer, by, comment, at }
    return known
  }

  private expire(component: number, at: number): void {
    for (const past of this.open.values()) {
      if (past.component !== component || past.type !== 'gate') continue
      const config = actorAt(this.plan, component).bound.config as GateConfig
      const comment = deadlineText(config.deadline_ms ?? 0)
      past.end = { answer: config.default, by: DEADLINE, comment, at }
    }
  }

  private resolve(
    { component, answer }: Extract<RecordedTransition['transition']['input'], { type: 'resolve' }>,
    effect: string | undefined,
    at: number,
  ): void {
    const known = this.asked.get(effect ?? '')
    if (known === undefined || effect === undefined) return
    const end = { answer: answer.type, by: '', comment: '', at }
    const { ask } = known
    this.past.push({ component, type: 'doubt', ids: [effect], askedAt: known.at, ask, decisions: [], end })
  }
}

function keyOf(component: number, tag: string): string {
  return `${component}/${tag}`
}

function* transitionsOf(journal: Journal, run: string): Iterable<RecordedTransition> {
  for (
    let after = 0, page = journal.transitionsAfter(run, 0, 500);
    page.length > 0;
    page = journal.transitionsAfter(run, after, 500)
  ) {
    yield* page
    after = page.at(-1)?.identity.seq ?? after
  }
}
