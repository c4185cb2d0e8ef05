import fc from 'fast-check'
import { kinds } from '../../nodes/index.ts'
import { compile } from '../../topology/compile.ts'
import { controllerSchema, groupSchema } from '../../topology/controls.ts'
import type { DocumentEdge, DocumentNode, NodePolicy, TopologyDocument } from '../../topology/document.ts'
import { drawings } from './drawings.ts'

/** What is added to a drawing so that everything that can go wrong with controllers and groups may. */
interface Added {
  readonly controllers: readonly number[]
  readonly restart: number
  readonly policies: readonly number[]
  readonly deadline: number
}

const CONTROLLERS = [
  { type: 'bulkhead', at_once: 1 },
  { type: 'bulkhead', at_once: 2 },
  { type: 'breaker', failures: 1, cooldown_ms: 5, open: 'wait' },
  { type: 'breaker', failures: 1, cooldown_ms: 5, open: 'refuse' },
  { type: 'rate', starts: 1, per_ms: 5 },
  { type: 'budget', steps: 4 },
  { type: 'budget', retries: 1 },
  { type: 'budget', wall_ms: 50 },
] as const

const STRATEGIES = ['one-for-one', 'all-for-one', 'rest-for-one'] as const

const POLICIES: readonly NodePolicy[] = [
  {},
  {},
  { dead_letter: true },
  { chunk_ms: 20, attempts: 2 },
  { takeover: true, attempts: 2, backoff_ms: 5 },
]

const WORKERS: ReadonlySet<string> = new Set(['agent', 'command', 'verifier'])

function pick<T>(list: readonly T[], at: number): T {
  return list[at % list.length] as T
}

/** Adds what was picked; what the checks refuse is left out again, so that every drawing compiles. */
function control(document: TopologyDocument, added: Added): TopologyDocument {
  const workers = document.nodes.filter(({ kind }) => WORKERS.has(kind)).map(({ id }) => id)
  if (workers.length === 0) return document
  const nodes = document.nodes.map((node, at): DocumentNode => {
    const policy = pick(POLICIES, added.policies[at % Math.max(1, added.policies.length)] ?? 0)
    const { timeout_ms, ...rest } = { ...node.policy, ...policy }
    // Limits that contradict each other are refused, so the longer one goes.
    const limit = policy.chunk_ms === undefined && timeout_ms !== undefined ? { timeout_ms } : {}
    return WORKERS.has(node.kind) ? { ...node, policy: { ...rest, ...limit } } : node
  })
  const taken = new Set(document.edges.map(({ from }) => from))
  const sound = nodes.map((node) => {
    const { dead_letter, ...policy } = node.policy ?? {}
    return dead_letter === true && taken.has(`${node.id}.error`) ? { ...node, policy } : node
  })
  const edges = document.edges.map(
    (edge, at): DocumentEdge =>
      at === added.deadline && edge.access === undefined
        ? { ...edge, policy: { ...edge.policy, deadline_ms: 30 } }
        : edge,
  )
  const controllers = added.controllers.map((one, at) =>
    controllerSchema.parse({
      ...pick(CONTROLLERS, one),
      id: `k${at}`,
      nodes: [...new Set([pick(workers, one), pick(workers, at)])],
    }),
  )
  const restart = { strategy: pick(STRATEGIES, added.restart), most: 2, within_ms: 40, backoff_ms: 1 }
  const groups =
    added.restart % 4 === 0 ? [] : [groupSchema.parse({ id: 'g', members: workers.slice(0, 2), restart })]
  return { ...document, nodes: sound, edges, controllers, groups }
}

const added: fc.Arbitrary<Added> = fc.record({
  controllers: fc.array(fc.noBias(fc.nat()), { maxLength: 3 }),
  restart: fc.noBias(fc.nat()),
  policies: fc.array(fc.noBias(fc.nat()), { minLength: 1, maxLength: 5 }),
  deadline: fc.nat({ max: 6 }),
})

/** Random drawings with controllers, groups, dead letters, silence, takeovers and deadlines. */
export const controlledDrawings: fc.Arbitrary<TopologyDocument> = fc
  .tuple(drawings, added)
  .map(([document, more]) => control(document, more))
  .filter((document) => compile(document, kinds).ok)
