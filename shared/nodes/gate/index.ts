import { z } from 'zod'
import type { PossibleOutcome } from '../../topology/kind.ts'
import type { Outcome, Payload } from '../../topology/payload.ts'
import { abstractErrors, classifyError, defineKind, noMigration } from '../define.ts'
import { carry, failSession, finishSession, type Session } from '../session.ts'

const schema = z.strictObject({
  /** The question, with `{{…}}`. */
  ask: z.string().min(1).max(500),
  /** Parts of the message that the person sees besides the change and what will run, as paths. */
  show: z.array(z.string()).default([]),
})
export type GateConfig = z.infer<typeof schema>

type GateLocal = { readonly phase: 'idle' } | { readonly phase: 'asking'; readonly session: Session }

const IDLE: GateLocal = { phase: 'idle' }
const ASK = 'ask'
/** The payload field that carries the recorded decision. */
const APPROVAL = 'approval'

export const gateKind = defineKind<GateConfig, GateLocal>({
  kind: 'gate',
  look: { label: 'Gate', hint: 'approval', family: 'control', outline: 'gate', icon: 'stamp' },
  help: {
    summary: 'Waits for a person, who sees exactly what will happen.',
    paragraphs: [
      'The question is durable: it survives a crash and waits as long as it must. The answer names the digest of all that was shown, and holds for nothing else.',
      'The decision travels on with the message as {{in.approval}}, so that what runs next can prove that it was approved.',
    ],
  },
  schema,
  form: [
    {
      title: 'Question',
      fields: [
        { type: 'longtext', key: 'ask', label: 'Question' },
        {
          type: 'list',
          key: 'show',
          label: 'Evidence',
          item: 'path',
          hint: 'Parts of the message, such as report',
        },
      ],
    },
  ],
  stateVersion: 1,
  fresh: () => ({ ask: 'Go on?', show: [] }),
  caption: () => 'One person approves',
  fact: () => 'waits for a person',
  ports: () => ({
    in: [{ name: 'in' }],
    out: [{ name: 'approved' }, { name: 'rejected' }, { name: 'error', error: true }],
  }),
  initial: () => IDLE,
  ready: (_bound, local) => (local.phase === 'idle' ? ['in'] : []),
  react(_bound, local, input) {
    if (input.type === 'message') {
      const session = { slot: input.slot, activation: input.activation, input: input.payload, tree: null }
      const payload = { in: input.payload }
      return {
        local: { phase: 'asking', session },
        ask: [
          {
            tag: ASK,
            kind: 'human.ask',
            class: 'idempotent',
            control: {},
            payload,
            activation: input.activation,
          },
        ],
      }
    }
    if (local.phase !== 'asking') throw new Error(`gate: unexpected ${input.type}`)
    if (input.type === 'failed') return failSession(IDLE, local.session, input.error)
    if (input.type !== 'outcome') throw new Error(`gate: unexpected ${input.type}`)
    const port = input.outcome.tag === 'approve' ? 'approved' : 'rejected'
    const decision = input.outcome.refs['decision'] as Payload
    return finishSession(IDLE, local.session, port, carry(local.session, APPROVAL, decision, undefined))
  },
  rest: (_bound, local) => local.phase === 'idle',
  outcomes: (_bound, effect) => [
    ...['approve', 'reject'].map(
      (tag): PossibleOutcome => ({ tag, control: {}, refs: { decision: 'keyed' }, fault: null }),
    ),
    // The question itself may fail, when it cannot be filled in.
    ...abstractErrors(effect),
  ],
  classify: (_bound, effect, outcome): Outcome =>
    outcome.tag === 'error' ? classifyError(effect, outcome) : { ...outcome, control: {} },
  migrate: noMigration('gate'),
})
