import type { ActorCell } from '../kernel/cells.ts'
import type { Input } from '../kernel/transition.ts'
import { LIMIT, RETRY } from '../kernel/wrapper.ts'
import type { Ask } from '../topology/kind.ts'
import { inlineOf, type Outcome } from '../topology/payload.ts'
import { channelAt, clientAt, RUN } from '../topology/plan.ts'
import type { Recorded } from './recorded.ts'
import type { Trace } from './trace.ts'
import { inlineError, listText, nameAt, newFields, seconds, thingOf } from './words.ts'

/** One transition as a person would tell it: "Verifier receives patch from Fixer and runs a command". */
export function sentenceOf(trace: Trace, record: Recorded): string {
  const head = headOf(trace, record)
  const tail = [asksText(record), sendsText(trace, record), failText(record)].filter(
    (part) => part !== '',
  )
  return tail.length === 0 ? head : `${head}${tail.map((part) => `, ${part}`).join('')}`
}

function headOf(trace: Trace, { transition, identity }: Recorded): string {
  const { plan } = trace
  const { input } = transition
  const name = nameAt(plan, input.component)
  switch (input.type) {
    case 'start':
      return `${name} starts the run`
    case 'deliver': {
      const from = nameAt(plan, channelAt(plan, input.channel).from)
      const message = trace.messages.get(identity.message ?? '')
      const what =
        message === undefined ? '' : partsText(trace, message.payload, message.from, message.sentSeq)
      return `${name} receives ${what || 'a message'} from ${from}`
    }
    case 'serve': {
      const client = clientAt(plan, input.client)
      return `${name} takes ${requestText(trace, input.client, identity.seq)} of ${nameAt(plan, client.client)}`
    }
    case 'reply':
      return `${name} gets the reply of ${nameAt(plan, clientAt(plan, input.client).resource)}`
    case 'cancel':
      return input.component === RUN ? 'The run is being stopped' : `${name} stops`
    case 'pause':
      return 'The run is paused'
    case 'resume':
      return 'The run goes on'
    default:
      return effectText(trace, name, input, identity.seq)
  }
}

type EffectInput = Extract<Input, { readonly tag: string }>

function effectText(trace: Trace, name: string, input: EffectInput, seq: number): string {
  const tag = input.type === 'fire' ? input.tag.slice(input.tag.indexOf(':') + 1) : input.tag
  const cell = trace.cell(input.component, seq - 1) as ActorCell
  const effect = cell.effects.find((one) => one.ask.tag === tag)
  const thing = effect === undefined ? 'its work' : thingOf(effect.ask)
  switch (input.type) {
    case 'begin':
      return effect === undefined ? `${name} begins` : `${name} ${beginText(effect.ask)}`
    case 'settle':
      return settleText(name, effect?.ask, input.outcome)
    case 'doubt':
      return `${name}: nobody knows whether ${thing} ran to its end`
    case 'resolve': {
      if (input.answer.type === 'failed') return `${name}: ${thing} is given up as failed`
      return `${name}: ${thing} ${input.answer.type === 'happened' ? 'did happen' : 'did not happen'}`
    }
    case 'fire':
      return fireText(trace, name, thing, input, effect?.attempt ?? 1)
  }
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
  if (input.tag.startsWith(RETRY))
    return `${name} tries ${thing} again, attempt ${attempt + 1} of ${actor.attempts}`
  return `${name}: its timer fires`
}

function beginText(ask: Ask): string {
  switch (ask.kind) {
    case 'model.generate':
      return 'asks the model'
    case 'process.exec':
      return `runs ${thingOf(ask)}`
    case 'human.ask':
      return 'asks a person'
    case 'git.open':
      return 'opens the repository'
    case 'git.commit':
      return 'commits the change'
    case 'eval':
      return 'looks at the message'
    case 'repo.checkout':
    case 'repo.commit':
      return `asks for ${thingOf(ask)}`
  }
}

function settleText(name: string, ask: Ask | undefined, outcome: Outcome): string {
  const thing = ask === undefined ? 'its work' : thingOf(ask)
  if (outcome.tag === 'error') {
    const text = inlineOf(String(outcome.refs['error'] ?? ''))
    return `${name}: ${thing} failed${text === null ? '' : ` (${text})`}`
  }
  switch (ask?.kind) {
    case 'model.generate':
      return outcome.tag === 'call'
        ? `${name} gets a call of ${String(outcome.control['tool'])} from the model`
        : `${name} gets the model's answer`
    case 'process.exec': {
      const exit = outcome.control['exit']
      return `${name}: ${thing} ended${typeof exit === 'number' && exit !== 0 ? ` with exit ${exit}` : ' well'}`
    }
    case 'human.ask':
      return `${name}: a person answers ${outcome.tag}`
    case 'git.open':
      return `${name} is open`
    case 'git.commit':
      return outcome.tag === 'ok' ? `${name} has the commit` : `${name} has a conflict`
    case 'eval':
      return outcome.tag === 'breach' ? `${name} is not met` : `${name} has decided`
    default:
      return `${name}: ${thing} answered`
  }
}

/** What an actor newly made of what it had been given. */
export function partsText(
  trace: Trace,
  payload: Recorded['transition']['sent'][number]['message']['payload'],
  sender: number,
  seq: number,
): string {
  const before = trace.cell(sender, seq - 1)
  const earlier = before.type === 'actor' ? before.unfinished.map((entry) => entry.message.payload) : []
  return listText(newFields(payload, earlier))
}

function requestText(trace: Trace, client: number, seq: number): string {
  const cell = trace.cell(client, seq - 1)
  const request = cell.type === 'client' ? cell.requests[0] : undefined
  if (request === undefined) return 'a request'
  return request.kind === 'repo.commit' ? 'the change' : 'the request for a worktree'
}

function asksText({ transition }: Recorded): string {
  // A retry has said already what it asks for.
  if (transition.input.type === 'fire' || transition.asked.length === 0) return ''
  return listText(
    transition.asked.map(({ ask, begun }) => (begun ? beginText(ask) : `will have ${thingOf(ask)}`)),
  )
}

function sendsText(trace: Trace, { transition, identity }: Recorded): string {
  const { plan } = trace
  if (transition.sent.length === 0) return ''
  const texts = transition.sent.map(({ channel, message, fate }) => {
    const { from, to, toPort } = channelAt(plan, channel)
    const what = partsText(trace, message.payload, from, identity.seq) || 'a message'
    const text = `sends ${what} to ${nameAt(plan, to)}`
    if (fate === 'held') return `${text}, whose queue is full: it waits`
    if (fate === 'rejected') return `${text}, whose queue is full: it is rejected`
    if (fate === 'dropped-oldest') return `${text}, whose queue is full: the oldest is dropped`
    return toPort === 'error' ? `${text} as an error` : text
  })
  return listText(texts)
}

function failText({ transition }: Recorded): string {
  const run = transition.changed.find(([component]) => component === RUN)?.[1]
  if (run?.type !== 'run' || run.status !== 'failing' || transition.input.component === RUN) return ''
  const error = run.failure === null ? null : inlineError(run.failure.error)
  return error === null ? 'and the run fails' : `and the run fails: ${error}`
}
