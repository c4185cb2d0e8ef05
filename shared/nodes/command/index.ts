import { z } from 'zod'
import type { Ask, Bound, Reaction } from '../../topology/kind.ts'
import type { Outcome, Payload } from '../../topology/payload.ts'
import { anyWrong, defineKind, mayChange, noMigration } from '../define.ts'
import {
  CAPTURE,
  classifyExec,
  classOf,
  commandCaption,
  EXEC_FIELDS,
  execOutcomes,
  execSchema,
} from '../exec.ts'
import {
  CHECKOUT,
  COMMIT,
  carry,
  checkoutAsk,
  commitAsk,
  endCommit,
  failSession,
  finishSession,
  type Session,
  workerPorts,
} from '../session.ts'

const schema = z.strictObject({
  ...execSchema,
  /** How its output is read: JSON, or text as it is. */
  output: z.enum(['text', 'json']).default('text'),
  /** Asked when it is not known whether a `once` command happened: exit 0 yes, 1 no, else unknown. */
  probe: z.array(z.string().min(1)).default([]),
  /** Exit codes by which the command itself says that it does not know. */
  doubtful: z.array(z.number().int().min(1).max(255)).default([]),
  /** The name of its result in the message; its id when empty. */
  as: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/)
    .default('result'),
})
export type CommandConfig = z.infer<typeof schema>

type CommandLocal =
  | { readonly phase: 'idle' }
  | { readonly phase: 'working'; readonly session: Session }
  | { readonly phase: 'committing'; readonly session: Session; readonly result: Payload }

const IDLE: CommandLocal = { phase: 'idle' }
const EXEC = 'exec'

type CommandReaction = Reaction<CommandLocal>

function runAsk(bound: Bound<CommandConfig>, session: Session): Ask {
  return {
    tag: EXEC,
    kind: 'process.exec',
    class: classOf(bound, bound.config.class),
    control: { [CAPTURE]: mayChange(bound) },
    payload: { in: session.input, ...(session.tree === null ? {} : { tree: session.tree }) },
    activation: session.activation,
  }
}

function begin(bound: Bound<CommandConfig>, session: Session): CommandReaction {
  return {
    local: { phase: 'working', session },
    ask: [checkoutAsk(bound, session) ?? runAsk(bound, session)],
  }
}

function onOutcome(
  bound: Bound<CommandConfig>,
  local: CommandLocal,
  tag: string,
  outcome: Outcome,
): CommandReaction {
  if (local.phase === 'idle') throw new Error('command: an outcome while idle')
  const { session } = local
  if (tag === CHECKOUT) {
    const checkedOut = { ...session, tree: outcome.refs['change'] as string }
    return { local: { phase: 'working', session: checkedOut }, ask: [runAsk(bound, checkedOut)] }
  }
  if (tag === COMMIT && local.phase === 'committing')
    return endCommit(bound, IDLE, session, bound.config.as, local.result, outcome)
  const result = outcome.refs['result'] as Payload
  if (outcome.tag === 'exit') return failSession(IDLE, session, result)
  const after = { ...session, tree: (outcome.refs['tree'] as string | undefined) ?? session.tree }
  const commit = commitAsk(bound, after, result)
  if (commit === null)
    return finishSession(IDLE, session, 'out', carry(session, bound.config.as, result, undefined))
  return { local: { phase: 'committing', session: after, result }, ask: [commit] }
}

export const commandKind = defineKind<CommandConfig, CommandLocal>({
  kind: 'command',
  look: { label: 'Command', hint: 'sandbox', family: 'worker', outline: 'worker', icon: 'terminal' },
  help: {
    summary: 'Runs a program in a sandbox, once for each message.',
    paragraphs: [
      'The command is an argument array; no shell reads it. {{in.…}} in an argument is filled in from the message.',
      'Joined to a repository, it runs in a worktree of its own; if it may write, what it changed becomes a commit.',
      'A command of class once is never repeated without knowing: after a crash, a time limit or a cancel, its probe is asked, then a person.',
    ],
  },
  schema,
  form: [
    { title: 'Command', fields: EXEC_FIELDS },
    {
      title: 'Result',
      fields: [
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
    {
      title: 'In doubt',
      fields: [
        {
          type: 'list',
          key: 'probe',
          label: 'Probe',
          item: 'argument',
          hint: 'Exit 0: it happened, 1: it did not, else unknown',
        },
      ],
    },
  ],
  stateVersion: 1,
  client: true,
  defaultPolicy: { timeout_ms: 600_000 },
  fresh: () => ({
    run: ['echo', 'hello'],
    class: 'auto',
    writes: [],
    network: [],
    output: 'text',
    probe: [],
    doubtful: [],
    as: 'result',
  }),
  caption: (config) => commandCaption(config.run),
  fact: (config) => (config.class === 'auto' ? 'process' : `class ${config.class}`),
  ports: (_config, resources) => workerPorts(resources),
  initial: () => IDLE,
  ready: (_bound, local) => (local.phase === 'idle' ? ['in'] : []),
  react(bound, local, input) {
    switch (input.type) {
      case 'message':
        return begin(bound, {
          slot: input.slot,
          activation: input.activation,
          input: input.payload,
          tree: null,
        })
      case 'outcome':
        return onOutcome(bound, local, input.tag, input.outcome)
      case 'failed':
        if (local.phase === 'idle') throw new Error('command: a failure while idle')
        return failSession(IDLE, local.session, input.error)
      default:
        throw new Error(`command: unexpected ${input.type}`)
    }
  },
  rest: (_bound, local) => local.phase === 'idle',
  outcomes(_bound, effect, facts) {
    const possible = execOutcomes(effect, facts, false)
    if (anyWrong(effect, facts)) return possible
    // A program given the right thing does right: that it says no is a fault of its own.
    return possible.map((one) => (one.tag === 'exit' ? { ...one, fault: 'error' } : one))
  },
  classify: (_bound, effect, outcome) => classifyExec(effect, outcome),
  migrate: noMigration('command'),
})
