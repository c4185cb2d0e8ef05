import type { Ask, Bound, Facts, Misfit, PossibleOutcome, Reaction } from '../../topology/kind.ts'
import { inlineText, type Outcome, type Payload, type Ref } from '../../topology/payload.ts'
import { abstractErrors, anyWrong, classifyError, defineKind, noMigration } from '../define.ts'
import {
  afterFetch,
  classifyPick,
  errandMisfits,
  fetchAsk,
  fetchedPayload,
  pickOutcomes,
} from '../errands.ts'
import { CAPTURE, classifyExec, classOf, execOutcomes } from '../exec.ts'
import {
  CHECKOUT,
  COMMIT,
  checkoutAsk,
  endCommit,
  failSession,
  type Session,
  workerPorts,
} from '../session.ts'
import { type AgentConfig, agentSchema, type ToolConfig } from './config.ts'
import { agentForm, agentHelp } from './form.ts'
import { afterHandingOver, failAgent, handOver } from './handing.ts'
import {
  APPROVE,
  approveAsk,
  mustAsk,
  PERSON,
  peopleOutcomes,
  questionAsk,
  STEER,
  steerAgain,
  steerAsk,
  steered,
  unsteered,
} from './people.ts'
import { type AgentLocal, IDLE, type Working } from './state.ts'
import { SHELF, storeAsk, storeCalls, storeResult } from './store-tools.ts'
import { ASK_PERSON, toolsOf } from './tools.ts'

const MODEL = 'model'
const TOOL = 'tool'

/** What is needed, the tree, then the model. */
function begin(bound: Bound<AgentConfig>, local: Working): Reaction<AgentLocal> {
  const first = fetchAsk(bound, local.session) ?? checkoutAsk(bound, local.session)
  return first === null ? think(bound, local, null) : { local, ask: [first] }
}

function beginAnew(bound: Bound<AgentConfig>, session: Session): Reaction<AgentLocal> {
  const working: Working = { phase: 'working', session, turn: 1, conversation: null }
  const begun = begin(bound, working)
  return bound.config.steer ? { ...begun, ask: [...(begun.ask ?? []), steerAsk(working)] } : begun
}

/** Asks the model once more, with what a tool brought and what people have said meanwhile. */
function think(bound: Bound<AgentConfig>, local: Working, result: Payload | null): Reaction<AgentLocal> {
  const { session, turn, conversation } = local
  const { said = [], ...rest } = local
  const payload = {
    in: session.input,
    ...fetchedPayload(session),
    ...(conversation === null ? {} : { conversation }),
    ...(result === null ? {} : { result }),
    ...(said.length === 0 ? {} : { said }),
  }
  const ask: Ask = {
    tag: MODEL,
    kind: 'model.generate',
    class: 'idempotent',
    control: { turn },
    payload,
    activation: session.activation,
  }
  const again = steerAgain(bound, local)
  // A note on a call may have filled the room while the last offer still stands.
  return { local: rest, ask: [ask, ...again], ...(again.length === 0 ? {} : { withdraw: [STEER] }) }
}

/** One more model step, while there are turns. */
function nextTurn(bound: Bound<AgentConfig>, local: Working, result: Payload | null): Reaction<AgentLocal> {
  const turn = local.turn + 1
  if (turn <= bound.config.turns) return think(bound, { ...local, turn }, result)
  const error = inlineText(`No answer after ${bound.config.turns} turns`)
  return unsteered(bound, failAgent(bound, local.session, error))
}

/** What a model step has called: a person is asked first where the drawing says so. */
function act(bound: Bound<AgentConfig>, before: Working, outcome: Outcome): Reaction<AgentLocal> {
  const local = { ...before, conversation: outcome.refs['conversation'] as Ref }
  const name = String(outcome.control['tool'])
  const args = outcome.refs['args'] as Payload
  if (name === ASK_PERSON && bound.config.ask_person) return { local, ask: [questionAsk(local, args)] }
  const request = storeAsk(bound, local, outcome)
  if (request !== null) return { local, ask: [request] }
  const tool = bound.config.tools.find((one) => one.name === name)
  // An executor checks the name against the config, so an unknown one is a mistake in Synod.
  if (tool === undefined) throw new Error(`agent: no tool ${name}`)
  if (!mustAsk(tool)) return run(bound, local, tool, args)
  return { local: { ...local, call: { tool: name, args } }, ask: [approveAsk(local, name, args)] }
}

function run(
  bound: Bound<AgentConfig>,
  local: Working,
  tool: ToolConfig,
  args: Payload,
): Reaction<AgentLocal> {
  const { session } = local
  const ask: Ask = {
    tag: TOOL,
    kind: 'process.exec',
    class: classOf(bound, tool.class),
    // Its tools may scribble in its worktree; only a commit needs the right to write.
    control: { tool: tool.name, [CAPTURE]: session.tree !== null },
    payload: { in: session.input, args, ...(session.tree === null ? {} : { tree: session.tree }) },
    activation: session.activation,
  }
  return { local, ask: [ask] }
}

/** A person's word on a call: it runs as it is or as it was changed, or the model hears why it does not. */
function onApproval(bound: Bound<AgentConfig>, before: Working, outcome: Outcome): Reaction<AgentLocal> {
  const { call, ...local } = before
  const tool = bound.config.tools.find((one) => one.name === call?.tool)
  if (call === undefined || tool === undefined) throw new Error('agent: an approval of no call')
  const { tag, refs } = outcome
  if (tag === 'approve') return run(bound, local, tool, call.args)
  if (tag !== 'edit') return nextTurn(bound, local, refs['result'] as Payload)
  // The model is told with the result what it was that ran.
  const said = [...(local.said ?? []), refs['note'] as Payload]
  return run(bound, { ...local, said }, tool, refs['args'] as Payload)
}

function answered(bound: Bound<AgentConfig>, local: Working, outcome: Outcome): Reaction<AgentLocal> {
  const { session } = local
  const answer = outcome.refs['answer'] as Payload
  // Who spoke while the model wrote its answer is heard before it counts.
  if ((local.said ?? []).length > 0 && local.turn < bound.config.turns)
    return nextTurn(bound, { ...local, conversation: outcome.refs['conversation'] as Ref }, null)
  return unsteered(bound, handOver(bound, session, answer))
}

function onOutcome(
  bound: Bound<AgentConfig>,
  local: AgentLocal,
  tag: string,
  outcome: Outcome,
): Reaction<AgentLocal> {
  if (local.phase === 'committing' && tag === COMMIT)
    return endCommit(bound, IDLE, local.session, bound.config.as, local.answer, outcome)
  if (local.phase === 'releasing') return failSession(IDLE, local.session, local.error)
  if (local.phase === 'handing')
    return afterHandingOver(bound, local, tag, outcome, (session) => beginAnew(bound, session))
  if (local.phase !== 'working') throw new Error(`agent: an outcome of ${tag} while ${local.phase}`)
  const fetched = afterFetch(local.session, tag, outcome)
  if (fetched !== null) return begin(bound, { ...local, session: fetched })
  switch (tag) {
    case CHECKOUT:
      return think(
        bound,
        { ...local, session: { ...local.session, tree: outcome.refs['change'] as Ref } },
        null,
      )
    case MODEL:
      return outcome.tag === 'call' ? act(bound, local, outcome) : answered(bound, local, outcome)
    case APPROVE:
      return onApproval(bound, local, outcome)
    case PERSON:
      return nextTurn(bound, local, outcome.refs['result'] as Payload)
    case STEER:
      return steered(local, outcome)
    case SHELF:
      return nextTurn(bound, local, storeResult(outcome))
    default: {
      const tree = (outcome.refs['tree'] as Ref | undefined) ?? local.session.tree
      const session = { ...local.session, tree }
      return nextTurn(bound, { ...local, session }, outcome.refs['result'] as Payload)
    }
  }
}

function modelOutcomes(bound: Bound<AgentConfig>, effect: Ask, facts: Facts): readonly PossibleOutcome[] {
  const conversation = { conversation: 'opaque' } as const
  const answer = { tag: 'answer', control: {}, refs: { ...conversation, answer: 'keyed' } } as const
  const misled = anyWrong(effect, facts)
  const calls = toolsOf(bound.config, []).map(
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
    ...storeCalls(bound, misled),
    ...abstractErrors(effect),
  ]
}

/** Tools of a store in a script that the agent's edge does not give it, and drawn ones that bear their names. */
function scriptMisfits({ config, resources }: Bound<AgentConfig>): readonly Misfit[] {
  const tools = toolsOf(config, resources).map(({ name }) => name)
  const doubled = config.tools.findIndex(({ name }) => tools.filter((one) => one === name).length > 1)
  const missing = config.script.findIndex(({ call }) => call !== undefined && !tools.includes(call.tool))
  const name = config.script[missing]?.call?.tool ?? ''
  const edge = 'an edge to a store decides which it has, by its access and the mode of the store'
  return [
    ...(doubled < 0
      ? []
      : [
          {
            path: `tools[${doubled}].name`,
            message: `"${tools[doubled]}" is a tool of the store that it is joined to`,
          },
        ]),
    ...(missing < 0
      ? []
      : [{ path: `script[${missing}].call.tool`, message: `the agent has no tool "${name}": ${edge}` }]),
  ]
}

/**
 * The model loop. One effect is one model step, which either calls one tool or answers; a model that asks for
 * several tools at once is handed them one after the other by its executor, out of the conversation. The
 * conversation is an opaque ref: it is never compared.
 */
export const agentKind = defineKind<AgentConfig, AgentLocal>({
  kind: 'agent',
  look: { label: 'Agent', hint: 'model loop', family: 'worker', outline: 'worker', icon: 'bot' },
  help: agentHelp,
  schema: agentSchema,
  form: agentForm,
  stateVersion: 1,
  client: true,
  check: (bound) => [...errandMisfits(bound), ...scriptMisfits(bound)],
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
        const { slot, activation, payload } = input
        return beginAnew(bound, { slot, activation, input: payload, tree: null })
      }
      case 'outcome':
        return onOutcome(bound, local, input.tag, input.outcome)
      case 'failed':
        if (local.phase === 'idle') throw new Error('agent: a failure while idle')
        // Nothing that it works on depends on being spoken to.
        if (input.tag === STEER) return { local }
        if (local.phase === 'releasing') return failSession(IDLE, local.session, local.error)
        if (local.phase !== 'working') return failAgent(bound, local.session, input.error)
        // What a store refuses is the model's to know.
        if (input.tag === SHELF) return nextTurn(bound, local, { error: input.error })
        return unsteered(bound, failAgent(bound, local.session, input.error))
      default:
        throw new Error(`agent: unexpected ${input.type}`)
    }
  },
  rest: (_bound, local) => local.phase === 'idle',
  outcomes(bound, effect, facts) {
    if (effect.kind === 'eval') return pickOutcomes(bound.config, effect)
    if (effect.kind === 'human.ask' || effect.kind === 'human.steer') return peopleOutcomes(effect)
    return effect.kind === 'model.generate'
      ? modelOutcomes(bound, effect, facts)
      : execOutcomes(effect, facts, false)
  },
  classify(_bound, effect, outcome) {
    if (effect.kind === 'eval') return classifyPick(effect, outcome)
    if (effect.kind === 'process.exec') return classifyExec(effect, outcome)
    if (outcome.tag === 'error') return classifyError(effect, outcome)
    if (outcome.tag !== 'call') return { ...outcome, control: {} }
    const { tool = '', key } = outcome.control
    return { ...outcome, control: key === undefined ? { tool } : { tool, key } }
  },
  migrate: noMigration('agent'),
})
