import type { Ask, BehaviourInput, Bound, Facts, PossibleOutcome, Reaction } from '../../topology/kind.ts'
import {
  fieldsOf,
  inlineOf,
  inlineText,
  type Outcome,
  type Payload,
  type Ref,
} from '../../topology/payload.ts'
import { abstractErrors, anyWrong, classifyError, defineKind, noMigration } from '../define.ts'
import { combine, inOrder } from '../join/index.ts'
import { groupOf, neededOf, type VoteConfig, voteSchema, votesOf } from './config.ts'
import { voteForm, voteHelp } from './form.ts'
import { type Classes, classesIn, classifyTally, tallyOutcomes, tallyText, winnersOf } from './tally.ts'

/** Ballots of one activation, by port. A closed one has sent; it is kept until all its ballots have come. */
interface Group {
  readonly activation: string
  readonly slots: { readonly [port: string]: number }
  readonly ballots: { readonly [port: string]: Payload }
  readonly seen: readonly string[]
  /** Its deadline has passed. */
  readonly due: boolean
  readonly closed: boolean
}

/** How the latest vote ended, for the card. */
interface Ended {
  readonly vote: Ref
  readonly late: number
}

interface VoteLocal {
  readonly groups: readonly Group[]
  /** The activation whose ballots are being compared; one at a time. */
  readonly counting: string | null
  readonly ended: Ended | null
}

type Arrival = Extract<BehaviourInput, { type: 'message' }>
type VoteReaction = Reaction<VoteLocal>

const JUDGE = 'judge'
const TALLY = 'tally'
const DEADLINE = 'deadline:'

function others(local: VoteLocal, group: Group): readonly Group[] {
  return local.groups.filter((one) => one.activation !== group.activation)
}

function groupAt(local: VoteLocal, activation: string | null): Group {
  const group = local.groups.find((one) => one.activation === activation)
  if (group === undefined) throw new Error('vote: no ballots of that activation')
  return group
}

function arrive({ config }: Bound<VoteConfig>, local: VoteLocal, message: Arrival): VoteReaction {
  const { port, slot, activation, payload } = message
  const known = local.groups.find((group) => group.activation === activation)
  const before = known ?? { activation, slots: {}, ballots: {}, seen: [], due: false, closed: false }
  const seen = before.seen.includes(port) ? before.seen : inOrder(before.seen, port)
  if (before.closed) {
    const left = seen.length === config.inputs.length ? [] : [{ ...before, seen }]
    const ended = local.ended === null ? null : { ...local.ended, late: local.ended.late + 1 }
    return { local: { ...local, groups: [...others(local, before), ...left], ended }, finished: [slot] }
  }
  const group: Group = {
    ...before,
    slots: { ...before.slots, [port]: slot },
    ballots: { ...before.ballots, [port]: payload },
    seen,
  }
  const repeated = Object.hasOwn(before.slots, port) ? [before.slots[port] as number] : []
  const next = { ...local, groups: [...others(local, group), group] }
  const armed = known === undefined && config.deadline_ms > 0
  const reaction = mayDecide(config, group) ? count(config, next, group) : { local: next }
  return {
    ...reaction,
    finished: repeated,
    ...(armed ? { arm: [{ tag: DEADLINE + activation, ms: config.deadline_ms }] } : {}),
  }
}

/** Fewer votes than are needed decide nothing, and no ballot is waited for when all have come. */
function mayDecide(config: VoteConfig, group: Group): boolean {
  const votes = new Set(group.seen.map((port) => groupOf(config, port))).size
  return votes >= neededOf(config) || group.seen.length === config.inputs.length
}

function count(config: VoteConfig, local: VoteLocal, group: Group): VoteReaction {
  const counting = { ...local, counting: group.activation }
  if (config.equal !== 'judge') return { local: counting, ask: [tallyAsk(group, null)] }
  // In the order of the ports and without their names: a judge is blind to whom it judges.
  const ballots = portsIn(config, group).map((port) => ballotOf(config, group.ballots[port] as Payload))
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

function portsIn(config: VoteConfig, group: Group): readonly string[] {
  return config.inputs.filter((port) => Object.hasOwn(group.ballots, port))
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
    payload: { ballots: group.ballots, ...(judgement === null ? {} : { judgement }) },
    activation: group.activation,
  }
}

function onTally(bound: Bound<VoteConfig>, local: VoteLocal, outcome: Outcome): VoteReaction {
  const { config } = bound
  const group = groupAt(local, local.counting)
  const classes = classesIn(outcome)
  const winners = winnersOf(config, classes)
  if (winners !== null) return close(config, local, group, 'decided', classes, winners)
  if (group.due || group.seen.length === config.inputs.length)
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
  const said = first === undefined ? combined(config, group) : (group.ballots[first] as Payload)
  return end(config, local, group, port, { ...fieldsOf(said), vote }, vote)
}

function combined(config: VoteConfig, group: Group): Payload {
  const ports = portsIn(config, group)
  return combine(new Map(ports.map((port) => [port, fieldsOf(group.ballots[port] as Payload)])))
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
  const closed: Group = { ...group, slots: {}, ballots: {}, closed: true }
  const left = group.seen.length === config.inputs.length ? [] : [closed]
  const after = { groups: [...others(local, group), ...left], counting: null, ended: { vote, late: 0 } }
  return {
    ...nextCount(config, after),
    send: [{ port, payload, activation: group.activation }],
    finished: Object.values(group.slots),
    ...(config.deadline_ms > 0 && !group.due ? { disarm: [DEADLINE + group.activation] } : {}),
  }
}

function nextCount(config: VoteConfig, local: VoteLocal): VoteReaction {
  const due = local.groups.find((group) => group.due && !group.closed)
  return due === undefined ? { local } : count(config, local, due)
}

function onDeadline({ config }: Bound<VoteConfig>, local: VoteLocal, activation: string): VoteReaction {
  const group = { ...groupAt(local, activation), due: true }
  const next = { ...local, groups: [...others(local, group), group] }
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
  const open = local.groups.find((group) => !group.closed)
  if (open !== undefined)
    return `${open.seen.length} of ${config.inputs.length} in, ${neededOf(config)} must agree`
  if (local.ended === null) return null
  const { vote, late } = local.ended
  const said = inlineOf(vote) ?? 'Could not be counted'
  return late === 0 ? said : `${said} · ${late} late`
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
  stateVersion: 1,
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
  initial: () => ({ groups: [], counting: null, ended: null }),
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
  rest: (_bound, local) => local.groups.every((group) => group.closed),
  outcomes: (bound, effect, facts) =>
    effect.kind === 'eval' ? tallyOutcomes(bound, effect, facts) : judgeOutcomes(effect, facts),
  classify(bound, effect, outcome) {
    if (effect.kind === 'eval') return classifyTally(bound, effect, outcome)
    return outcome.tag === 'error' ? classifyError(effect, outcome) : { ...outcome, control: {} }
  },
  migrate: noMigration('vote'),
})
