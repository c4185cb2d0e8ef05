import type { Ask, BehaviourInput, Bound, PossibleOutcome, Reaction } from '../../topology/kind.ts'
import { inlineText, type Outcome, type Payload, type Ref } from '../../topology/payload.ts'
import { abstractErrors, classifyError, defineKind, noMigration } from '../define.ts'
import { carry, failSession, finishSession, type Session } from '../session.ts'
import { countOf, type GateAnswer, type GateConfig, gateSchema } from './config.ts'
import { gateForm, gateHelp } from './form.ts'
import {
  type Asking,
  contentOf,
  DEADLINE,
  type GateLocal,
  holdersOf,
  type Vote,
  verdictOf,
  votesOf,
} from './tally.ts'
import { deadlineText, gateCaption, gateFact } from './words.ts'

const IDLE: GateLocal = { phase: 'idle' }
const ASK = 'ask'
/** The payload fields that carry the recorded decision, those of several people, and what was said to a send-back. */
const APPROVAL = 'approval'
const APPROVALS = 'approvals'
const FEEDBACK = 'feedback'

const PORTS = { approve: 'approved', reject: 'rejected', revise: 'revise' } as const

function askPeople(local: Asking): Ask {
  return {
    tag: ASK,
    kind: 'human.ask',
    class: 'idempotent',
    control: {},
    payload: { in: contentOf(local) },
    activation: local.session.activation,
  }
}

function begin({ config }: Bound<GateConfig>, session: Session): Reaction<GateLocal> {
  const local: Asking = { phase: 'asking', session }
  const reaction = { local, ask: [askPeople(local)] }
  return config.deadline_ms === undefined
    ? reaction
    : { ...reaction, arm: [{ tag: DEADLINE, ms: config.deadline_ms }] }
}

/** One message out, by the port that the answer names, with all that was decided. */
function decide(
  { config }: Bound<GateConfig>,
  local: Asking,
  answer: GateAnswer,
  decision: Payload,
  feedback: readonly Payload[],
): Reaction<GateLocal> {
  const votes = votesOf(local)
  const session = { ...local.session, input: contentOf(local) }
  const payload = {
    ...(carry(session, APPROVAL, decision, undefined) as { readonly [field: string]: Payload }),
    ...(countOf(config) === 1 ? {} : { [APPROVALS]: votes.map((vote) => vote.decision) }),
    ...(answer === 'revise'
      ? { [FEEDBACK]: feedback.length === 1 ? (feedback[0] as Payload) : feedback }
      : {}),
  }
  return finishSession(IDLE, session, PORTS[answer], payload)
}

/** No timer may outlive its question. */
function withoutDeadline({ config }: Bound<GateConfig>, reaction: Reaction<GateLocal>): Reaction<GateLocal> {
  return config.deadline_ms === undefined ? reaction : { ...reaction, disarm: [DEADLINE] }
}

function take(bound: Bound<GateConfig>, local: Asking, vote: Vote): Reaction<GateLocal> {
  const next: Asking = { ...local, votes: [...votesOf(local), vote] }
  const votes = votesOf(next)
  const verdict = verdictOf(bound.config, votes)
  if (verdict === null) return { local: next, ask: [askPeople(next)] }
  const feedback = votes.flatMap((one) => one.feedback ?? [])
  return withoutDeadline(bound, decide(bound, next, verdict, vote.decision, feedback))
}

/** Hands the question, or the part of it that was somebody's, to another. */
function reassign(config: GateConfig, local: Asking, from: Ref | undefined, to: Ref): Asking {
  const holders = [...holdersOf(config, local)]
  const at = from === undefined ? holders.indexOf(null) : holders.indexOf(from)
  holders[at < 0 ? 0 : at] = to
  return { ...local, holders }
}

function onAnswer(bound: Bound<GateConfig>, local: Asking, outcome: Outcome): Reaction<GateLocal> {
  const { tag, refs } = outcome
  if (tag === 'reassign') {
    const next = reassign(bound.config, local, refs['from'] as Ref | undefined, refs['to'] as Ref)
    return { local: next, ask: [askPeople(next)] }
  }
  const decision = refs['decision'] as Payload
  // Answers that an older Synod recorded name nobody: they were of the one person that there was.
  const by = (refs['by'] as Ref | undefined) ?? inlineText('')
  if (tag === 'edit') {
    const edited: Asking = { ...local, content: refs['content'] as Payload, votes: [] }
    return take(bound, edited, { by, answer: 'approve', decision })
  }
  if (tag === 'revise')
    return take(bound, local, { by, answer: 'revise', decision, feedback: refs[FEEDBACK] as Payload })
  return take(bound, local, { by, answer: tag === 'approve' ? 'approve' : 'reject', decision })
}

/** The time is up: the gate decides as it was drawn to, whatever was answered so far. */
function expire(bound: Bound<GateConfig>, local: Asking): Reaction<GateLocal> {
  const { deadline_ms = 0, default: answer } = bound.config
  const text = inlineText(deadlineText(deadline_ms))
  const decision = { decision: inlineText(answer), by: inlineText('deadline'), comment: text }
  return { ...decide(bound, local, answer, decision, [text]), withdraw: [ASK] }
}

function react(bound: Bound<GateConfig>, local: GateLocal, input: BehaviourInput): Reaction<GateLocal> {
  if (input.type === 'message') {
    const { slot, activation, payload } = input
    return begin(bound, { slot, activation, input: payload, tree: null })
  }
  if (local.phase !== 'asking') throw new Error(`gate: unexpected ${input.type}`)
  switch (input.type) {
    case 'outcome':
      return onAnswer(bound, local, input.outcome)
    case 'failed':
      return withoutDeadline(bound, failSession(IDLE, local.session, input.error))
    case 'timer':
      return expire(bound, local)
    default:
      throw new Error(`gate: unexpected ${input.type}`)
  }
}

function possible({ wired }: Bound<GateConfig>, effect: Ask): readonly PossibleOutcome[] {
  const decided = { decision: 'keyed', by: 'opaque' } as const
  const person = { control: {}, fault: null } as const
  const revise: PossibleOutcome = { ...person, tag: 'revise', refs: { ...decided, feedback: 'keyed' } }
  return [
    { ...person, tag: 'approve', refs: decided },
    { ...person, tag: 'reject', refs: decided },
    // Nobody is offered to send back what would come to nobody.
    ...(wired?.includes('revise') === true ? [revise] : []),
    // What a person makes of it keeps its form; its content is as good as the person is.
    { ...person, tag: 'edit', refs: { ...decided, content: { same: effect.payload['in'] as Payload } } },
    // The question itself may fail, when it cannot be filled in.
    ...abstractErrors(effect),
  ]
}

/**
 * A question to people. Each answer settles it, and it is asked anew while more are needed: so answers are taken one
 * at a time, in any order, and cards are drawn from the state alone.
 */
export const gateKind = defineKind<GateConfig, GateLocal>({
  kind: 'gate',
  look: { label: 'Gate', hint: 'approval', family: 'control', outline: 'gate', icon: 'stamp' },
  help: gateHelp,
  schema: gateSchema,
  form: gateForm,
  stateVersion: 1,
  fresh: () => gateSchema.parse({ ask: 'Go on?' }),
  caption: gateCaption,
  fact: gateFact,
  ports: () => ({
    in: [{ name: 'in' }],
    out: [
      { name: 'approved' },
      { name: 'rejected' },
      { name: 'revise', label: 'sent back' },
      { name: 'error', error: true },
    ],
  }),
  check({ config, wired }) {
    const sendsBack = config.deadline_ms !== undefined && config.default === 'revise'
    if (!sendsBack || wired === undefined || wired.includes('revise')) return []
    const message = 'after the deadline it sends back, but nothing is wired to its port "revise"'
    return [{ path: 'default', message }]
  },
  initial: () => IDLE,
  ready: (_bound, local) => (local.phase === 'idle' ? ['in'] : []),
  react,
  rest: (_bound, local) => local.phase === 'idle',
  outcomes: (bound, effect) => possible(bound, effect),
  // Whom a question is handed to is nothing that the explorer needs to try.
  classify: (_bound, effect, outcome): Outcome =>
    outcome.tag === 'error' ? classifyError(effect, outcome) : { ...outcome, control: {} },
  migrate: noMigration('gate'),
})
