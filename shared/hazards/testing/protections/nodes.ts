import type { DocumentNode, NodePolicy } from '../../../topology/document.ts'
import { splitEnd } from '../../../topology/document.ts'
import type { Body } from '../../../topology/nested.ts'
import { configured, cutOut, defined, onNode, type Removal } from './without.ts'

/** Settings of a node as its kind reads them, defaults filled in. */
export type Settings = Readonly<Record<string, unknown>>
type Find = (node: DocumentNode, settings: Settings, body: Body) => readonly Removal[]

/** What protects in a node, by its kind. */
const BY_KIND: { readonly [kind: string]: Find } = {
  gate: ofGate,
  verifier: (node) => [cutOut(node, 'verifier', 'in', 'pass')],
  command: (node, settings, body) => [...ofEffect(node, settings, body), ...ofNeeds(node, settings)],
  agent: ofAgent,
  vote: ofVote,
  join: (node, { wait, inputs }) =>
    when(wait !== 'any' && size(inputs) > 1, configured(node, 'join waits', { wait: 'any' })),
  map: (node, { failed }) =>
    when(failed === 'collect', configured(node, 'failures collected', { failed: 'fail' })),
  store: (node, { mode }) =>
    when(
      mode !== 'last-write-wins',
      configured(node, String(mode), { mode: 'last-write-wins', expiry_ms: undefined }),
    ),
  repo: (node, { check }) => when(size(check) > 0, configured(node, 'check of merges', { check: [] })),
  timer: (node, { mode, count }) => [
    ...when(mode === 'watchdog', cutOut(node, 'watchdog', 'in', 'out')),
    ...when(mode === 'interval' && count !== 0, configured(node, 'end of an interval', { count: 0 })),
  ],
}

export function ofNode(node: DocumentNode, settings: Settings, body: Body): readonly Removal[] {
  return [...(BY_KIND[node.kind]?.(node, settings, body) ?? []), ...ofPolicy(node)]
}

function ofGate(
  node: DocumentNode,
  { approvers, needed, deadline_ms, default: silent, show }: Settings,
): readonly Removal[] {
  const asked = typeof approvers === 'number' ? approvers : size(approvers)
  const timed = deadline_ms !== undefined
  return [
    cutOut(node, 'gate', 'in', 'approved'),
    ...when((needed ?? asked) !== 1, configured(node, 'approvals', { needed: 1 })),
    ...when(timed, configured(node, 'deadline of a gate', { deadline_ms: undefined })),
    ...when(
      timed && silent !== 'approve',
      configured(node, 'silence is no approval', { default: 'approve' }),
    ),
    ...when(size(show) > 0, configured(node, 'what a gate shows', { show: [] })),
  ]
}

/** What a command does by itself is done once, unless it works in a worktree. */
function ofEffect(node: DocumentNode, settings: Settings, body: Body): readonly Removal[] {
  const repos = new Set(body.nodes.filter(({ kind }) => kind === 'repo').map(({ id }) => id))
  const inRepo = body.edges.some(({ from, to }) => splitEnd(from).node === node.id && repos.has(to))
  const once = settings['class'] === 'once' || (settings['class'] === 'auto' && !inRepo)
  return [
    ...when(once, configured(node, 'effect class', { class: 'idempotent', probe: [], doubtful: [] })),
    ...when(size(settings['probe']) > 0, configured(node, 'probe', { probe: [] })),
    ...when(size(settings['doubtful']) > 0, configured(node, 'doubtful exits', { doubtful: [] })),
  ]
}

function ofNeeds(node: DocumentNode, { needs }: Settings): readonly Removal[] {
  return when(size(needs) > 0, configured(node, 'settled decisions', { needs: [] }))
}

interface Tool {
  readonly class?: string
  readonly approve?: string
}

function ofAgent(node: DocumentNode, settings: Settings): readonly Removal[] {
  const { tools, output, ask_person } = settings
  const drawn = (node.config?.['tools'] ?? []) as readonly Tool[]
  const each = (change: (tool: Tool) => Tool): Settings => ({ tools: drawn.map(change) })
  const some = (holds: (tool: Tool) => boolean): boolean => (tools as readonly Tool[]).some(holds)
  return [
    ...when(
      some((tool) => tool.class === 'once'),
      configured(
        node,
        'class of a tool',
        each((tool) => (tool.class === 'once' ? { ...tool, class: 'idempotent' } : tool)),
      ),
    ),
    ...when(
      some((tool) => tool.approve === 'ask'),
      configured(
        node,
        'approval of a tool',
        each((tool) => ({ ...tool, approve: 'auto' })),
      ),
    ),
    ...when(
      Object.keys(output as object).length > 0,
      configured(node, 'schema of an answer', { output: {} }),
    ),
    ...when(ask_person === true, configured(node, 'question to a person', { ask_person: false, script: [] })),
    ...ofNeeds(node, settings),
  ]
}

function ofVote(node: DocumentNode, { rule, faults, f, deadline_ms, groups }: Settings): readonly Removal[] {
  return [
    configured(node, 'rule of a vote', { rule: 'quorum', quorum: 1, f: 0 }),
    ...when(faults === 'byzantine', configured(node, 'wrong voters counted', { faults: 'crash', f })),
    ...when(f !== 0, configured(node, 'faulty voters', { f: 0 })),
    ...when(rule === 'unanimous', configured(node, 'all agree', { rule: 'majority' })),
    ...when(deadline_ms !== 0, configured(node, 'deadline of a vote', { deadline_ms: 0 })),
    ...when(size(groups) > 0, configured(node, 'groups of voters', { groups: [] })),
  ]
}

const POLICIES = {
  attempts: 'further attempts',
  timeout_ms: 'time limit',
  first_chunk_ms: 'limit to the first word',
  chunk_ms: 'limit between words',
  takeover: 'takeover',
  dead_letter: 'dead letter',
  jitter: 'jitter',
} as const satisfies { readonly [key in keyof NodePolicy]?: string }

function ofPolicy(node: DocumentNode): readonly Removal[] {
  const { policy = {} } = node
  const without = (key: keyof NodePolicy): ((one: DocumentNode) => DocumentNode) => {
    return (one) => ({ ...one, policy: defined({ ...one.policy, [key]: undefined }) })
  }
  const drawn = Object.keys(POLICIES) as (keyof typeof POLICIES)[]
  return drawn
    .filter((key) => policy[key] !== undefined && policy[key] !== false && policy[key] !== 0)
    .filter((key) => key !== 'attempts' || (policy.attempts ?? 1) > 1)
    .map((key) => onNode(node, POLICIES[key], without(key)))
}

function size(list: unknown): number {
  return Array.isArray(list) ? list.length : 0
}

function when(holds: boolean, removal: Removal): readonly Removal[] {
  return holds ? [removal] : []
}
