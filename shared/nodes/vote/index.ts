import type { Ask, BehaviourInput, Bound, Facts, PossibleOutcome, Reaction } from '../../topology/kind.ts'
import {
  fieldsOf,
  inlineOf,
  inlineText,
  type Outcome,
  type Payload,
  type Ref,
} from '../../topology/payload.ts'
import { abstractErrors, anyWrong, classifyError, defineKind } from '../define.ts'
import { withPart } from '../join/groups.ts'
import { combine } from '../join/index.ts'
import { neededOf, type VoteConfig, voteSchema, votesCast, votesOf } from './config.ts'
import { voteForm, voteHelp } from './form.ts'
import {
  type Group,
  groupAt,
  groupOf,
  heardAgain,
  MOST_COUNTED,
  migrateVote,
  type VoteLocal,
  withGroup,
  withLate,
  withoutGroup,
} from './groups.ts'
import { type Classes, classesIn, classifyTally, tallyOutcomes, tallyText, winnersOf } from './tally.ts'

type Arrival = Extract<BehaviourInput, { type: 'message' }>
type VoteReaction = Reaction<VoteLocal>

const JUDGE = 'judge'
const TALLY = 'tally'
const DEADLINE = 'deadline:'

function arrive({ config }: Bound<VoteConfig>, local: VoteLocal, message: Arrival): VoteReaction {
  const { port, slot, activation, payload } = message
  const finished = [slot]
  if (local.over.includes(activation)) return { local: withLate(local), finished }
  const known = groupOf(local, activation)
  const before = known ?? { activation, parts: [], due: false, again: 0 }
  const { parts, replaced } = withPart(before.parts, { port, slot, payload })
  // A voter is heard once: who could say another thing later would decide by being the last.
  if (replaced !== null) return { local: withGroup(local, heardAgain(before)), finished }
  const group = { ...before, parts }
  const next = withGroup(local, group)
  const armed = known === null && config.deadline_ms > 0
  return {
    ...(mayDecide(config, group) ? count(config, next, group) : { local: next }),
    ...(armed ? { arm: [{ tag: DEADLINE + activation, ms: config.deadline_ms }] } : {}),
  }
}

/** Fewer votes than are needed decide nothing, and no ballot is waited for when all have come. */
function mayDecide(config: VoteConfig, { parts }: Group): boolean {
  if (parts.length === config.inputs.length) return true
  const voters = parts.map(({ port }) => port)
  return votesCast(config, voters) >= neededOf(config)
}

function count(config: VoteConfig, local: VoteLocal, group: Group): VoteReaction {
  const counting = { ...local, counting: group.activation }
  if (config.equal !== 'judge') return { local: counting, ask: [tallyAsk(group, null)] }
  // In the order of the ports and without their names: a judge is blind to whom it judges.
  const ballots = [...said(config, group).values()].map((message) => ballotOf(config, message))
  const ask: Ask = {
    tag: JUDGE,
    kind: 'model.generate',
    class: 'idempotent',
    control: { turn: 1 },
    payload: { in: ballots },
    activation: group.activation,
  }
  return { local: counting, ask: [ask] }
}

/** What the voters have said, in the order of the inputs. */
function said(config: VoteConfig, { parts }: Group): ReadonlyMap<string, Payload> {
  const payloads = new Map(parts.map(({ port, payload }) => [port, payload]))
  return new Map(
    config.inputs.flatMap((port) => {
      const payload = payloads.get(port)
      return payload === undefined ? [] : [[port, payload] as const]
    }),
  )
}

function ballotOf(config: VoteConfig, message: Payload): Payload {
  const fields = fieldsOf(message)
  return Object.hasOwn(fields, config.ballot) ? (fields[config.ballot] as Payload) : message
}

function tallyAsk(group: Group, judgement: Ref | null): Ask {
  return {
    tag: TALLY,
    kind: 'eval',
    class: 'pure',
    control: {},
    payload: {
      ballots: Object.fromEntries(group.parts.map(({ port, payload }) => [port, payload])),
      ...(judgement === null ? {} : { judgement }),
    },
    activation: group.activation,
  }
}

function onTally(bound: Bound<VoteConfig>, local: VoteLocal, outcome: Outcome): VoteReaction {
  const { config } = bound
  const group = groupAt(local, local.counting)
  const classes = classesIn(outcome)
  const winners = winnersOf(config, classes)
  if (winners !== null) return close(config, local, group, 'decided', classes, winners)
  if (group.due || group.parts.length === config.inputs.length)
    return close(config, local, group, 'undecided', classes, [])
  return nextCount(config, { ...local, counting: null })
}

function close(
  config: VoteConfig,
  local: VoteLocal,
  group: Group,
  port: 'decided' | 'undecided',
  classes: Classes,
  winners: readonly string[],
): VoteReaction {
  const vote = inlineText(tallyText(config, classes, winners))
  const first = winners[0]
  const message = first === undefined ? combined(config, group) : said(config, group).get(first)
  return end(config, local, group, port, { ...fieldsOf(message as Payload), vote }, vote)
}

function combined(config: VoteConfig, group: Group): Payload {
  const fields = [...said(config, group)].map(([port, payload]) => [port, fieldsOf(payload)] as const)
  return combine(new Map(fields))
}

/** Ends the vote of an activation, whatever came of it, and counts the next one whose time is up. */
function end(
  config: VoteConfig,
  local: VoteLocal,
  group: Group,
  port: 'decided' | 'undecided' | 'error',
  payload: Payload,
  vote: Ref,
): VoteReaction {
  return {
    ...nextCount(config, withoutGroup(local, group, vote)),
    send: [{ port, payload, activation: group.activation }],
    finished: group.parts.map(({ slot }) => slot),
    ...(config.deadline_ms > 0 && !group.due ? { disarm: [DEADLINE + group.activation] } : {}),
  }
}

function nextCount(config: VoteConfig, local: VoteLocal): VoteReaction {
  const due = local.groups.find((group) => group.due)
  return due === undefined ? { local } : count(config, local, due)
}

function onDeadline({ config }: Bound<VoteConfig>, local: VoteLocal, activation: string): VoteReaction {
  const group = { ...groupAt(local, activation), due: true }
  const next = withGroup(local, group)
  return local.counting === null ? count(config, next, group) : { local: next }
}

function onFailed({ config }: Bound<VoteConfig>, local: VoteLocal, error: Ref): VoteReaction {
  const group = groupAt(local, local.counting)
  return end(config, local, group, 'error', { ...fieldsOf(combined(config, group)), error }, error)
}

function captionOf(config: VoteConfig): string {
  const needed = neededOf(config)
  const votes = votesOf(config)
  const survives =
    config.f === 0 ? '' : `, survives ${config.f} ${config.faults === 'crash' ? 'silent' : 'wrong'}`
  return `${needed} of ${votes} agree${survives}`
}

function standingOf({ config }: Bound<VoteConfig>, local: VoteLocal): string | null {
  const [open] = local.groups
  if (open !== undefined) {
    const { parts, again } = open
    return `${parts.length} of ${config.inputs.length} in, ${neededOf(config)} must agree${dropped(again, 'again')}`
  }
  if (local.ended === null) return null
  const { vote, late, again } = local.ended
  return (inlineOf(vote) ?? 'Could not be counted') + dropped(late, 'late') + dropped(again, 'again')
}

function dropped(times: number, word: string): string {
  if (times === 0) return ''
  return ` · ${times === MOST_COUNTED ? `${times} or more` : times} ${word}`
}

function judgeOutcomes(effect: Ask, facts: Facts): readonly PossibleOutcome[] {
  const refs = { conversation: 'opaque', answer: 'keyed' } as const
  const fault = anyWrong(effect, facts) ? null : 'wrong'
  return [
    { tag: 'answer', control: {}, refs, fault: null },
    { tag: 'answer', control: {}, refs, wrong: true, fault },
    ...abstractErrors(effect),
  ]
}

export const voteKind = defineKind<VoteConfig, VoteLocal>({
  kind: 'vote',
  look: { label: 'Vote', hint: 'quorum', family: 'control', outline: 'vote', icon: 'vote' },
  help: voteHelp,
  schema: voteSchema,
  form: voteForm,
  stateVersion: 2,
  uses: ({ equal, model }) => ({ models: equal === 'judge' ? [model] : [], tools: [] }),
  defaultPolicy: { attempts: 3, backoff_ms: 1000, timeout_ms: 600_000 },
  fresh: () => voteSchema.parse({ f: 1 }),
  caption: captionOf,
  fact: (config) => (config.equal === 'judge' ? `judge · ${config.model}` : `same ${config.ballot}`),
  standing: standingOf,
  ports: (config) => ({
    in: config.inputs.map((name) => ({ name })),
    out: [{ name: 'decided' }, { name: 'undecided' }, { name: 'error', error: true }],
  }),
  initial: () => ({ groups: [], over: [], counting: null, ended: null }),
  ready: (bound, local) => (local.counting === null ? bound.config.inputs : []),
  react(bound, local, input) {
    switch (input.type) {
      case 'message':
        return arrive(bound, local, input)
      case 'timer':
        return onDeadline(bound, local, input.tag.slice(DEADLINE.length))
      case 'outcome': {
        if (input.tag === TALLY) return onTally(bound, local, input.outcome)
        const judgement = input.outcome.refs['answer'] as Ref
        return { local, ask: [tallyAsk(groupAt(local, local.counting), judgement)] }
      }
      case 'failed':
        return onFailed(bound, local, input.error)
      default:
        throw new Error(`vote: unexpected ${input.type}`)
    }
  },
  rest: (_bound, local) => local.groups.length === 0,
  outcomes: (bound, effect, facts) =>
    effect.kind === 'eval' ? tallyOutcomes(bound, effect, facts) : judgeOutcomes(effect, facts),
  classify(bound, effect, outcome) {
    if (effect.kind === 'eval') return classifyTally(bound, effect, outcome)
    return outcome.tag === 'error' ? classifyError(effect, outcome) : { ...outcome, control: {} }
  },
  migrate: migrateVote,
})
