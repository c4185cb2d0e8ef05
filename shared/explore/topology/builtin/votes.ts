import type { ChannelCell } from '../../../kernel/cells.ts'
import { neededOf, type VoteConfig, votesCast, votesOf } from '../../../nodes/vote/config.ts'
import { fieldsOf, type Payload } from '../../../topology/payload.ts'
import { type ActorPlan, channelAt, type Plan } from '../../../topology/plan.ts'
import type { Monitor, MonitorEvent } from '../monitor.ts'
import { isWrong } from './wrong.ts'

/** A vote decides for nothing wrong, and for one thing. */
export function voteMonitors(plan: Plan): readonly Monitor[] {
  const votes = plan.actors.filter(({ kind }) => kind.kind === 'vote')
  return votes.flatMap((vote) => [valid(vote), agreed(plan, vote)])
}

interface Said {
  readonly activation: string
  readonly said: Payload
}

function configOf(vote: ActorPlan): VoteConfig {
  return vote.bound.config as VoteConfig
}

/** What is voted on in a message. */
function saidIn(vote: ActorPlan, payload: Payload): Payload {
  return fieldsOf(payload)[configOf(vote).ballot] ?? payload
}

/** What a vote sends on as decided. */
function decidedIn(vote: ActorPlan, event: MonitorEvent): Said | null {
  const [way] = vote.outOf.get('decided') ?? []
  if (event.type !== 'kernel') return null
  const sent = event.transition.sent.find(({ channel, fate }) => channel === way && fate !== 'returned')
  if (sent === undefined) return null
  const { payload, activation } = sent.message
  return { activation, said: saidIn(vote, payload) }
}

function valid(vote: ActorPlan): Monitor {
  return {
    id: `valid ${vote.id}`,
    title: `${vote.name} decides nothing wrong`,
    elements: [vote.id],
    initial: 0,
    interest: (event) => decidedIn(vote, event) !== null,
    step(value, event) {
      const decided = decidedIn(vote, event)
      if (value === 2 || decided === null) return value
      return isWrong(decided.said) ? 2 : 1
    },
    bad: (value) => value === 2,
    sentence: () => `${vote.name} decides for what is wrong`,
    met: (value) => value > 0,
  }
}

/** What was decided of one activation, and by port whether what a voter said is wrong. */
interface Question {
  readonly decided: string | null
  readonly wrong: boolean
  readonly heard: { readonly [port: string]: boolean }
}

const NOTHING: Question = { decided: null, wrong: false, heard: {} }
const TWICE = 1
const OTHERWISE = 2

/**
 * One decision of each activation, and none while enough voters to decide otherwise say what is right: then which of
 * two quorums counts is a matter of who comes first. Ballots are looked at only where two quorums need not meet.
 * A history of activations is a number.
 */
function agreed(plan: Plan, vote: ActorPlan): Monitor {
  const config = configOf(vote)
  const needed = neededOf(config)
  const meet = 2 * needed > votesOf(config)
  const histories: string[] = ['{}', '', '']
  const heardIn = (event: MonitorEvent): (Said & { readonly port: string }) | null =>
    meet ? null : ballotIn(plan, vote, event)
  return {
    id: `agreed ${vote.id}`,
    title: `${vote.name} decides once, and for one thing`,
    elements: [vote.id],
    initial: 0,
    interest: (event) => decidedIn(vote, event) !== null || heardIn(event) !== null,
    step(value, event) {
      if (value === TWICE || value === OTHERWISE) return value
      const history = JSON.parse(histories[value] as string) as Record<string, Question>
      const heard = heardIn(event)
      if (heard !== null) history[heard.activation] = withBallot(history[heard.activation] ?? NOTHING, heard)
      const decided = decidedIn(vote, event)
      if (decided !== null) {
        const text = JSON.stringify(decided.said)
        const before = history[decided.activation] ?? NOTHING
        if (before.decided !== null && before.decided !== text) return TWICE
        history[decided.activation] = { ...before, decided: text, wrong: isWrong(decided.said) }
      }
      if (Object.values(history).some((one) => one.wrong && rightVotes(config, one) >= needed))
        return OTHERWISE
      const text = JSON.stringify(history)
      if (!histories.includes(text)) histories.push(text)
      return histories.indexOf(text)
    },
    bad: (value) => value === TWICE || value === OTHERWISE,
    sentence: (value) =>
      value === TWICE
        ? `${vote.name} decides twice, and not the same`
        : `${vote.name} decides for what is wrong, though as many as decide have agreed on what is right`,
    met: (value) => value > 0,
  }
}

function ballotIn(
  plan: Plan,
  vote: ActorPlan,
  event: MonitorEvent,
): (Said & { readonly port: string }) | null {
  if (event.type !== 'kernel') return null
  const { input } = event.transition
  if (input.type !== 'deliver' || input.component !== vote.index) return null
  const cell = event.before(input.channel) as ChannelCell
  const message = cell.queue[input.place]
  if (message === undefined) return null
  const { activation, payload } = message
  return { activation, said: saidIn(vote, payload), port: channelAt(plan, input.channel).toPort }
}

/** A voter is heard once. */
function withBallot(question: Question, { port, said }: Said & { readonly port: string }): Question {
  if (Object.hasOwn(question.heard, port)) return question
  const heard = Object.entries({ ...question.heard, [port]: isWrong(said) })
  return { ...question, heard: Object.fromEntries(heard.sort(([a], [b]) => (a < b ? -1 : 1))) }
}

function rightVotes(config: VoteConfig, { heard }: Question): number {
  return votesCast(
    config,
    Object.keys(heard).filter((port) => heard[port] === false),
  )
}
