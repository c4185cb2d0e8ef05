import type { Cell, ChannelCell, Control, ControllerCell, DeadLetter } from '../kernel/cells.ts'
import type { ActorPlan, ControllerPlan, SupervisorPlan } from '../topology/plan.ts'
import { controlView } from './control-view.ts'
import type { Recorded } from './recorded.ts'
import type { Trace } from './trace.ts'

/** What a step did to the controllers and groups of its actor and to the dead letters, each as the end of a sentence. */
export function aftermath(trace: Trace, { transition, identity }: Recorded): readonly string[] {
  const { input, changed } = transition
  const texts: string[] = []
  for (const [index, after] of changed) {
    if (index === input.component) continue
    const plan = trace.plan.components[index]
    const before = trace.cell(index, identity.seq - 1)
    if (plan?.type === 'controller' && after.type === 'controller')
      texts.push(controllerEnd(trace, plan, identity.seq, (before as ControllerCell).control, after.control))
    if (plan?.type === 'supervisor') texts.push(groupEnd(plan, before, after))
    if (after.type === 'channel' && input.type !== 'resend' && input.type !== 'discard')
      texts.push(letterEnd(before as ChannelCell, after))
  }
  return texts.filter((text) => text !== '')
}

function controllerEnd(
  trace: Trace,
  plan: ControllerPlan,
  seq: number,
  before: Control,
  after: Control,
): string {
  if (before.type === 'breaker' && after.type === 'breaker') {
    if (before.status === after.status) return ''
    if (after.status === 'closed') return `and the breaker ${plan.id} closes`
    return `and the breaker ${plan.id} opens${before.status === 'half-open' ? ' again' : ''}`
  }
  if (after.type !== 'budget') return ''
  const isOver = (position: number): boolean => controlView(trace, plan, position).word === 'over'
  return isOver(seq) && !isOver(seq - 1) ? `and the budget ${plan.id} is used up` : ''
}

function groupEnd({ id, spec }: SupervisorPlan, before: Cell, after: Cell): string {
  if (before.type !== 'supervisor' || after.type !== 'supervisor') return ''
  if (before.failed !== null || after.failed === null) return ''
  const name = spec.name ?? id
  if (spec.restart !== undefined && after.restarts < spec.restart.most)
    return `and the group ${name} will start it anew`
  return spec.saga === undefined
    ? `and the group ${name} hands the failure on`
    : `and the saga ${name} will take back what was done`
}

function letterEnd(before: ChannelCell, after: ChannelCell): string {
  const more = lettersOf(after, 'failed') - lettersOf(before, 'failed')
  if (lettersOf(after, 'abandoned') > lettersOf(before, 'abandoned'))
    return 'and its message is given up, since its edge delivers at most once'
  if (more <= 0) return ''
  return more === 1
    ? 'and its message waits for a person, as a dead letter'
    : `and ${more} messages wait for a person, as dead letters`
}

/** Why an effect that was to begin may not; the step before tells. */
export function refusalText(trace: Trace, actor: ActorPlan, seq: number): string {
  for (const index of actor.controllers) {
    const plan = trace.plan.components[index]
    if (plan?.type !== 'controller') continue
    const { word, text } = controlView(trace, plan, seq - 1)
    if (word === 'open') return `the breaker ${plan.id} is open`
    if (word === 'over') return `the budget ${plan.id} is used up (${text})`
  }
  return 'its controllers do not let it'
}

function lettersOf({ dead = [] }: ChannelCell, wanted: DeadLetter['reason']): number {
  return dead.filter(({ reason }) => reason === wanted).length
}
