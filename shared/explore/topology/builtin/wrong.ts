import { facts } from '../../../kernel/abstract-world.ts'
import type { VoteConfig } from '../../../nodes/vote/config.ts'
import { fieldsOf, type Payload, refsIn } from '../../../topology/payload.ts'
import type { ActorPlan, Plan } from '../../../topology/plan.ts'
import type { Monitor } from '../monitor.ts'
import { doesOnce } from './effects.ts'

/** What is wrong neither takes effect nor wins a vote. */
export function wrongMonitors(plan: Plan): readonly Monitor[] {
  const effects = plan.actors.filter(doesOnce).map(neverInEffect)
  const votes = plan.actors.filter(({ kind }) => kind.kind === 'vote')
  return [...effects, ...votes.flatMap((vote) => [valid(vote), agreed(vote)])]
}

function isWrong(payload: Payload): boolean {
  return refsIn(payload).some((ref) => facts(ref).wrong)
}

/** 0 nothing yet, 1 something right, 2 something wrong. */
function neverInEffect(actor: ActorPlan): Monitor {
  return {
    id: `right ${actor.id}`,
    title: `Nothing wrong takes effect at ${actor.name}`,
    elements: [actor.id],
    initial: 0,
    nameless: true,
    interest: (event) =>
      event.type === 'kernel' &&
      event.transition.input.type === 'begin' &&
      event.transition.input.component === actor.index &&
      event.ask?.class === 'once',
    step: (value, event) =>
      value === 2 || event.type !== 'kernel' ? value : isWrong(event.ask?.payload ?? {}) ? 2 : 1,
    bad: (value) => value === 2,
    sentence: () => `${actor.name} acts on something wrong that nothing has stopped on its way`,
    met: (value) => value > 0,
  }
}

/** What a vote sends on as decided. */
function decidedIn(vote: ActorPlan): (event: Parameters<Monitor['step']>[1]) => readonly Decided[] {
  const ways = vote.outOf.get('decided') ?? []
  const { ballot } = vote.bound.config as VoteConfig
  return (event) => {
    if (event.type !== 'kernel') return []
    const sent = event.transition.sent.find(({ channel, fate }) => channel === ways[0] && fate !== 'returned')
    if (sent === undefined) return []
    const { payload, activation } = sent.message
    const said = fieldsOf(payload)[ballot] ?? payload
    return [{ activation, said }]
  }
}

interface Decided {
  readonly activation: string
  readonly said: Payload
}

function valid(vote: ActorPlan): Monitor {
  const decided = decidedIn(vote)
  return {
    id: `valid ${vote.id}`,
    title: `${vote.name} decides nothing wrong`,
    elements: [vote.id],
    initial: 0,
    interest: (event) => decided(event).length > 0,
    step: (value, event) => (value === 2 || decided(event).some(({ said }) => isWrong(said)) ? 2 : 1),
    bad: (value) => value === 2,
    sentence: () => `${vote.name} decides for what is wrong`,
    met: (value) => value > 0,
  }
}

/** Of each activation one decision; a history of them is a number. */
function agreed(vote: ActorPlan): Monitor {
  const decided = decidedIn(vote)
  const histories: string[] = ['{}', '']
  return {
    id: `agreed ${vote.id}`,
    title: `${vote.name} decides once, and for one thing`,
    elements: [vote.id],
    initial: 0,
    interest: (event) => decided(event).length > 0,
    step(value, event) {
      if (value === 1) return 1
      const history = JSON.parse(histories[value] as string) as Record<string, string>
      for (const { activation, said } of decided(event)) {
        const text = JSON.stringify(said)
        if (history[activation] !== undefined && history[activation] !== text) return 1
        history[activation] = text
      }
      const text = JSON.stringify(history)
      if (!histories.includes(text)) histories.push(text)
      return histories.indexOf(text)
    },
    bad: (value) => value === 1,
    sentence: () => `${vote.name} decides twice, and not the same`,
    met: (value) => value > 0,
  }
}
