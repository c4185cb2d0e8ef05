import { type Answer, HostError, type Params } from '../../shared/api/contract.ts'
import { hasVoted, holdersOf, mayVote } from '../../shared/nodes/gate/tally.ts'
import { inlineOf, inlineText, type Outcome, type Payload, type Ref } from '../../shared/topology/payload.ts'
import { editedPayload } from './ask-edit.ts'
import type { FoundAsk, OpenGate } from './ask-find.ts'
import { type AskContent, gateContent } from './ask-view.ts'
import { type Decision, putDecision } from './decision.ts'
import { nameOf, type Person } from './people.ts'

/** What may be answered to a question, in the order in which it is offered. */
export function answersTo({ type, context, end }: FoundAsk): Answer[] {
  if (end !== null) return []
  switch (type) {
    case 'doubt':
      return ['happened', 'not-happened', 'failed']
    case 'tool':
      return ['approve', 'reject', 'edit', 'always']
    case 'question':
      return ['answer', 'reject']
    case 'gate': {
      const wired = (context.actor.outOf.get('revise') ?? []).length > 0
      return ['approve', 'reject', 'edit', ...(wired ? (['revise'] as const) : []), 'reassign']
    }
  }
}

/** An answer to be, with all that it is about. */
export interface Given {
  readonly found: FoundAsk
  readonly content: AskContent
  readonly person: Person
  readonly at: number
}

/** A gate's answer as its effect's outcome; a HostError says why it is none. */
export async function gateOutcome(given: Given, params: Params<'ask.decide'>): Promise<Outcome> {
  const { found, content, person, at } = given
  const { gate, context } = found
  const { payloads } = context.journal
  if (gate === null) throw new Error(`${found.id} is no open gate`)
  const { answer, comment } = params
  const { digest, question } = content
  const decision: Decision = { decision: answer, ...person, comment, at, digest, question }
  if (answer === 'reassign') return reassigned(gate, decision, params, context.actor.name, payloads)
  mustBeAsked(gate, person.by, context.actor.name)
  const by = inlineText(person.by)
  if (answer === 'edit') {
    const edited = editedPayload(context.ask.payload['in'] as Payload, params.edit ?? {}, payloads)
    const made = await gateContent({ ...context, ask: { ...context.ask, payload: { in: edited } } })
    mustBeShown(params.shown, [digest, made.digest])
    const approved = { decision: 'approve', digest: made.digest, question: made.question }
    const record = putDecision({ ...decision, ...approved, edited: true, before: digest }, payloads)
    return { tag: 'edit', control: {}, refs: { decision: record, by, content: edited } }
  }
  mustBeShown(params.shown, [digest])
  const record = putDecision(decision, payloads)
  if (answer !== 'revise') return { tag: answer, control: {}, refs: { decision: record, by } }
  if (comment.trim() === '') throw bad('Say in a comment what is to be done: it is what the worker gets')
  return { tag: 'revise', control: {}, refs: { decision: record, by, feedback: payloads.put(comment) } }
}

export function mustBeShown(shown: string, digests: readonly string[]): void {
  if (digests.includes(shown)) return
  throw new HostError({
    code: 'stale',
    message: `This answer is for ${shortDigest(shown)}, but what is asked now is ${shortDigest(digests[0] ?? '')}: look again, then decide`,
  })
}

function mustBeAsked({ config, local }: OpenGate, by: string, name: string): void {
  const ref = inlineText(by)
  if (mayVote(config, local, ref)) return
  if (hasVoted(local, ref)) throw conflict(`${by} has answered "${name}" already; each person decides once`)
  const names = holdersOf(config, local).flatMap((holder) =>
    holder === null ? [] : (inlineOf(holder) ?? []),
  )
  throw bad(
    names.length === 0
      ? `"${name}" has all the answers that it asks for`
      : `"${name}" asks ${names.join(', ')}, not ${by}: say who you are (--as NAME)`,
  )
}

function reassigned(
  gate: OpenGate,
  decision: Decision,
  params: Params<'ask.decide'>,
  name: string,
  payloads: FoundAsk['context']['journal']['payloads'],
): Outcome {
  const to = nameOf(params.to ?? '')
  const holders = holdersOf(gate.config, gate.local)
  if (holders.includes(inlineText(to))) throw conflict(`"${name}" asks ${to} already`)
  if (hasVoted(gate.local, inlineText(to))) throw conflict(`${to} has answered "${name}" already`)
  const from = giverOf(gate, params.from, decision.by, name)
  const record = putDecision(
    { ...decision, to, ...(from === null ? {} : { from: inlineOf(from) ?? '' }) },
    payloads,
  )
  const refs = { decision: record, to: inlineText(to), ...(from === null ? {} : { from }) }
  return { tag: 'reassign', control: {}, refs }
}

/** Whose part is handed on: the one that is named, else one's own, else anybody's, else the only one that is left. */
function giverOf(
  { config, local }: OpenGate,
  named: string | undefined,
  by: string,
  name: string,
): Ref | null {
  const holders = holdersOf(config, local)
  const open = holders.flatMap((holder) => (holder === null || hasVoted(local, holder) ? [] : [holder]))
  const names = open.map((holder) => inlineOf(holder) ?? '').join(', ')
  if (named !== undefined) {
    if (open.includes(inlineText(named))) return inlineText(named)
    throw bad(`"${name}" does not wait for ${named}; it waits for ${names === '' ? 'anybody' : names}`)
  }
  if (open.includes(inlineText(by))) return inlineText(by)
  if (holders.includes(null)) return null
  if (open.length === 1) return open[0] as Ref
  throw bad(`Whose part is to be handed on? "${name}" waits for ${names} (--from NAME)`)
}

function shortDigest(digest: string): string {
  return digest.length > 12 ? `${digest.slice(0, 12)}…` : digest || 'nothing'
}

function bad(message: string): HostError {
  return new HostError({ code: 'bad-input', message })
}

function conflict(message: string): HostError {
  return new HostError({ code: 'conflict', message })
}
