import { LIMIT, RETRY, SILENCE } from '../kernel/attempts.ts'
import type { ActorCell } from '../kernel/cells.ts'
import type { Input } from '../kernel/transition.ts'
import type { Ask } from '../topology/kind.ts'
import { inlineOf, type Outcome } from '../topology/payload.ts'
import { actorAt, channelAt, clientAt, RUN } from '../topology/plan.ts'
import { aftermath, refusalText } from './aftermath.ts'
import { repliedText, servedText } from './exchanges.ts'
import { controllerText, groupText } from './group-sentences.ts'
import type { MessageTrace } from './messages.ts'
import type { Recorded } from './recorded.ts'
import type { Trace } from './trace.ts'
import { drawnFrom, drawnTo, inlineError, listText, nameAt, newFields, seconds, thingOf } from './words.ts'

/** One transition as a person would tell it: "Verifier receives patch from Fixer and runs a command". */
export function sentenceOf(trace: Trace, record: Recorded): string {
  const head = headOf(trace, record)
  const all = [asksText(record), sendsText(trace, record), ...aftermath(trace, record), failText(record)]
  const tail = all.filter((part) => part !== '')
  return tail.length === 0 ? head : `${head}${tail.map((part) => `, ${part}`).join('')}`
}

function headOf(trace: Trace, one: Recorded): string {
  const { transition, identity } = one
  const { plan } = trace
  const { input } = transition
  const name = nameAt(plan, input.component)
  switch (input.type) {
    case 'start':
      return `${name} starts the run`
    case 'deliver': {
      const from = nameAt(plan, drawnFrom(plan, channelAt(plan, input.channel).from))
      const message = trace.messages.get(identity.message ?? '')
      const what = message === undefined ? '' : partsText(trace, message)
      return `${name} receives ${what || 'a message'} from ${from}`
    }
    case 'serve': {
      const client = nameAt(plan, clientAt(plan, input.client).client)
      const cell = trace.cell(input.client, identity.seq - 1)
      const request = cell.type === 'client' ? cell.requests[0] : undefined
      return servedText(name, request?.kind, client)
    }
    case 'recall':
      return `${name} hears that ${nameAt(plan, clientAt(plan, input.client).client)} takes its request back`
    case 'reply':
      return replyText(trace, name, input, identity.seq)
    case 'cancel':
      return input.component === RUN ? 'The run is being stopped' : `${name} stops`
    case 'pause':
      return input.abort === true
        ? 'The run is paused, and what may run again is cut off'
        : 'The run is paused'
    case 'resume':
      return 'The run goes on'
    case 'resend': {
      const from = nameAt(plan, drawnFrom(plan, channelAt(plan, input.channel).from))
      return `A person sends ${name} the message from ${from} again${input.payload === null ? '' : ', changed'}`
    }
    case 'discard':
      return `A person drops a message that ${name} could not deal with`
    case 'drop':
    case 'duplicate':
    case 'reorder': {
      const from = nameAt(plan, drawnFrom(plan, channelAt(plan, input.channel).from))
      return `${SPOILT[input.type]} from ${from} to ${name}`
    }
    case 'undo':
      return componentText(trace, one)
    default:
      if (plan.components[input.component]?.type !== 'actor') return componentText(trace, one)
      return effectText(trace, name, input, identity.seq)
  }
}

const SPOILT = {
  drop: 'A message is lost on its way',
  duplicate: 'A message comes a second time',
  reorder: 'A message overtakes those before it, on its way',
} as const

function componentText({ plan }: Trace, { transition }: Recorded): string {
  const component = plan.components[transition.input.component]
  if (component?.type === 'controller') return controllerText(component)
  if (component?.type === 'supervisor')
    return groupText(component, transition.input, transition.changed, (index) => nameAt(plan, index))
  if (component?.type === 'deadline')
    return `The time since ${component.edge} is over: what comes of its message and is not done fails`
  return 'The run goes on'
}

function replyText(
  trace: Trace,
  name: string,
  input: Extract<Input, { readonly type: 'reply' }>,
  seq: number,
): string {
  const cell = trace.cell(input.client, seq - 1)
  const reply = cell.type === 'client' ? cell.replies[0] : undefined
  const actor = trace.cell(input.component, seq - 1) as ActorCell
  const effect = actor.effects.find((one) => one.ask.tag === reply?.tag)
  return repliedText(name, effect?.ask.kind, reply?.outcome.tag ?? '')
}

type EffectInput = Extract<Input, { readonly tag: string }>

function effectText(trace: Trace, name: string, input: EffectInput, seq: number): string {
  const tag = input.type === 'fire' ? input.tag.slice(input.tag.indexOf(':') + 1) : input.tag
  const cell = trace.cell(input.component, seq - 1) as ActorCell
  const effect = cell.effects.find((one) => one.ask.tag === tag)
  const thing = effect === undefined ? 'its work' : thingOf(effect.ask)
  switch (input.type) {
    case 'begin':
      if (effect === undefined) return `${name} begins`
      return isRefused(trace, input, seq)
        ? `${name} may not begin ${thing}: ${refusalText(trace, actorAt(trace.plan, input.component), seq)}`
        : `${name} ${beginText(effect.ask)}`
    case 'settle':
      return settleText(name, effect?.ask, input.outcome)
    case 'doubt':
      return `${name}: nobody knows whether ${thing} ran to its end`
    case 'resolve': {
      if (input.answer.type === 'failed') return `${name}: ${thing} is given up as failed`
      return `${name}: ${thing} ${input.answer.type === 'happened' ? 'did happen' : 'did not happen'}`
    }
    case 'halt':
      return `${name}: ${thing} is cut off by the pause, to run again`
    case 'suspect':
      return suspectText(trace, name, thing, input, seq)
    case 'trust':
      return `${name}: ${thing} makes progress again`
    case 'fire':
      return fireText(trace, name, thing, input, effect?.attempt ?? 1)
  }
}

function suspectText(trace: Trace, name: string, thing: string, input: EffectInput, seq: number): string {
  const after = trace.cell(input.component, seq)
  const effect = after.type === 'actor' ? after.effects.find(({ ask }) => ask.tag === input.tag) : undefined
  const text = `${name}: ${thing} seems dead, its progress stopped for longer than its past explains`
  return effect?.suspected === true ? text : `${text}; it is given up for a new attempt`
}

/** What its controllers will never admit ends at its beginning. */
function isRefused(trace: Trace, input: EffectInput, seq: number): boolean {
  const after = trace.cell(input.component, seq)
  return after.type === 'actor' && !after.effects.some(({ ask }) => ask.tag === input.tag)
}

function fireText(
  trace: Trace,
  name: string,
  thing: string,
  input: Extract<Input, { readonly type: 'fire' }>,
  attempt: number,
): string {
  const actor = trace.plan.components[input.component]
  if (actor?.type !== 'actor') return `${name}: a timer fires`
  if (input.tag.startsWith(LIMIT))
    return `${name}: no answer from ${thing} within ${seconds(actor.timeoutMs ?? 0)}`
  if (input.tag.startsWith(SILENCE)) {
    const ms = actor.chunkMs ?? actor.firstChunkMs ?? 0
    return `${name}: no sign of life from ${thing} for ${seconds(ms)}`
  }
  if (input.tag.startsWith(RETRY))
    return `${name} tries ${thing} again, attempt ${attempt + 1} of ${actor.attempts}`
  return `${name}: its timer fires`
}

export function beginText(ask: Ask): string {
  switch (ask.kind) {
    case 'model.generate':
      return 'asks the model'
    case 'process.exec':
      return `runs ${thingOf(ask)}`
    case 'human.ask':
      return 'asks a person'
    case 'human.steer':
      return 'may be told something'
    case 'git.open':
      return 'opens the repository'
    case 'git.commit':
      return 'commits the change'
    case 'git.merge':
      return 'merges the change aside'
    case 'git.move':
      return 'moves its branch'
    case 'eval':
      return 'looks at the message'
    default:
      return `asks for ${thingOf(ask)}`
  }
}

export function settleText(name: string, ask: Ask | undefined, outcome: Outcome): string {
  const thing = ask === undefined ? 'its work' : thingOf(ask)
  if (outcome.tag === 'error') {
    const text = inlineOf(String(outcome.refs['error'] ?? ''))
    return `${name}: ${thing} failed${text === null ? '' : ` (${text})`}`
  }
  switch (ask?.kind) {
    case 'model.generate':
      return outcome.tag === 'call'
        ? `${name}: the model calls ${String(outcome.control['tool'])}`
        : `${name} gets the model's answer`
    case 'process.exec': {
      const exit = outcome.control['exit']
      return `${name}: ${thing} ended${typeof exit === 'number' && exit !== 0 ? ` with exit ${exit}` : ' well'}`
    }
    case 'human.ask':
      return `${name}: a person answers ${outcome.tag}`
    case 'human.steer':
      return `${name} is told something by a person`
    case 'git.open':
      return `${name} is open`
    case 'git.commit':
    case 'git.move':
      return `${name} ${MERGES[outcome.tag] ?? 'has the commit'}`
    case 'git.merge':
      return `${name} ${MERGES[outcome.tag] ?? 'has merged it'}`
    case 'eval':
      return outcome.tag === 'breach' ? `${name} is not met` : `${name} has decided`
    default:
      return `${name}: ${thing} answered`
  }
}

const MERGES: Readonly<Record<string, string>> = {
  conflict: 'has a conflict',
  moved: 'finds that its branch has moved',
  unchanged: 'finds nothing changed',
}

/** What an actor newly made of what it had been given. A contract makes nothing: its sender did. */
export function partsText(trace: Trace, message: MessageTrace): string {
  const { plan } = trace
  const sender = plan.components[message.from]
  if (sender?.type === 'actor' && sender.kind.internal === true) {
    const first = trace.messages
      .on(sender.inChannels[0] ?? -1)
      .findLast((one) => one.sentSeq < message.sentSeq)
    if (first !== undefined) return partsText(trace, first)
  }
  const before = trace.cell(message.from, message.sentSeq - 1)
  const earlier = before.type === 'actor' ? before.unfinished.map((entry) => entry.message.payload) : []
  return listText(newFields(message.payload, earlier))
}

/** Only what has begun: the rest is told where it begins. A retry has said already what it does. */
function asksText({ transition }: Recorded): string {
  if (transition.input.type === 'fire') return ''
  return listText(transition.asked.filter((one) => one.begun).map(({ ask }) => beginText(ask)))
}

const FATES = {
  queued: '',
  held: ', whose queue is full: it waits',
  rejected: ', whose queue is full: it is rejected',
  'dropped-oldest': ', whose queue is full: the oldest is dropped',
  returned: ', at the head of its queue again',
} as const

function sendsText(trace: Trace, { transition, identity }: Recorded): string {
  const { plan } = trace
  const receivers = new Map<string, string[]>()
  transition.sent.forEach(({ channel, fate }, place) => {
    const message = trace.messages.get(identity.sent[place] ?? '')
    const what = (message === undefined ? '' : partsText(trace, message)) || 'a message'
    const to = nameAt(plan, drawnTo(plan, channelAt(plan, channel).to))
    receivers.set(what, [...(receivers.get(what) ?? []), `${to}${FATES[fate]}`])
  })
  return listText([...receivers].map(([what, to]) => `sends ${what} to ${listText(to)}`))
}

function failText({ transition }: Recorded): string {
  const run = transition.changed.find(([component]) => component === RUN)?.[1]
  if (run?.type !== 'run' || run.status !== 'failing' || transition.input.component === RUN) return ''
  const error = run.failure === null ? null : inlineError(run.failure.error)
  return error === null ? 'and the run fails' : `and the run fails: ${error}`
}
