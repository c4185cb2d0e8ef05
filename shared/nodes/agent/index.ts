import type { Ask, Bound, Facts, PossibleOutcome, Reaction } from '../../topology/kind.ts'
import { inlineText, type Outcome, type Payload, type Ref } from '../../topology/payload.ts'
import { abstractErrors, anyWrong, classifyError, defineKind, noMigration } from '../define.ts'
import { CAPTURE, classifyExec, classOf, execOutcomes } from '../exec.ts'
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
import { type AgentConfig, agentSchema } from './config.ts'
import { agentForm, agentHelp } from './form.ts'

/**
 * The model loop. One effect is one model step, which either calls one tool or answers; a model that asks for
 * several tools at once is handed them one after the other by its executor, out of the conversation. The
 * conversation is an opaque ref: it is never compared.
 */
type AgentLocal =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'working'
      readonly session: Session
      readonly turn: number
      readonly conversation: Ref | null
    }
  | { readonly phase: 'committing'; readonly session: Session; readonly answer: Payload }

type Working = Extract<AgentLocal, { phase: 'working' }>

const IDLE: AgentLocal = { phase: 'idle' }
const MODEL = 'model'
const TOOL = 'tool'

function think(local: Working, result: Payload | null): Reaction<AgentLocal> {
  const { session, turn, conversation } = local
  const payload = {
    in: session.input,
    ...(conversation === null ? {} : { conversation }),
    ...(result === null ? {} : { result }),
  }
  const ask: Ask = {
    tag: MODEL,
    kind: 'model.generate',
    class: 'idempotent',
    control: { turn },
    payload,
    activation: session.activation,
  }
  return { local, ask: [ask] }
}

function act(bound: Bound<AgentConfig>, local: Working, outcome: Outcome): Reaction<AgentLocal> {
  const { session } = local
  const name = String(outcome.control['tool'])
  const tool = bound.config.tools.find((one) => one.name === name)
  // An executor checks the name against the config, so an unknown one is a mistake in Synod.
  if (tool === undefined) throw new Error(`agent: no tool ${name}`)
  const ask: Ask = {
    tag: TOOL,
    kind: 'process.exec',
    class: classOf(bound, tool.class),
    // Its tools may scribble in its worktree; only a commit needs the right to write.
    control: { tool: name, [CAPTURE]: session.tree !== null },
    payload: {
      in: session.input,
      args: outcome.refs['args'] as Payload,
      ...(session.tree === null ? {} : { tree: session.tree }),
    },
    activation: session.activation,
  }
  return { local: { ...local, conversation: outcome.refs['conversation'] as Ref }, ask: [ask] }
}

function answered(bound: Bound<AgentConfig>, local: Working, outcome: Outcome): Reaction<AgentLocal> {
  const { session } = local
  const answer = outcome.refs['answer'] as Payload
  const commit = commitAsk(bound, session, answer)
  if (commit === null)
    return finishSession(IDLE, session, 'out', carry(session, bound.config.as, answer, undefined))
  return { local: { phase: 'committing', session, answer }, ask: [commit] }
}

function onOutcome(
  bound: Bound<AgentConfig>,
  local: AgentLocal,
  tag: string,
  outcome: Outcome,
): Reaction<AgentLocal> {
  if (local.phase === 'committing' && tag === COMMIT)
    return endCommit(bound, IDLE, local.session, bound.config.as, local.answer, outcome)
  if (local.phase !== 'working') throw new Error(`agent: an outcome of ${tag} while ${local.phase}`)
  if (tag === CHECKOUT)
    return think({ ...local, session: { ...local.session, tree: outcome.refs['change'] as Ref } }, null)
  if (tag === MODEL)
    return outcome.tag === 'call' ? act(bound, local, outcome) : answered(bound, local, outcome)
  const tree = (outcome.refs['tree'] as Ref | undefined) ?? local.session.tree
  const turn = local.turn + 1
  if (turn > bound.config.turns) {
    return failSession(IDLE, local.session, inlineText(`No answer after ${bound.config.turns} turns`))
  }
  return think({ ...local, turn, session: { ...local.session, tree } }, outcome.refs['result'] as Payload)
}

function modelOutcomes(bound: Bound<AgentConfig>, effect: Ask, facts: Facts): readonly PossibleOutcome[] {
  const conversation = { conversation: 'opaque' } as const
  const answer = { tag: 'answer', control: {}, refs: { ...conversation, answer: 'keyed' } } as const
  const misled = anyWrong(effect, facts)
  const calls = bound.config.tools.map(
    (tool): PossibleOutcome => ({
      tag: 'call',
      control: { tool: tool.name },
      refs: { ...conversation, args: 'opaque' },
      fault: null,
    }),
  )
  // Given something wrong, a worker may answer right or wrong, at no fault's cost.
  return [
    { ...answer, fault: null },
    { ...answer, wrong: true, fault: misled ? null : 'wrong' },
    ...calls,
    ...abstractErrors(effect),
  ]
}

export const agentKind = defineKind<AgentConfig, AgentLocal>({
  kind: 'agent',
  look: { label: 'Agent', hint: 'model loop', family: 'worker', outline: 'worker', icon: 'bot' },
  help: agentHelp,
  schema: agentSchema,
  form: agentForm,
  stateVersion: 1,
  client: true,
  uses: (config) => ({ models: [config.model], tools: config.tools.map((tool) => tool.name) }),
  defaultPolicy: { attempts: 3, backoff_ms: 1000, timeout_ms: 600_000 },
  fresh: () =>
    agentSchema.parse({
      prompt: 'Answer {{in.task}}',
      script: [{ answer: 'A stand-in answers what its script says.' }],
    }),
  caption: (config) =>
    config.prompt
      .replaceAll(/\{\{\s*(?:in\.)?([^}]*?)\s*\}\}/g, '$1')
      .replaceAll(/\s+/g, ' ')
      .slice(0, 120) || 'No prompt yet',
  fact: (config) =>
    `${config.model === 'auto' ? 'auto' : config.model} · ${Math.round(config.tokens / 1000)} k tokens`,
  ports: (_config, resources) => workerPorts(resources),
  initial: () => IDLE,
  ready: (_bound, local) => (local.phase === 'idle' ? ['in'] : []),
  react(bound, local, input) {
    switch (input.type) {
      case 'message': {
        const session = { slot: input.slot, activation: input.activation, input: input.payload, tree: null }
        const working: Working = { phase: 'working', session, turn: 1, conversation: null }
        const checkout = checkoutAsk(bound, session)
        return checkout === null ? think(working, null) : { local: working, ask: [checkout] }
      }
      case 'outcome':
        return onOutcome(bound, local, input.tag, input.outcome)
      case 'failed':
        if (local.phase === 'idle') throw new Error('agent: a failure while idle')
        return failSession(IDLE, local.session, input.error)
      default:
        throw new Error(`agent: unexpected ${input.type}`)
    }
  },
  rest: (_bound, local) => local.phase === 'idle',
  outcomes: (bound, effect, facts) =>
    effect.kind === 'model.generate'
      ? modelOutcomes(bound, effect, facts)
      : execOutcomes(effect, facts, false),
  classify(_bound, effect, outcome) {
    if (effect.kind === 'process.exec') return classifyExec(effect, outcome)
    if (outcome.tag === 'error') return classifyError(effect, outcome)
    return { ...outcome, control: outcome.tag === 'call' ? { tool: outcome.control['tool'] ?? '' } : {} }
  },
  migrate: noMigration('agent'),
})
