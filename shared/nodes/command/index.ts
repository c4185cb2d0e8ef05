import { z } from 'zod'
import type { Ask, Bound, Reaction } from '../../topology/kind.ts'
import type { Outcome, Payload } from '../../topology/payload.ts'
import { anyWrong, defineKind, mayChange, noMigration } from '../define.ts'
import {
  afterFetch,
  afterHanding,
  classifyPick,
  ERRANDS_FORM,
  errandMisfits,
  errandsSchema,
  fetchAsk,
  fetchedPayload,
  type Made,
  NO_ERRANDS,
  pickAsk,
  pickOutcomes,
  releaseAsk,
} from '../errands.ts'
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
    .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'a name has letters, digits and _ and starts with a letter')
    .default('result'),
  ...errandsSchema,
})
export type CommandConfig = z.infer<typeof schema>

type CommandLocal =
  | { readonly phase: 'idle' }
  | { readonly phase: 'working'; readonly session: Session }
  /** Its result is taken apart, and goes to the store and the ledger. */
  | {
      readonly phase: 'handing'
      readonly session: Session
      readonly result: Payload
      readonly made: Made | null
    }
  | { readonly phase: 'releasing'; readonly session: Session; readonly error: Payload }
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
    payload: {
      in: session.input,
      ...fetchedPayload(session),
      ...(session.tree === null ? {} : { tree: session.tree }),
    },
    activation: session.activation,
  }
}

function begin(bound: Bound<CommandConfig>, session: Session): CommandReaction {
  return {
    local: { phase: 'working', session },
    ask: [fetchAsk(bound, session) ?? checkoutAsk(bound, session) ?? runAsk(bound, session)],
  }
}

function fail(bound: Bound<CommandConfig>, session: Session, error: Payload): CommandReaction {
  const release = releaseAsk(bound, session)
  if (release === null) return failSession(IDLE, session, error)
  return { local: { phase: 'releasing', session, error }, ask: [release] }
}

function afterWork(bound: Bound<CommandConfig>, session: Session, result: Payload): CommandReaction {
  const pick = pickAsk(bound, session, result)
  if (pick === null) return giveBack(bound, session, result)
  return { local: { phase: 'handing', session, result, made: null }, ask: [pick] }
}

type Handing = Extract<CommandLocal, { phase: 'handing' }>

function hand(bound: Bound<CommandConfig>, local: Handing, tag: string, outcome: Outcome): CommandReaction {
  const handed = afterHanding(bound, local.session, local.made, tag, outcome)
  switch (handed.type) {
    case 'ask':
      return { local: { ...local, session: handed.session, made: handed.made }, ask: [handed.ask] }
    case 'done':
      return giveBack(bound, handed.session, local.result)
    case 'again':
      // What may run only once is not run again, even if it worked on something that has changed since.
      return classOf(bound, bound.config.class) === 'once'
        ? fail(bound, handed.session, handed.error)
        : begin(bound, handed.session)
    case 'failed':
      return fail(bound, handed.session, handed.error)
  }
}

function giveBack(bound: Bound<CommandConfig>, session: Session, result: Payload): CommandReaction {
  const commit = commitAsk(bound, session, result)
  if (commit === null)
    return finishSession(IDLE, session, 'out', carry(session, bound.config.as, result, undefined))
  return { local: { phase: 'committing', session, result }, ask: [commit] }
}

function onOutcome(
  bound: Bound<CommandConfig>,
  local: CommandLocal,
  tag: string,
  outcome: Outcome,
): CommandReaction {
  if (local.phase === 'idle') throw new Error('command: an outcome while idle')
  const { session } = local
  if (local.phase === 'releasing') return failSession(IDLE, session, local.error)
  if (local.phase === 'handing') return hand(bound, local, tag, outcome)
  const fetched = afterFetch(session, tag, outcome)
  if (fetched !== null) return begin(bound, fetched)
  if (tag === CHECKOUT) {
    const checkedOut = { ...session, tree: outcome.refs['change'] as string }
    return { local: { phase: 'working', session: checkedOut }, ask: [runAsk(bound, checkedOut)] }
  }
  if (tag === COMMIT && local.phase === 'committing')
    return endCommit(bound, IDLE, session, bound.config.as, local.result, outcome)
  const result = outcome.refs['result'] as Payload
  if (outcome.tag === 'exit') return fail(bound, session, result)
  const after = { ...session, tree: (outcome.refs['tree'] as string | undefined) ?? session.tree }
  return afterWork(bound, after, result)
}

export const commandKind = defineKind<CommandConfig, CommandLocal>({
  kind: 'command',
  look: { label: 'Command', hint: 'sandbox', family: 'worker', outline: 'worker', icon: 'terminal' },
  help: {
    summary: 'Runs a program in a sandbox, once for each message.',
    paragraphs: [
      'The command is an argument array; no shell reads it. {{in.…}} in an argument is filled in from the message.',
      'Joined to a repository, it runs in a worktree of its own; if it may write, what it changed becomes a commit.',
      'Joined to a store it reads keys before it runs, as {{store.key}}, and updates keys by its result; where another wrote meanwhile it runs again, if it may run twice. Joined to a ledger it waits for the decisions that it needs.',
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
    ...ERRANDS_FORM,
  ],
  stateVersion: 1,
  client: true,
  check: errandMisfits,
  // Its exit is its own answer, unlike a verifier's, which may be as right as any other.
  fails: ({ kind }, outcome) => kind === 'process.exec' && outcome.tag === 'exit',
  probes: ({ probe }, { kind }) => kind !== 'process.exec' || probe.length > 0,
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
    ...NO_ERRANDS,
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
        return local.phase === 'releasing'
          ? failSession(IDLE, local.session, local.error)
          : fail(bound, local.session, input.error)
      default:
        throw new Error(`command: unexpected ${input.type}`)
    }
  },
  rest: (_bound, local) => local.phase === 'idle',
  outcomes(bound, effect, facts) {
    if (effect.kind === 'eval') return pickOutcomes(bound.config, effect)
    const possible = execOutcomes(effect, facts, false)
    if (anyWrong(effect, facts)) return possible
    // A program given the right thing does right: that it says no is a fault of its own.
    return possible.map((one) => (one.tag === 'exit' ? { ...one, fault: 'error' } : one))
  },
  classify: (_bound, effect, outcome) =>
    effect.kind === 'eval' ? classifyPick(effect, outcome) : classifyExec(effect, outcome),
  migrate: noMigration('command'),
})
