import type { ChannelCell } from '../../../kernel/cells.ts'
import type { ChannelPlan } from '../../../topology/plan.ts'
import { listText, placeAt } from '../../../trace/words.ts'
import type { Layout } from '../layout.ts'
import { cellIsBad, type Predicate } from './predicate.ts'

/** Held-back messages beyond this number say that nobody brakes the sender. */
const MOST_HELD = 16

/** No edge holds ever more: a sender that a full edge brakes has only what it was doing to hold back. */
export function queuePredicate(layout: Layout): Predicate {
  const channels = layout.plan.components.filter((one): one is ChannelPlan => one.type === 'channel')
  const checks = channels.map(({ index }) =>
    cellIsBad<ChannelCell>(layout, index, ({ held }) => held.length > MOST_HELD),
  )
  return {
    id: 'queues',
    title: `No full edge holds back more than ${MOST_HELD} messages`,
    elements: [],
    reads: channels.map(({ index }) => index),
    bad: (state) => checks.some((isBad) => isBad(state)),
    sentence: (state) => {
      const full = channels.filter((_, at) => checks[at]?.(state) === true)
      const places = full.map(({ id }) => placeAt(layout.plan, id))
      return `More than ${MOST_HELD} messages are held back on ${listText(places)}`
    },
  }
}
