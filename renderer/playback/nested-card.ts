import type { ActorPlan } from '../../shared/topology/plan.ts'
import { nodeView, type StateWord } from '../../shared/trace/node-view.ts'
import type { NodeView } from '../canvas/view-model.ts'
import { type Moment, nodeCard, STATE_WORDS } from './node-card.ts'
import { countText } from './texts.ts'

/** What is to be seen first from outside, where several things go on inside; what has ended comes last. */
const FIRST: readonly StateWord[] = [
  'doubt',
  'waiting',
  'suspected',
  'undoing',
  'restarting',
  'retrying',
  'open',
  'held',
  'running',
  'failed',
  'done',
  'skipped',
  'idle',
]
const ENDED: ReadonlySet<StateWord> = new Set(['failed', 'done', 'skipped', 'idle'])
const NAMED = 2

/**
 * The card of a nested node, or of one lane of a map: what those inside do, all together. `members` are the actors
 * inside that people draw; `of` is what is counted of them: the nodes, or a map's lanes.
 */
export function nestedCard(
  moment: Moment,
  actor: ActorPlan,
  members: readonly ActorPlan[],
  lanes: readonly (readonly ActorPlan[])[],
): NodeView {
  const { trace, position, over } = moment
  const isMap = lanes.length > 0
  const words = new Map(members.map((one) => [one, nodeView(trace, one, position, over).word]))
  const own = isMap ? nodeCard(moment, actor) : null
  const inside = FIRST.find((word) => [...words.values()].includes(word)) ?? 'idle'
  // What a map has made of its items counts more than how one of them ended.
  const word = own !== null && (own.state === 'failed' || ENDED.has(inside)) ? own.state : inside
  const active = members.filter((one) => !ENDED.has(words.get(one) ?? 'idle'))
  const busy = isMap ? lanes.filter((lane) => lane.some((one) => active.includes(one))).length : active.length
  const count = isMap ? lanes.length : members.length
  const chip = word === 'running' && busy > 0 ? `Running ${busy} of ${count}` : STATE_WORDS[word]
  const same = members.filter((one) => words.get(one) === word)
  const names = ENDED.has(inside) && inside !== 'failed' ? null : namesOf(same)
  return {
    state: word,
    chip: word === own?.state && busy === 0 ? own.chip : chip,
    caption: own?.caption ?? names,
    time: own?.time ?? null,
    meter: meterOf(moment, members),
    spoken: isMap ? `${busy} of ${count} lanes at work` : `${busy} of ${count} nodes inside at work`,
  }
}

/** "Judge, Writer and 2 more"; the same node in several lanes is named once. */
function namesOf(members: readonly ActorPlan[]): string | null {
  const names = [...new Set(members.map(({ name }) => name))]
  if (names.length === 0) return null
  const more = names.length - NAMED
  return more > 0 ? `${names.slice(0, NAMED).join(', ')} and ${more} more` : names.join(', ')
}

function meterOf(
  { chunks, streamed }: Moment,
  members: readonly ActorPlan[],
): NonNullable<NodeView['meter']> | null {
  let tokens = 0
  for (const { id } of members) {
    const usage = chunks.nodeUsage(id, streamed)
    tokens += usage.inputTokens + usage.outputTokens
  }
  return tokens === 0 ? null : { text: countText(tokens), part: null }
}
