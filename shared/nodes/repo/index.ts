import { z } from 'zod'
import type { BehaviourInput, Reaction } from '../../topology/kind.ts'
import { fieldsOf, type Outcome, type Payload, type Ref, same } from '../../topology/payload.ts'
import { abstractErrors, anyWrong, classifyError, defineKind, noMigration } from '../define.ts'
import { CHANGE } from '../session.ts'

const schema = z.strictObject({
  /** Folder of the repository, with `{{…}}`. */
  path: z.string().min(1),
  /** Branch or commit to start from; its HEAD when empty. */
  from: z.string().default(''),
})
export type RepoConfig = z.infer<typeof schema>

interface Pending {
  readonly client: string
  readonly tag: string
}

/** Git holds the content; this holds refs to commits, one change at a time: the merge queue. */
type RepoLocal =
  | { readonly phase: 'closed' }
  | { readonly phase: 'opening'; readonly slot: number; readonly activation: string; readonly input: Payload }
  | { readonly phase: 'open'; readonly head: Ref }
  | { readonly phase: 'committing'; readonly head: Ref; readonly pending: Pending }

const REQUESTS = 'requests'

function open(input: Extract<BehaviourInput, { type: 'message' }>): Reaction<RepoLocal> {
  const { slot, activation, payload } = input
  return {
    local: { phase: 'opening', slot, activation, input: payload },
    ask: [
      {
        tag: 'open',
        kind: 'git.open',
        class: 'idempotent',
        control: {},
        payload: { in: payload },
        activation,
      },
    ],
  }
}

function serve(
  local: Extract<RepoLocal, { phase: 'open' }>,
  input: Extract<BehaviourInput, { type: 'request' }>,
): Reaction<RepoLocal> {
  const { client, tag, payload } = input
  if (input.kind === 'repo.checkout') {
    const change = payload[CHANGE] ?? local.head
    return { local, reply: [{ client, tag, outcome: { tag: 'ok', control: {}, refs: { change } } }] }
  }
  return {
    local: { phase: 'committing', head: local.head, pending: { client, tag } },
    ask: [
      {
        tag: 'commit',
        kind: 'git.commit',
        class: 'idempotent',
        control: { node: client },
        payload: { ...payload, head: local.head },
        activation: '',
      },
    ],
  }
}

function settle(local: RepoLocal, outcome: Outcome): Reaction<RepoLocal> {
  if (local.phase === 'opening') {
    const change = outcome.refs[CHANGE] as Ref
    const payload = { ...fieldsOf(local.input), [CHANGE]: change }
    return {
      local: { phase: 'open', head: change },
      send: [{ port: 'opened', payload, activation: local.activation }],
      finished: [local.slot],
    }
  }
  if (local.phase !== 'committing') throw new Error('repo: an outcome that nobody waits for')
  const { client, tag } = local.pending
  const head = outcome.tag === 'ok' ? (outcome.refs[CHANGE] as Ref) : local.head
  // What else the executor says of the commit is no business of the client's state.
  const answer: Outcome = { tag: outcome.tag, control: {}, refs: outcome.refs }
  return { local: { phase: 'open', head }, reply: [{ client, tag, outcome: answer }] }
}

/** A failed commit is its client's to deal with; a repository that cannot be opened ends the message on the error port. */
function failed(local: RepoLocal, error: Ref): Reaction<RepoLocal> {
  if (local.phase === 'opening') {
    const payload = { ...fieldsOf(local.input), error }
    return {
      local: { phase: 'closed' },
      send: [{ port: 'error', payload, activation: local.activation }],
      finished: [local.slot],
    }
  }
  if (local.phase !== 'committing') throw new Error('repo: a failure that nobody waits for')
  const { client, tag } = local.pending
  const outcome: Outcome = { tag: 'conflict', control: {}, refs: { error } }
  return { local: { phase: 'open', head: local.head }, reply: [{ client, tag, outcome }] }
}

export const repoKind = defineKind<RepoConfig, RepoLocal>({
  kind: 'repo',
  look: { label: 'Repository', hint: 'git', family: 'state', outline: 'repo', icon: 'git-branch' },
  help: {
    summary: 'A git repository that the team works on, each worker in a worktree of its own.',
    paragraphs: [
      'A run works in a clone; the checkout you gave is never written. Workers are joined to it by dashed edges that say what they may do: read, write, or both.',
      'Changes are merged one at a time. Each message that follows carries {{in.change}}: repository, commit and tree.',
    ],
  },
  schema,
  form: [
    {
      title: 'Repository',
      fields: [
        { type: 'text', key: 'path', label: 'Folder', hint: 'A path, or {{in.field}} from the message' },
        { type: 'text', key: 'from', label: 'Start from', hint: 'Branch or commit; empty: its HEAD' },
      ],
    },
  ],
  stateVersion: 1,
  resource: true,
  defaultPolicy: { timeout_ms: 300_000 },
  fresh: () => ({ path: '{{in.repository}}', from: '' }),
  caption: (config) => config.path.replaceAll(/\{\{\s*(?:in\.)?([^}]*?)\s*\}\}/g, '$1'),
  fact: () => 'merge queue on',
  ports: () => ({ in: [{ name: 'open' }], out: [{ name: 'opened' }, { name: 'error', error: true }] }),
  initial: () => ({ phase: 'closed' }),
  ready: (_bound, local) => (local.phase === 'closed' ? ['open'] : local.phase === 'open' ? [REQUESTS] : []),
  react(_bound, local, input) {
    switch (input.type) {
      case 'message':
        return open(input)
      case 'request':
        if (local.phase !== 'open') throw new Error('repo: a request while it is not open')
        return serve(local, input)
      case 'outcome':
        return settle(local, input.outcome)
      case 'failed':
        return failed(local, input.error)
      default:
        throw new Error(`repo: unexpected ${input.type}`)
    }
  },
  rest: (_bound, local) => local.phase === 'closed' || local.phase === 'open',
  outcomes(_bound, effect, facts) {
    if (effect.kind === 'git.open')
      return [{ tag: 'ok', control: {}, refs: { change: 'keyed' }, fault: null }, ...abstractErrors(effect)]
    const wrong = anyWrong(effect, facts)
    const ok = { tag: 'ok', control: {}, refs: { change: 'keyed' }, wrong, fault: null } as const
    const conflict = { tag: 'conflict', control: {}, refs: { error: 'opaque' }, fault: null } as const
    // What starts from the newest change cannot conflict with it.
    const current =
      typeof effect.payload['tree'] === 'string' &&
      same(effect.payload['tree'], effect.payload['head'] as Ref)
    return current ? [ok, ...abstractErrors(effect)] : [ok, conflict, ...abstractErrors(effect)]
  },
  classify: (_bound, effect, outcome) =>
    outcome.tag === 'error' ? classifyError(effect, outcome) : { ...outcome, control: {} },
  migrate: noMigration('repo'),
})
