import type { ActorPlan } from '../../shared/topology/plan.ts'
import { controlView } from '../../shared/trace/control-view.ts'
import type { EffectTrace } from '../../shared/trace/effects.ts'
import type { HoldView, NodeRunView } from '../../shared/trace/node-view.ts'
import { drawnTo, inlineError, nameAt } from '../../shared/trace/words.ts'
import type { NodeView } from '../canvas/view-model.ts'
import type { Moment } from './node-card.ts'
import { cardSpanText } from './texts.ts'

/** What a card says of policies at work: breakers, limits, restarts, sagas, suspicion, dead letters. */
export function troubleChip(moment: Moment, actor: ActorPlan, view: NodeRunView): string | null {
  switch (view.word) {
    case 'suspected':
      return suspectedText(moment, actor, view)
    case 'held':
    case 'open':
      return view.hold === null ? null : HELD[view.hold.type]
    case 'waiting':
      return view.letters > 0 && view.open.length === 0 ? lettersText(view.letters) : null
    case 'undoing':
      return view.undo === 'now' ? 'Taking back' : 'To be taken back'
    case 'skipped':
      return view.undo === 'undone' ? 'Taken back' : null
    default:
      return null
  }
}

export function troubleCaption(moment: Moment, actor: ActorPlan, view: NodeRunView): string | null {
  switch (view.word) {
    case 'restarting':
      return groupError(moment, actor)
    case 'suspected':
      return 'Silent for longer than is usual'
    case 'held':
    case 'open':
      return view.hold === null ? null : holdText(moment, view.hold)
    case 'waiting':
      return view.letters > 0 && view.open.length === 0 ? 'It failed and waits for you' : null
    default:
      return null
  }
}

const HELD = {
  breaker: 'Breaker open',
  bulkhead: 'Waits for room',
  rate: 'Waits its turn',
  queue: 'Queue full',
  timer: 'Waits',
  pause: 'Paused',
} as const

/** Beyond this a number says nothing more. */
const SURE = 100

/** "Suspected · φ 8.4", or for how long it has said nothing where no detector told. */
function suspectedText(moment: Moment, actor: ActorPlan, view: NodeRunView): string {
  const { trace, chunks, position, streamed, instant } = moment
  const open = trace.effects.openAt(actor.index, position, view.open.length)
  const suspected = open.find((one) => isSuspected(one, position)) ?? open[0]
  if (suspected === undefined) return 'Suspected'
  const phi = chunks.phi(suspected.id, streamed)
  if (phi !== null) return `Suspected · φ ${phi < SURE ? phi.toFixed(1) : `over ${SURE}`}`
  const since = chunks.lastChunk(suspected.id, streamed)?.at ?? suspected.attempts.at(-1)?.begunAt ?? 0
  return since === 0 ? 'Suspected' : `Suspected · ${cardSpanText(instant - since)}`
}

function isSuspected({ suspicions }: EffectTrace, position: number): boolean {
  return suspicions.some(({ seq, endSeq }) => seq <= position && (endSeq === 0 || endSeq > position))
}

export function lettersText(letters: number): string {
  return letters === 1 ? '1 dead letter' : `${letters} dead letters`
}

function holdText({ trace }: Moment, { type, id }: HoldView): string | null {
  switch (type) {
    // What it does says more.
    case 'timer':
      return null
    case 'pause':
      return 'Begins when the run goes on'
    case 'breaker':
    case 'bulkhead':
    case 'rate':
      return `Held by ${id}`
    case 'queue': {
      const channel = trace.plan.components[trace.plan.byId.get(id) ?? -1]
      const to = channel?.type === 'channel' ? nameAt(trace.plan, drawnTo(trace.plan, channel.to)) : ''
      return `${to} has no room for more`
    }
  }
}

function groupError({ trace, position }: Moment, actor: ActorPlan): string | null {
  const group = actor.supervisor === null ? null : trace.cell(actor.supervisor, position)
  if (group?.type !== 'supervisor' || group.failed === null) return null
  if (group.failed.member !== actor.index) return 'Another of its group failed'
  return inlineError(group.failed.error) ?? 'Its work failed'
}

/** Of a budget that is for this node and few others; one of the whole run stands with the run. */
export function budgetMeter(
  { trace, position }: Moment,
  actor: ActorPlan,
): NonNullable<NodeView['meter']> | null {
  for (const index of actor.controllers) {
    const plan = trace.plan.components[index]
    if (plan?.type !== 'controller' || plan.spec.type !== 'budget') continue
    if (plan.spec.nodes === undefined && plan.spec.group === undefined) continue
    const { part } = controlView(trace, plan, position)
    if (part !== null && part > 0) return { text: `${Math.round(part * 100)} %`, part }
  }
  return null
}
