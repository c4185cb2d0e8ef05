import type { ActorCell, Cell, ChannelCell } from '../../kernel/cells.ts'
import type { Verdict } from '../../kernel/verdict.ts'
import type { ActorPlan, ChannelPlan, Plan } from '../../topology/plan.ts'
import type { MonitorEvent } from '../topology/monitor.ts'
import {
  attemptsBegun,
  isFailure,
  isFinished,
  isLost,
  isStarted,
  newDoubts,
  type Step,
  sentOn,
  statusBecomes,
} from './steps.ts'

/** What can be said of a node or an edge in a property: something that happens there, or a state that it is in. */
export type Word =
  | {
      readonly type: 'event'
      readonly word: string
      /** What follows the name in a sentence: "Deploy *takes something up*". */
      readonly says: string
      /** The node whose attempts must be followed into the world for it to be seen. */
      readonly follows?: number
      /** How often it happens in one step. */
      times(event: MonitorEvent): number
    }
  | {
      readonly type: 'state'
      readonly word: string
      readonly says: string
      /** The component whose cell alone decides it. */
      readonly at: number
      holds(cell: Cell): boolean
    }

/** All words of an element of the drawing, by its id in the plan; empty where there is no such element. */
export function wordsOf(plan: Plan, element: string): readonly Word[] {
  const component = plan.components[plan.byId.get(element) ?? -1]
  switch (component?.type) {
    case 'actor':
      return nodeWords(component)
    case 'channel':
      return edgeWords(plan, component)
    case 'client':
      return clientWords(component.index)
    case undefined:
      return element === 'run' ? RUN_WORDS : []
    default:
      return []
  }
}

function inStep(word: string, says: string, times: (step: Step) => number | boolean): Word {
  return { type: 'event', word, says, times: (event) => (event.type === 'kernel' ? Number(times(event)) : 0) }
}

function nodeWords(actor: ActorPlan): readonly Word[] {
  const { index, kind, bound } = actor
  const own = (word: string, says: string, times: (step: Step) => number | boolean): Word =>
    inStep(word, says, (step) => (step.transition.input.component === index ? times(step) : 0))
  const state = (word: string, says: string, holds: (cell: ActorCell) => boolean): Word => ({
    type: 'state',
    word,
    says,
    at: index,
    holds: (cell) => holds(cell as ActorCell),
  })
  const atRest = ({ unfinished, local }: ActorCell): boolean =>
    unfinished.length === 0 && kind.rest(bound, local)
  const words: readonly Word[] = [
    own('started', 'takes something up', isStarted),
    own('begun', 'begins an attempt', attemptsBegun),
    {
      type: 'event',
      word: 'acted',
      says: 'takes effect',
      follows: index,
      times: (event) => (event.type === 'world' && event.component === index && ACTS.has(event.step) ? 1 : 0),
    },
    own('retried', 'tries again', ({ transition: { asked } }) => asked.some(({ attempt }) => attempt > 1)),
    own('doubted', 'may or may not have happened', newDoubts),
    own('finished', 'is done with something', (step) => isFinished(step) && !isFailure(actor, step)),
    inStep('failed', 'fails', (step) => isFailure(actor, step)),
    state('idle', 'is at rest', atRest),
    state('busy', 'is at work', (cell) => !atRest(cell)),
    state('asking', 'waits for a person', ({ effects }) =>
      effects.some(({ ask }) => ask.kind === 'human.ask'),
    ),
    state('doubtful', 'may or may not have happened', ({ effects }) =>
      effects.some(({ status }) => status === 'doubt'),
    ),
    state('stopped', 'has stopped', ({ status }) => status === 'stopped'),
  ]
  // Where a port is called like a word that every node has, the word is meant.
  const taken = new Set(words.map(({ word }) => word))
  return [...words, ...portWords(actor).filter(({ word }) => !taken.has(word))]
}

const ACTS: ReadonlySet<string> = new Set(['act', 'orphan acts'])

/** Of a port that is not wired nothing is seen to leave; a gate that was bypassed has approved nothing. */
function portWords({ index, outOf, kind, bound }: ActorPlan): readonly Word[] {
  const drawn = kind.ports(bound.config, bound.resources).out
  const inner = drawn.filter((port) => port.internal === true).map(({ name }) => name)
  const names = new Set([...drawn.map(({ name }) => name), ...outOf.keys()])
  return [...names]
    .filter((port) => !inner.includes(port))
    .map((port) => {
      const [first = -1] = outOf.get(port) ?? []
      return inStep(port, `sends by "${port}"`, ({ transition }) =>
        transition.input.component === index ? sentOn(transition, first) : 0,
      )
    })
}

function edgeWords(plan: Plan, edge: ChannelPlan): readonly Word[] {
  // What stands on an edge parts it into several channels, which are named after it.
  const parts = plan.components.filter(
    (one): one is ChannelPlan => one.type === 'channel' && (one === edge || one.id.startsWith(`${edge.id}.`)),
  )
  const last = parts.at(-1) ?? edge
  const guarded = parts.find(({ id }) => id === `${edge.id}.approved`)
  const state = (word: string, says: string, holds: (cell: ChannelCell) => boolean): Word => ({
    type: 'state',
    word,
    says,
    at: last.index,
    holds: (cell) => holds(cell as ChannelCell),
  })
  const onEdge = (channel: number): boolean => parts.some(({ index }) => index === channel)
  return [
    inStep('sent', 'has a message sent along it', ({ transition }) => sentOn(transition, edge.index)),
    inStep(
      'delivered',
      'has a message taken from it',
      ({ transition: { input } }) => input.type === 'deliver' && input.channel === last.index,
    ),
    inStep('rejected', 'rejects a message', ({ transition: { sent } }) =>
      sent.some(({ channel, fate }) => fate === 'rejected' && onEdge(channel)),
    ),
    inStep('dropped', 'loses a message', ({ transition }) => isLost(transition, onEdge)),
    ...(guarded === undefined
      ? []
      : [
          inStep('approved', 'has a message approved', ({ transition }) => sentOn(transition, guarded.index)),
        ]),
    state('empty', 'is empty', ({ queue, held }) => queue.length + held.length === 0),
    state('waiting', 'has a message waiting', ({ queue, held }) => queue.length + held.length > 0),
    state('full', 'is full', ({ queue }) => queue.length >= last.capacity),
    state('blocked', 'holds its sender up', ({ held }) => held.length > 0),
  ]
}

function clientWords(index: number): readonly Word[] {
  const requests = (cell: Cell): number => (cell.type === 'client' ? cell.requests.length : 0)
  return [
    inStep('requested', 'carries a request', ({ transition: { changed }, before }) =>
      changed.some(([at, cell]) => at === index && requests(cell) > requests(before(index))),
    ),
    inStep(
      'answered',
      'carries an answer',
      ({ transition: { input } }) => input.type === 'reply' && input.client === index,
    ),
  ]
}

function ending(word: Verdict['status'], says: string): Word {
  return {
    type: 'event',
    word,
    says,
    times: (event) => (event.type === 'end' && event.verdict.status === word ? 1 : 0),
  }
}

/** Of the run as a whole, where no node is called so. */
const RUN_WORDS: readonly Word[] = [
  ending('done', 'ends well'),
  ending('stuck', 'gets stuck'),
  ending('cancelled', 'is cancelled'),
  inStep('failed', 'fails', (step) => statusBecomes(step, 'failing')),
]
