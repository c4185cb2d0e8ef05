import type { PortSpec, PossibleOutcome } from '../../topology/kind.ts'
import { abstractErrors, classifyError, defineKind, noMigration } from '../define.ts'
import { failSession } from '../session.ts'
import { BACK, FAILED, lanePort, type MapConfig, mapSchema } from './config.ts'
import { back, begin, IDLE, itemsOf, type MapLocal } from './state.ts'

export const mapKind = defineKind<MapConfig, MapLocal>({
  kind: 'map',
  look: { label: 'Map', hint: 'for each', family: 'control', outline: 'map', icon: 'layers' },
  help: {
    summary: 'Does the same with every item of a list, several at a time.',
    paragraphs: [
      'What is done with an item is a topology of its own, which is there once for each item that may be worked on at once. In it, the item is {{in.item}}, beside all that the message held.',
      'A double click opens it, or Enter; Escape leads out again. During a run one lane of it is shown at a time.',
      'The results stand in the order of the items, whichever was first. An item that fails fails the message, or stands among the results with its error.',
    ],
  },
  schema: mapSchema,
  form: [
    {
      title: 'Each item',
      fields: [
        { type: 'text', key: 'over', label: 'List', hint: 'A field of the message, such as review.findings' },
        { type: 'topology', key: 'of', label: 'Topology', hint: 'What is done with an item' },
        { type: 'number', key: 'concurrency', label: 'At once', min: 1, max: 64 },
        {
          type: 'choice',
          key: 'failed',
          label: 'An item that fails',
          options: [
            { value: 'fail', label: 'fails the message' },
            { value: 'collect', label: 'is collected with the results' },
          ],
        },
        { type: 'text', key: 'as', label: 'Results as' },
      ],
    },
  ],
  stateVersion: 1,
  fresh: () => ({ of: 'each', over: 'items', concurrency: 4, failed: 'fail', as: 'results' }),
  caption: (config) => `${config.of} for each of ${config.over}`,
  fact: (config) => `${config.concurrency} at once`,
  ports: (config) => ({
    in: [{ name: 'in' }, internal(BACK), internal(FAILED)],
    out: [
      { name: 'out' },
      ...Array.from({ length: config.concurrency }, (_, lane) => internal(lanePort(lane))),
      { name: 'error', error: true },
    ],
  }),
  initial: () => IDLE,
  // What comes back is taken at any time, so that a lane never waits for a map that is between two messages.
  ready: (_bound, local) => (local.phase === 'idle' ? ['in', BACK, FAILED] : [BACK, FAILED]),
  react(bound, local, input) {
    if (input.type === 'message') {
      const { slot, activation, payload, port } = input
      if (port !== 'in') return back(bound, local, { slot, activation, payload, failed: port === FAILED })
      return {
        local: { phase: 'splitting', session: { slot, activation, input: payload, tree: null } },
        ask: [
          { tag: 'split', kind: 'eval', class: 'pure', control: {}, payload: { in: payload }, activation },
        ],
      }
    }
    if (local.phase !== 'splitting') throw new Error(`map: unexpected ${input.type}`)
    if (input.type === 'failed') return failSession(IDLE, local.session, input.error)
    if (input.type !== 'outcome') throw new Error(`map: unexpected ${input.type}`)
    return begin(bound, local.session, itemsOf(input.outcome))
  },
  rest: (_bound, local) => local.phase === 'idle',
  standing: (_bound, local) => {
    if (local.phase !== 'working') return null
    const { items, next, results } = local
    const done = results.filter((one) => one !== null).length
    const wait = next < items.length ? ` · ${items.length - next} queued` : ''
    return `${done} of ${items.length} items${wait}`
  },
  // Three lists stand for all: none, one, and two, which may overtake each other as any two of more may.
  outcomes: (_bound, effect) => [
    listOf(0),
    listOf(1),
    { ...listOf(2), atLeast: 'count' },
    ...abstractErrors(effect),
  ],
  classify: (_bound, effect, outcome) => (outcome.tag === 'error' ? classifyError(effect, outcome) : outcome),
  migrate: noMigration('map'),
})

function listOf(count: number): PossibleOutcome {
  return { tag: 'ok', control: { count }, refs: { items: 'keyed' }, fault: null }
}

function internal(name: string): PortSpec {
  return { name, internal: true }
}
