import fc from 'fast-check'
import { drawings } from '../../kernel/testing/drawings.ts'
import type { DocumentEdge, DocumentNode, TopologyDocument } from '../../topology/document.ts'

type Config = { readonly [key: string]: unknown }

/** One of several, each time the next of the drawn numbers says which. */
type Pick = <T>(from: readonly T[]) => T

const NOTHING: Config = {}
const CLASSES = ['pure', 'idempotent', 'once', 'auto']

function programIn(pick: Pick): Config {
  return {
    ...pick<Config>([NOTHING, NOTHING, { network: ['example.com'] }, { writes: ['/srv'] }]),
    ...pick<Config>([
      NOTHING,
      NOTHING,
      { run: ['nohup', 'serve'] },
      { run: ['node', '-e', 'Date.now()'] },
      { run: ['tag', '{{in.nowhere}}'] },
    ]),
  }
}

function configOf({ kind, config = {} }: DocumentNode, pick: Pick): Config {
  const tools = (config['tools'] ?? []) as readonly Config[]
  switch (kind) {
    case 'input':
      return {
        fields: [
          {
            name: 'task',
            type: 'longtext',
            ...pick<Config>([NOTHING, { brings: 'private' }, { brings: 'both' }]),
          },
        ],
      }
    case 'agent':
      return {
        ...config,
        prompt: pick(['{{in.task}}', '{{in.answer}}', 'Do it']),
        model: pick(['auto', 'standin', 'a:one', 'a:latest']),
        tools: tools
          .flatMap((tool) => pick([[tool], [tool, { ...tool, name: 'also' }]]))
          .map((tool) => ({ ...tool, ...programIn(pick), class: pick(CLASSES) })),
      }
    case 'command':
      return { ...config, ...programIn(pick) }
    case 'timer':
      return pick<Config>([
        config,
        { mode: 'interval', wait_ms: 10, count: 0 },
        { mode: 'interval', wait_ms: 10, count: 100 },
      ])
    default:
      return config
  }
}

const POLICIES: readonly DocumentEdge['policy'][] = [
  ...[undefined, undefined, undefined, { full: 'drop-oldest' as const }, { capacity: 20_000 }],
  { full: 'reject', capacity: 1 },
  { guard: { ask: 'Go on?' } },
]

function riskier(document: TopologyDocument, pick: Pick): TopologyDocument {
  const nodes = document.nodes.map((node) => ({ ...node, config: configOf(node, pick) }))
  const edges = document.edges.map((edge) => {
    const more = edge.access === undefined ? pick(POLICIES) : undefined
    return more === undefined ? edge : { ...edge, policy: { ...edge.policy, ...more } }
  })
  const members = nodes.filter(({ kind }) => kind === 'agent' || kind === 'command').map(({ id }) => id)
  const restart = { strategy: 'one-for-one' as const, most: 3, within_ms: 1000, backoff_ms: 0 }
  const groups = members.length > 0 && pick([true, false, false]) ? [{ id: 'group', members, restart }] : []
  return { ...document, nodes, edges, groups }
}

/** The whole drawing as what is inside a node of another. */
function inside(document: TopologyDocument, kind: 'topology' | 'map'): TopologyDocument {
  const { nodes, edges, groups = [] } = document
  const outputs = nodes.filter((node) => node.kind === 'output').map(({ id }) => id)
  const [port, config] =
    kind === 'map' ? ['out', { of: 'inner', concurrency: 3 }] : [outputs[0], { of: 'inner', outputs }]
  return {
    ...{ synod: 1, name: 'around' },
    nodes: [
      {
        id: 'first',
        kind: 'input',
        at: [0, 0],
        config: { fields: [{ name: 'items', type: 'list' }, { name: 'task' }] },
      },
      { id: 'middle', kind, at: [0, 0], config },
      { id: 'last', kind: 'output', at: [0, 0] },
    ],
    edges: [
      { id: 'into', from: 'first.out', to: 'middle.in' },
      { id: 'onto', from: `middle.${port}`, to: 'last.in' },
    ],
    topologies: [{ id: 'inner', nodes, edges, groups }],
  }
}

/** Random drawings with hosts, folders, clocks, small queues and what strangers wrote; a few inside another. Some do not compile. */
export const riskyDrawings: fc.Arbitrary<TopologyDocument> = fc
  .tuple(
    drawings,
    fc.array(fc.nat({ max: 59 }), { minLength: 40, maxLength: 40 }),
    fc.constantFrom(null, null, 'topology' as const, 'map' as const),
  )
  .map(([document, numbers, around]) => {
    let at = 0
    const pick: Pick = (from) => {
      at = (at + 1) % numbers.length
      return from[(numbers[at] as number) % from.length] as (typeof from)[number]
    }
    const risky = riskier(document, pick)
    return around === null ? risky : inside(risky, around)
  })
