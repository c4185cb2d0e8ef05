import fc from 'fast-check'
import { kinds } from '../../nodes/index.ts'
import { compile } from '../../topology/compile.ts'
import {
  type DocumentEdge,
  type DocumentNode,
  type EdgePolicy,
  type NodePolicy,
  splitEnd,
  type TopologyDocument,
} from '../../topology/document.ts'
import { findLoops } from '../../topology/loops.ts'
import type { Plan } from '../../topology/plan.ts'

/** A worker or control node before it is wired; picks are taken modulo what there is to choose from. */
interface Sketched {
  readonly kind: 'agent' | 'command' | 'verifier' | 'router' | 'join' | 'gate' | 'vote' | 'timer'
  readonly config: Record<string, unknown>
  readonly policy: NodePolicy
  /** Where each of its inputs comes from. */
  readonly from: readonly number[]
  /** Further edges from the start, so that there is something to wait in queues. */
  readonly burst: number
  readonly access: 'none' | 'read' | 'write' | 'read-modify-write'
  /** What a command shares with others, over an edge of that access. */
  readonly shares: 'nothing' | 'keys' | 'needs' | 'decides'
}

interface Extra {
  readonly from: number
  readonly to: number
}

/** Small numbers are no better choices than large ones. */
const choice = fc.noBias(fc.nat())

const tool = { name: 'look', run: ['look'], class: 'once' }
const configs: fc.Arbitrary<Pick<Sketched, 'kind' | 'config'>> = fc.oneof(
  fc
    .record({
      turns: fc.constantFrom(1, 2),
      tools: fc.constantFrom([], [{ ...tool, class: 'auto' }], [tool]),
    })
    .map((config) => ({ kind: 'agent' as const, config })),
  fc
    .constantFrom('auto', 'pure', 'idempotent', 'once', 'once')
    .map((effect) => ({ kind: 'command' as const, config: { run: ['do'], class: effect } })),
  fc.constant({ kind: 'verifier' as const, config: { run: ['check'] } }),
  fc
    .constantFrom(
      [{ port: 'again', when: 'true' }],
      [
        { port: 'again', when: 'a' },
        { port: 'left', when: 'b' },
      ],
    )
    .map((cases) => ({ kind: 'router' as const, config: { cases } })),
  fc
    .constantFrom('all', 'any')
    .map((wait) => ({ kind: 'join' as const, config: { inputs: ['a', 'b'], wait } })),
  fc.constant({ kind: 'gate' as const, config: { ask: 'Go on?' } }),
  fc
    .constantFrom(
      { rule: 'quorum', quorum: 1 },
      { rule: 'unanimous', deadline_ms: 50 },
      { rule: 'unanimous', equal: 'judge' },
    )
    .map((rule) => ({ kind: 'vote' as const, config: { inputs: ['a', 'b'], ...rule } })),
  fc
    .constantFrom({}, { mode: 'interval', count: 2 }, { mode: 'watchdog' })
    .map((config) => ({ kind: 'timer' as const, config: { wait_ms: 50, ...config } })),
)

const nodePolicies: fc.Arbitrary<NodePolicy> = fc.record({
  attempts: fc.constantFrom(1, 2),
  backoff_ms: fc.constant(10),
  timeout_ms: fc.constant(100),
})

const edgePolicies: fc.Arbitrary<EdgePolicy> = fc.constantFrom<EdgePolicy>(
  { rounds: 1 },
  { rounds: 1, capacity: 1 },
  { rounds: 1, capacity: 1 },
  { rounds: 2, capacity: 1 },
  { rounds: 1, capacity: 1, full: 'reject' },
  { rounds: 1, capacity: 1, full: 'drop-oldest' },
  { rounds: 1, order: 'any' },
  { rounds: 1, delivery: 'at-most-once' },
  { rounds: 1, capacity: 2, order: 'any' },
  { rounds: 1, contract: { type: 'object' } },
)

const sketched: fc.Arbitrary<Sketched> = fc
  .tuple(
    configs,
    fc.record({
      policy: fc.oneof(fc.constant<NodePolicy>({}), nodePolicies, nodePolicies),
      burst: fc.constantFrom(0, 0, 1, 3),
      from: fc.array(choice, { minLength: 2, maxLength: 2 }),
      shares: fc.constantFrom(
        'nothing' as const,
        'keys' as const,
        'keys' as const,
        'needs' as const,
        'decides' as const,
      ),
      access: fc.constantFrom(
        'none' as const,
        'read' as const,
        'write' as const,
        'read-modify-write' as const,
      ),
    }),
  )
  .map(([config, rest]) => ({ ...config, ...rest }))

const SHARING: Readonly<Record<Sketched['shares'], Record<string, unknown>>> = {
  nothing: {},
  keys: { reads: ['value'], updates: [{ key: 'value' }] },
  needs: { needs: ['topic'] },
  decides: { decides: ['topic'] },
}

const stores: fc.Arbitrary<Record<string, unknown>> = fc.constantFrom(
  {},
  { mode: 'compare-and-swap' },
  { mode: 'lease', expiry_ms: 50 },
)

function inputsOf(node: DocumentNode): readonly string[] {
  const kind = kinds.get(node.kind)
  if (kind === undefined) throw new Error(`no kind ${node.kind}`)
  return kind.ports(kind.schema.parse(node.config ?? {})).in.map((port) => `${node.id}.${port.name}`)
}

function outputsOf(node: DocumentNode): readonly string[] {
  const kind = kinds.get(node.kind)
  if (kind === undefined) throw new Error(`no kind ${node.kind}`)
  return kind.ports(kind.schema.parse(node.config ?? {})).out.map((port) => `${node.id}.${port.name}`)
}

function pick<T>(list: readonly T[], at: number): T {
  return list[at % list.length] as T
}

/** Wires what was picked: each node behind an earlier one, a few edges anywhere, every way out of a loop to the end. */
function wire(
  nodes: readonly Sketched[],
  extras: readonly Extra[],
  policies: readonly EdgePolicy[],
  store: Record<string, unknown>,
): TopologyDocument {
  const at: [number, number] = [0, 0]
  const usesRepo = nodes.some((node) => node.access !== 'none')
  const drawn: DocumentNode[] = [{ id: 'start', kind: 'input', at }]
  if (usesRepo) drawn.push({ id: 'git', kind: 'repo', at, config: { path: 'x' } })
  const uses = (node: Sketched): Sketched['shares'] =>
    ['command', 'agent'].includes(node.kind) && node.access !== 'none' ? node.shares : 'nothing'
  if (nodes.some((node) => uses(node) === 'keys'))
    drawn.push({ id: 'board', kind: 'store', at, config: store })
  if (nodes.some((node) => ['needs', 'decides'].includes(uses(node))))
    drawn.push({ id: 'book', kind: 'decisions', at })
  const edges: DocumentEdge[] = []
  const add = (from: string, to: string): void => {
    const policy = policies[edges.length % Math.max(1, policies.length)]
    edges.push({ id: `e${edges.length}`, from, to, ...(policy === undefined ? {} : { policy }) })
  }
  if (usesRepo) add('start.out', 'git.open')
  nodes.forEach((node, index) => {
    const sources = drawn.flatMap(outputsOf).filter((port) => !port.endsWith('.error'))
    const one: DocumentNode = {
      id: `n${index}`,
      kind: node.kind,
      at,
      config: { ...node.config, ...SHARING[uses(node)] },
      policy: node.policy,
    }
    drawn.push(one)
    inputsOf(one).forEach((port, place) => {
      add(pick(sources, node.from[place] ?? 0), port)
    })
    for (let more = 0; more < node.burst; more += 1) add('start.out', pick(inputsOf(one), more))
    const client = ['agent', 'command', 'verifier'].includes(node.kind)
    if (client && node.access !== 'none')
      edges.push({ id: `r${index}`, from: one.id, to: 'git', access: node.access })
    if (node.access !== 'none' && uses(node) !== 'nothing')
      edges.push({
        id: `s${index}`,
        from: one.id,
        to: uses(node) === 'keys' ? 'board' : 'book',
        access: node.access,
      })
  })
  drawn.push({ id: 'end', kind: 'output', at })
  const [outs, ins] = [drawn.flatMap(outputsOf), drawn.flatMap(inputsOf)]
  for (const { from, to } of extras) add(pick(outs, from), pick(ins, to))
  // One error in eight fails the run.
  for (const port of outs) if (port.endsWith('.error') && edges.length % 8 !== 0) add(port, 'end.in')
  for (const from of leadBack(drawn, edges)) add(`${from}.exhausted`, 'end.in')
  return { synod: 1, name: 'drawing', nodes: drawn, edges }
}

function leadBack(nodes: readonly DocumentNode[], edges: readonly DocumentEdge[]): ReadonlySet<string> {
  const arcs = edges
    .filter((edge) => edge.access === undefined)
    .map((edge) => ({ from: splitEnd(edge.from).node, to: splitEnd(edge.to).node }))
  const { back } = findLoops(
    nodes.map((node) => node.id),
    arcs,
    'start',
  )
  return new Set([...back.keys()].map((at) => arcs[at]?.from ?? ''))
}

/** Small drawings of every kind, with loops, joins, contracts, full channels and shared state; each compiles. */
export const drawings: fc.Arbitrary<TopologyDocument> = fc
  .tuple(
    fc.array(sketched, { minLength: 1, maxLength: 6 }),
    fc.array(fc.record({ from: choice, to: choice }), { maxLength: 5 }),
    fc.array(edgePolicies, { minLength: 1, maxLength: 4 }),
    stores,
  )
  .map(([nodes, extras, policies, store]) => wire(nodes, extras, policies, store))

export function planOf(document: TopologyDocument): Plan {
  const compiled = compile(document, kinds)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.value
}
