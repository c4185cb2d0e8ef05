import { HostError, type Params } from '../../shared/api/contract.ts'
import type { Outcome } from '../../shared/topology/payload.ts'
import { type Given, mustBeShown } from './ask-answers.ts'
import { callContent, editedCall } from './call-view.ts'
import { type Decision, putDecision } from './decision.ts'

/** A person's word on a tool call as its effect's outcome. */
export async function callOutcome(given: Given, params: Params<'ask.decide'>): Promise<Outcome> {
  const { found, content, person, at } = given
  const { payloads } = found.context.journal
  const { answer, comment, shown } = params
  const { digest, question } = content
  const decision: Decision = { decision: answer, ...person, comment, at, digest, question }
  if (answer === 'edit') {
    const edited = await editedCall(found.context, params.edit ?? {})
    const made = await callContent(edited.context)
    mustBeShown(shown, [digest, made.digest])
    const approved = { decision: 'approve', digest: made.digest, edited: true, before: digest }
    const note = `${person.by} has changed the arguments of this call before it ran. It ran with ${JSON.stringify(made.content)}${comment === '' ? '' : ` (${comment})`}`
    const record = putDecision({ ...decision, ...approved }, payloads)
    return {
      tag: 'edit',
      control: {},
      refs: { decision: record, args: edited.args, note: payloads.put(note) },
    }
  }
  mustBeShown(shown, [digest])
  const record = putDecision(decision, payloads)
  if (answer !== 'reject') return { tag: 'approve', control: {}, refs: { decision: record } }
  const why = `${person.by} did not allow this call${comment === '' ? '' : `: ${comment}`}. It did not run.`
  return { tag: 'reject', control: {}, refs: { decision: record, result: payloads.put(why) } }
}

export const NOBODY = 'Nobody answers this question. Decide yourself, and say what you have assumed.'

/** What a person answers an agent, or that nobody does. */
export function questionOutcome(given: Given, { answer, shown, comment }: Params<'ask.decide'>): Outcome {
  const { found, content, person, at } = given
  const { payloads } = found.context.journal
  const { digest, question } = content
  mustBeShown(shown, [digest])
  if (answer === 'answer' && comment.trim() === '')
    throw new HostError({ code: 'bad-input', message: 'Write the answer: it goes into the conversation' })
  const record = putDecision({ decision: answer, ...person, comment, at, digest, question }, payloads)
  const nobody = comment === '' ? NOBODY : `${NOBODY} (${comment})`
  const result = payloads.put(answer === 'answer' ? comment : nobody)
  return { tag: answer, control: {}, refs: { decision: record, result } }
}
