import { LIMIT, RETRY, SILENCE } from '../../kernel/attempts.ts'
import type { Input } from '../../kernel/transition.ts'
import type { Ask } from '../../topology/kind.ts'
import type { Outcome } from '../../topology/payload.ts'
import { channelAt, clientAt, type Plan, RUN } from '../../topology/plan.ts'
import { servedText } from '../../trace/exchanges.ts'
import { controllerText } from '../../trace/group-sentences.ts'
import { beginText, settleText } from '../../trace/sentences.ts'
import { drawnFrom, nameAt, thingOf } from '../../trace/words.ts'
import type { WorldStep } from './monitor.ts'
import type { Possible } from './moves.ts'

type PossibleInput = Extract<Possible, { type: 'input' }>

/** What may happen, as a person reads it who knows nodes by their names and edges by their ends. */
export function saidOf(plan: Plan, one: Possible): string {
  if (one.type === 'world') return worldSaid(nameAt(plan, one.component), one.step)
  const lie = one.fault === 'wrong' ? ', which is wrong' : ''
  return inputSaid(plan, one) + lie
}

function worldSaid(name: string, step: WorldStep): string {
  switch (step) {
    case 'perform':
      return `${name}: its attempt is under way`
    case 'act':
      return `${name}: its attempt takes effect`
    case 'orphan acts':
      return `${name}: an attempt that was left behind takes effect`
    case 'stop':
      return `${name}: its attempt is stopped before it took effect`
    case 'quell':
      return `${name}: an attempt that was left behind is seen to be dead`
    case 'die':
      return `${name}: its attempt dies in silence`
  }
}

function inputSaid(plan: Plan, one: PossibleInput): string {
  const { input, ask, by } = one
  const name = nameAt(plan, input.component)
  const thing = ask === null ? 'its work' : thingOf(ask)
  switch (input.type) {
    case 'start':
      return `${name} starts the run`
    case 'deliver':
      return `${name} receives a message from ${senderOf(plan, input.channel)}`
    case 'serve':
      return servedText(name, undefined, nameAt(plan, clientAt(plan, input.client).client))
    case 'reply':
      return `${name} hears from ${nameAt(plan, clientAt(plan, input.client).resource)}`
    case 'begin':
      return ask === null ? `${name} begins` : `${name} ${beginText(ask)}`
    case 'settle':
      return settledSaid(name, ask, input.outcome)
    case 'doubt':
      return `${name}: nobody knows whether ${thing} ran to its end`
    case 'resolve':
      if (by === 'attempt' && input.answer.type === 'happened')
        return `${settledSaid(name, ask, input.answer.outcome)}, as is heard after all`
      return `${name}: ${by === 'person' ? 'a person' : 'the probe'} says that ${thing} ${ANSWERS[input.answer.type]}`
    case 'suspect':
      return `${name}: ${thing} seems dead and is given up for a new attempt`
    case 'fire':
      return firedSaid(plan, input, name)
    case 'cancel':
      return input.component === RUN ? 'A person steps in' : `${name} stops`
    case 'drop':
      return `A message from ${senderOf(plan, input.channel)} to ${name} is lost`
    case 'duplicate':
      return `A message from ${senderOf(plan, input.channel)} to ${name} comes twice`
    case 'reorder':
      return `A message from ${senderOf(plan, input.channel)} to ${name} overtakes others`
    case 'discard':
      return `A person drops what ${name} could not deal with`
    case 'undo':
      return `${name} takes back what was done, one step`
    default:
      return `${name}: ${input.type}`
  }
}

const ANSWERS = { happened: 'did happen', 'not-happened': 'did not happen', failed: 'failed' } as const

function senderOf(plan: Plan, channel: number): string {
  return nameAt(plan, drawnFrom(plan, channelAt(plan, channel).from))
}

/** Of a decision it matters which; of an error whether the effect happened, and whether it helps to try again. */
function settledSaid(name: string, ask: Ask | null, outcome: Outcome): string {
  const text = settleText(name, ask ?? undefined, outcome)
  const { happened, retryable, port, count } = outcome.control
  if (outcome.tag !== 'error') {
    if (ask?.kind !== 'eval') return text
    if (typeof count === 'number') return `${name} finds ${count === 1 ? '1 item' : `${count} items`}`
    return typeof port === 'string' ? `${name} decides for ${port}` : text
  }
  if (happened !== 'no') return `${text}, and nobody knows whether it happened`
  return retryable === true ? `${text}, and may be tried again` : text
}

function firedSaid(
  plan: Plan,
  { component, tag }: Extract<Input, { readonly type: 'fire' }>,
  name: string,
): string {
  const found = plan.components[component]
  if (found?.type === 'controller') return controllerText(found)
  if (found?.type === 'deadline')
    return `The time of a message from ${senderOf(plan, plan.byId.get(found.edge) ?? -1)} is over`
  if (found?.type === 'supervisor')
    return tag === 'window'
      ? `The group ${name} forgets its earlier restarts`
      : `The group ${name} starts its members again`
  if (tag.startsWith(LIMIT)) return `${name}: the time for an answer is over`
  if (tag.startsWith(SILENCE)) return `${name}: there is no sign of life for too long`
  if (tag.startsWith(RETRY)) return `${name} tries again`
  return `${name}: its timer fires`
}
