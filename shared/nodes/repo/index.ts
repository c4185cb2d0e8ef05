import type { Ask, BehaviourInput, Bound, Facts, PossibleOutcome, Reaction } from '../../topology/kind.ts'
import { fieldsOf, type Outcome, type Payload, type Ref, same } from '../../topology/payload.ts'
import { abstractErrors, anyWrong, classifyError, defineKind, noMigration } from '../define.ts'
import { classifyExec, commandCaption, execOutcomes } from '../exec.ts'
import { CHANGE } from '../session.ts'
import { type RepoConfig, repoSchema } from './config.ts'
import { repoForm, repoHelp } from './form.ts'
import { endFailed, onMerging, recallRequest, serveRequest } from './merging.ts'
import type { Open, Opening, RepoLocal } from './state.ts'

const REQUESTS = 'requests'
const OPEN = 'open'

type Message = Extract<BehaviourInput, { type: 'message' }>

/** The first message opens it; a later one is let through when it means the same repository. */
function open(local: RepoLocal, { slot, activation, payload }: Message): Reaction<RepoLocal> {
  const opening: Opening = { slot, activation, input: payload }
  if (local.phase === 'closed')
    return { local: { phase: 'opening', ...opening }, ask: [openAsk(opening, { in: payload })] }
  const again = { ...(local as Open), again: opening }
  return { local: again, ask: [openAsk(opening, { in: payload, head: again.head })] }
}

function openAsk({ activation }: Opening, payload: { readonly [field: string]: Payload }): Ask {
  return { tag: OPEN, kind: 'git.open', class: 'idempotent', control: {}, payload, activation }
}

function opened(local: RepoLocal, change: Ref): Reaction<RepoLocal> {
  const { opening, rest } = openingOf(local)
  // Merging went on while it was looked up.
  const head = rest.phase === 'closed' ? change : rest.head
  const payload = { ...fieldsOf(opening.input), [CHANGE]: head }
  return {
    local: rest.phase === 'closed' ? { phase: 'open', head } : rest,
    send: [{ port: 'opened', payload, activation: opening.activation }],
    finished: [opening.slot],
  }
}

function notOpened(local: RepoLocal, error: Ref): Reaction<RepoLocal> {
  const { opening, rest } = openingOf(local)
  const payload = { ...fieldsOf(opening.input), error }
  return {
    local: rest,
    send: [{ port: 'error', payload, activation: opening.activation }],
    finished: [opening.slot],
  }
}

type Rest = Exclude<RepoLocal, { phase: 'opening' }>

/** The message that is being opened for, and the state without it. */
function openingOf(local: RepoLocal): { readonly opening: Opening; readonly rest: Rest } {
  if (local.phase === 'opening') return { opening: local, rest: { phase: 'closed' } }
  const { again, ...rest } = local as Open
  if (again === undefined) throw new Error('repo: an opening that nobody waits for')
  return { opening: again, rest }
}

function onOutcome(bound: Bound<RepoConfig>, local: RepoLocal, tag: string, outcome: Outcome) {
  if (tag === OPEN) return opened(local, outcome.refs[CHANGE] as Ref)
  if (local.phase !== 'committing') throw new Error('repo: an outcome that nobody waits for')
  return onMerging(bound, local, tag, outcome)
}

function onFailed(bound: Bound<RepoConfig>, local: RepoLocal, tag: string, error: Ref) {
  if (tag === OPEN) return notOpened(local, error)
  if (local.phase !== 'committing') throw new Error('repo: a failure that nobody waits for')
  return endFailed(bound, local, error)
}

/** Another hand on the branch is nobody's right in a run's own clone: a fault of the world. */
const MOVED = { tag: 'moved', control: {}, refs: { change: 'keyed' }, fault: 'error' } as const

function mergeOutcomes(effect: Ask, facts: Facts): readonly PossibleOutcome[] {
  const wrong = anyWrong(effect, facts)
  const ok: PossibleOutcome = { tag: 'ok', control: {}, refs: { change: 'keyed' }, wrong, fault: null }
  const moved = effect.kind === 'git.commit' ? [MOVED] : []
  const unchanged: readonly PossibleOutcome[] =
    effect.kind === 'git.merge' ? [{ tag: 'unchanged', control: {}, refs: {}, fault: null }] : []
  const errors = abstractErrors(effect)
  // What starts from the newest change cannot conflict with it.
  const { tree, head } = effect.payload
  if (typeof tree === 'string' && same(tree, head as Ref)) return [ok, ...unchanged, ...moved, ...errors]
  const refs = { error: 'opaque', files: 'opaque', mine: 'opaque' } as const
  const conflict = { tag: 'conflict', control: {}, refs, fault: null } as const
  // Two changes that are each right may be wrong together, at no fault's cost: lines say nothing of meaning.
  const unfit = wrong ? [] : [{ ...ok, wrong: true }]
  return [ok, ...unfit, ...unchanged, conflict, ...moved, ...errors]
}

function outcomesOf(effect: Ask, facts: Facts): readonly PossibleOutcome[] {
  switch (effect.kind) {
    case 'git.commit':
    case 'git.merge':
      return mergeOutcomes(effect, facts)
    case 'git.move': {
      const change = { same: effect.payload[CHANGE] as Ref }
      return [{ tag: 'ok', control: {}, refs: { change }, fault: null }, MOVED, ...abstractErrors(effect)]
    }
    case 'process.exec':
      return execOutcomes(effect, facts, true)
    default: {
      const head = effect.payload['head']
      const change = head === undefined ? 'keyed' : { same: head }
      return [{ tag: 'ok', control: {}, refs: { change }, fault: null }, ...abstractErrors(effect)]
    }
  }
}

export const repoKind = defineKind<RepoConfig, RepoLocal>({
  kind: 'repo',
  look: { label: 'Repository', hint: 'git', family: 'state', outline: 'repo', icon: 'git-branch' },
  help: repoHelp,
  schema: repoSchema,
  form: repoForm,
  stateVersion: 1,
  resource: true,
  defaultPolicy: { timeout_ms: 300_000 },
  fresh: () => ({ path: '{{in.repository}}', from: '', check: [], network: [] }),
  caption: (config) => config.path.replaceAll(/\{\{\s*(?:in\.)?([^}]*?)\s*\}\}/g, '$1'),
  fact: (config) => (config.check.length === 0 ? 'merge queue' : `checks: ${commandCaption(config.check)}`),
  ports: () => ({ in: [{ name: OPEN }], out: [{ name: 'opened' }, { name: 'error', error: true }] }),
  initial: () => ({ phase: 'closed' }),
  ready(_bound, local) {
    if (local.phase === 'closed') return [OPEN]
    if (local.phase === 'opening') return []
    return local.again === undefined ? [OPEN, REQUESTS] : [REQUESTS]
  },
  react(bound, local, input) {
    switch (input.type) {
      case 'message':
        return open(local, input)
      case 'request':
        if (local.phase === 'closed' || local.phase === 'opening')
          throw new Error('repo: a request while it is not open')
        return serveRequest(bound, local, input)
      case 'recall':
        return local.phase === 'committing' ? recallRequest(local, input) : { local }
      case 'outcome':
        return onOutcome(bound, local, input.tag, input.outcome)
      case 'failed':
        return onFailed(bound, local, input.tag, input.error)
      default:
        throw new Error(`repo: unexpected ${input.type}`)
    }
  },
  rest: (_bound, local) => local.phase === 'closed' || (local.phase === 'open' && local.again === undefined),
  outcomes: (_bound, effect, facts) => outcomesOf(effect, facts),
  classify(_bound, effect, outcome) {
    if (effect.kind === 'process.exec') return classifyExec(effect, outcome)
    return outcome.tag === 'error' ? classifyError(effect, outcome) : { ...outcome, control: {} }
  },
  migrate: noMigration('repo'),
})
