import type { AskSummary, AskType } from '../../shared/api/contract.ts'
import { actorCell, type EffectCell } from '../../shared/kernel/cells.ts'
import { countOf, type GateConfig, neededOf } from '../../shared/nodes/gate/config.ts'
import { type Asking, DEADLINE, type GateLocal, holdersOf, votesOf } from '../../shared/nodes/gate/tally.ts'
import type { Ask } from '../../shared/topology/kind.ts'
import { inlineOf } from '../../shared/topology/payload.ts'
import { type ActorPlan, actorAt } from '../../shared/topology/plan.ts'
import type { LiveRun } from '../drivers/live/live-run.ts'
import { askTypeOf } from './ask-history.ts'
import { callQuestion } from './call-view.ts'

/** What a live run asks of people now, and of which component. */
export interface OpenAsk {
  readonly live: LiveRun
  readonly component: number
  readonly ask: Ask
  readonly summary: AskSummary
}

/** Questions to people, and the effects in doubt of which the probe could not say. */
export function openAsks(live: LiveRun): readonly OpenAsk[] {
  return live.core.openEffects().flatMap(({ component, effect, id }) => {
    const type = openType(live, effect, id)
    return type === null
      ? []
      : [{ live, component, ask: effect.ask, summary: summaryOfAsk(live, component, effect, id, type) }]
  })
}

function openType(live: LiveRun, effect: EffectCell, id: string): AskType | null {
  if (effect.withdrawn && effect.status !== 'doubt') return null
  if (effect.ask.kind === 'human.ask' && effect.status === 'begun')
    return live.record.settings.approve === 'ask' ? askTypeOf(effect.ask) : null
  if (effect.status === 'doubt' && live.probeEvidence(id) !== null) return 'doubt'
  return null
}

function summaryOfAsk(
  live: LiveRun,
  component: number,
  effect: EffectCell,
  id: string,
  type: AskType,
): AskSummary {
  const actor = actorAt(live.core.plan, component)
  return {
    run: live.record.run,
    runName: live.record.name,
    ask: id,
    node: actor.id,
    nodeName: actor.name,
    type,
    question: questionOf(actor, effect, type),
    askedAt: live.core.book.openSince(component, effect.ask.tag) ?? live.record.startedAt,
    deadline: deadlineOf(live, component),
    tally: tallyOf(live, component),
  }
}

/** As the drawing has it: what depends on a message is filled in by whoever shows it. */
function questionOf(actor: ActorPlan, { ask }: EffectCell, type: AskType): string {
  switch (type) {
    case 'gate':
      return (actor.bound.config as GateConfig).ask
    case 'tool':
      return callQuestion(actor.name, String(ask.control['tool']))
    case 'question':
      return `${actor.name} asks`
    case 'doubt':
      return `Did "${actor.name}" happen?`
  }
}

/** A gate that waits for people; null for any other node, and for one that is idle. */
export function gateOf(
  live: LiveRun,
  component: number,
): { readonly config: GateConfig; readonly local: Asking } | null {
  const actor = actorAt(live.core.plan, component)
  if (actor.kind.kind !== 'gate') return null
  const local = actorCell(live.core.state, component).local as GateLocal
  return local.phase === 'asking' ? { config: actor.bound.config as GateConfig, local } : null
}

export function deadlineOf(live: LiveRun, component: number): AskSummary['deadline'] {
  const gate = gateOf(live, component)
  const at = gate === null ? undefined : live.core.book.dueAt(component, DEADLINE)
  return gate === null || at === undefined ? null : { at, answer: gate.config.default }
}

export function tallyOf(live: LiveRun, component: number): AskSummary['tally'] {
  const gate = gateOf(live, component)
  if (gate === null) return null
  const { config, local } = gate
  const votes = votesOf(local)
  const waitsFor = holdersOf(config, local).flatMap((holder) =>
    holder === null || votes.some((vote) => vote.by === holder) ? [] : (inlineOf(holder) ?? []),
  )
  const approved = votes.filter((vote) => vote.answer === 'approve').length
  return { approved, needed: neededOf(config), of: countOf(config), waitsFor }
}
