import { z } from 'zod'
import type { Ask, Bound, Reaction } from '../../topology/kind.ts'
import type { Outcome, Payload } from '../../topology/payload.ts'
import { defineKind, noMigration } from '../define.ts'
import { CAPTURE, classifyExec, commandCaption, EXEC_FIELDS, execOutcomes, execSchema } from '../exec.ts'
import { CHECKOUT, carry, checkoutAsk, failSession, finishSession, type Session } from '../session.ts'

const schema = z.strictObject({
  ...execSchema,
  class: execSchema.class.default('pure'),
  output: z.enum(['text', 'json']).default('text'),
  /** The property within which it is sound: what it passes has this property. */
  sound: z.string().default(''),
  as: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'a name has letters, digits and _ and starts with a letter')
    .default('report'),
})
export type VerifierConfig = z.infer<typeof schema>

type VerifierLocal = { readonly phase: 'idle' } | { readonly phase: 'checking'; readonly session: Session }

const IDLE: VerifierLocal = { phase: 'idle' }
const CHECK = 'check'

/** The effect of a check; a verifier leaves no change behind, so it may always run again. */
function checkAsk(session: Session): Ask {
  return {
    tag: CHECK,
    kind: 'process.exec',
    class: 'pure',
    control: { [CAPTURE]: false },
    payload: { in: session.input, ...(session.tree === null ? {} : { tree: session.tree }) },
    activation: session.activation,
  }
}

function onOutcome(
  bound: Bound<VerifierConfig>,
  local: VerifierLocal,
  tag: string,
  outcome: Outcome,
): Reaction<VerifierLocal> {
  if (local.phase === 'idle') throw new Error('verifier: an outcome while idle')
  const { session } = local
  if (tag === CHECKOUT) {
    const checkedOut = { ...session, tree: outcome.refs['change'] as string }
    return { local: { phase: 'checking', session: checkedOut }, ask: [checkAsk(checkedOut)] }
  }
  const report = outcome.refs['result'] as Payload
  const port = outcome.tag === 'ok' ? 'pass' : 'fail'
  // What was looked at goes on with the report, also where the message was about no state and the newest was taken.
  const looked = session.tree ?? undefined
  return finishSession(IDLE, session, port, carry(session, bound.config.as, report, looked))
}

export const verifierKind = defineKind<VerifierConfig, VerifierLocal>({
  kind: 'verifier',
  look: { label: 'Verifier', hint: 'tests', family: 'control', outline: 'verifier', icon: 'shield-check' },
  help: {
    summary: 'Turns wrong into stopped: what fails its check does not pass.',
    paragraphs: [
      'An agent that misreads its task sends a wrong answer as confidently as a right one: a Byzantine fault. A check from outside (tests, types, a linter) turns it into a crash fault, which a team can survive.',
      'A verifier is sound only for the property that it checks. Say which in "Sound for", so that nobody takes more from it than it gives.',
    ],
  },
  schema,
  form: [
    { title: 'Check', fields: EXEC_FIELDS.filter((field) => field.key !== 'class') },
    {
      title: 'Result',
      fields: [
        { type: 'text', key: 'sound', label: 'Sound for', hint: 'What it passes has this property' },
        {
          type: 'choice',
          key: 'output',
          label: 'Read its output as',
          options: [
            { value: 'text', label: 'Text' },
            { value: 'json', label: 'JSON' },
          ],
        },
        { type: 'text', key: 'as', label: 'Name in the message' },
      ],
    },
  ],
  stateVersion: 1,
  client: true,
  defaultPolicy: { timeout_ms: 600_000 },
  fresh: () => ({
    run: ['npm', 'test'],
    class: 'pure',
    writes: [],
    network: [],
    output: 'text',
    sound: '',
    as: 'report',
  }),
  caption: (config) => commandCaption(config.run),
  fact: (config) => (config.sound === '' ? 'process' : `sound for: ${config.sound}`),
  ports: () => ({
    in: [{ name: 'in' }],
    out: [{ name: 'pass' }, { name: 'fail' }, { name: 'error', error: true }],
  }),
  initial: () => IDLE,
  ready: (_bound, local) => (local.phase === 'idle' ? ['in'] : []),
  react(bound, local, input) {
    switch (input.type) {
      case 'message': {
        const session = { slot: input.slot, activation: input.activation, input: input.payload, tree: null }
        return {
          local: { phase: 'checking', session },
          ask: [checkoutAsk(bound, session) ?? checkAsk(session)],
        }
      }
      case 'outcome':
        return onOutcome(bound, local, input.tag, input.outcome)
      case 'failed':
        if (local.phase === 'idle') throw new Error('verifier: a failure while idle')
        return failSession(IDLE, local.session, input.error)
      default:
        throw new Error(`verifier: unexpected ${input.type}`)
    }
  },
  rest: (_bound, local) => local.phase === 'idle',
  outcomes: (_bound, effect, facts) => execOutcomes(effect, facts, true),
  classify: (_bound, effect, outcome) => classifyExec(effect, outcome),
  migrate: noMigration('verifier'),
})
