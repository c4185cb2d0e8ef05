import type { Ask, BehaviourInput, Bound, Reaction } from '../../topology/kind.ts'
import { inlineText, type Outcome, type Payload, type Ref } from '../../topology/payload.ts'
import { letGo } from '../define.ts'
import { CAPTURE } from '../exec.ts'
import { CHANGE, CONFLICT } from '../session.ts'
import type { RepoConfig } from './config.ts'
import type { Merging, Open, Opening, Pending, RepoLocal } from './state.ts'

/**
 * One change's way to the branch. Without a check it is merged and the branch moved in one effect. With one: merge
 * aside, check the merged tree, move the branch. The branch is moved by compare-and-swap from the head that was merged
 * onto; where it had moved, the change is merged again onto what is there.
 */
export const COMMIT = 'commit'
export const MERGE = 'merge'
export const CHECK = 'check'
export const MOVE = 'move'

/** Something that moves the branch this often while one change is merged will not let it in. */
export const MOST_MOVES = 8

type Request = Extract<BehaviourInput, { type: 'request' }>

/** Answers a checkout at once; a change is merged when its turn comes. */
export function serveRequest(
  bound: Bound<RepoConfig>,
  local: Open | Merging,
  input: Request,
): Reaction<RepoLocal> {
  const { client, tag, payload } = input
  if (input.kind === 'repo.checkout') {
    const change = payload[CHANGE] ?? local.head
    return { local, reply: [{ client, tag, outcome: { tag: 'ok', control: {}, refs: { change } } }] }
  }
  const pending = { client, tag, payload }
  if (local.phase === 'open') return merge(bound, local.head, pending, [], local.again)
  return { local: { ...local, queue: [...(local.queue ?? []), pending] } }
}

/** A change whose turn has not come leaves the queue; what is being merged comes to its end. */
export function recallRequest(
  local: Merging,
  request: { readonly client: string; readonly tag: string },
): Reaction<RepoLocal> {
  const { queue = [], ...rest } = local
  const { left, reply } = letGo(queue, request)
  return { local: left.length === 0 ? rest : { ...rest, queue: left }, reply }
}

function merge(
  bound: Bound<RepoConfig>,
  head: Ref,
  pending: Pending,
  queue: readonly Pending[],
  again: Opening | undefined,
): Reaction<RepoLocal> {
  const local: Merging = {
    phase: 'committing',
    head,
    pending,
    ...(queue.length === 0 ? {} : { queue }),
    ...(again === undefined ? {} : { again }),
  }
  const [tag, kind] =
    bound.config.check.length === 0 ? ([COMMIT, 'git.commit'] as const) : ([MERGE, 'git.merge'] as const)
  return { local, ask: [askFor(tag, kind, pending, { ...pending.payload, head })] }
}

function askFor(
  tag: string,
  kind: Ask['kind'],
  { client }: Pending,
  payload: { readonly [field: string]: Payload },
): Ask {
  return { tag, kind, class: 'idempotent', control: { node: client }, payload, activation: '' }
}

export function onMerging(
  bound: Bound<RepoConfig>,
  local: Merging,
  tag: string,
  outcome: Outcome,
): Reaction<RepoLocal> {
  if (tag === CHECK) return checked(bound, local, outcome)
  switch (outcome.tag) {
    case 'ok': {
      const change = outcome.refs[CHANGE] as Ref
      if (tag === MERGE) return { local: { ...local, merged: change }, ask: [checkAsk(local, change)] }
      return end(bound, { ...local, head: change }, ok(change))
    }
    case 'unchanged':
      return end(bound, local, ok(local.head))
    case 'moved':
      return mergeAgain(bound, { ...local, head: outcome.refs[CHANGE] as Ref })
    default:
      return end(bound, local, textualConflict(local, outcome))
  }
}

function ok(change: Ref): Outcome {
  return { tag: 'ok', control: {}, refs: { change } }
}

/** The check of the merged files, in a worktree of the repository's own. */
function checkAsk(local: Merging, merged: Ref): Ask {
  const { client, payload = {} } = local.pending
  const result = payload['result'] ?? {}
  return {
    tag: CHECK,
    kind: 'process.exec',
    class: 'idempotent',
    control: { node: client, check: true, [CAPTURE]: false },
    payload: { in: { result, change: merged }, tree: merged },
    activation: '',
  }
}

function checked(bound: Bound<RepoConfig>, local: Merging, outcome: Outcome): Reaction<RepoLocal> {
  const merged = local.merged as Ref
  if (outcome.tag === 'ok') {
    const payload = { head: local.head, change: merged }
    return { local, ask: [askFor(MOVE, 'git.move', local.pending, payload)] }
  }
  return end(bound, local, semanticConflict(local, merged, outcome.refs['result'] as Payload))
}

function mergeAgain(bound: Bound<RepoConfig>, local: Merging): Reaction<RepoLocal> {
  const { pending, head, queue = [], again } = local
  const moves = (pending.moves ?? 0) + 1
  if (pending.payload === undefined || moves >= MOST_MOVES)
    return endFailed(bound, local, inlineText(`The branch moved ${moves} times while the change was merged`))
  return merge(bound, head, { ...pending, moves }, queue, again)
}

/** Both sides of each file go with it, so that whoever it is sent to can settle it. */
function textualConflict({ head }: Merging, { refs }: Outcome): Outcome {
  const { error = '', files, mine } = refs
  const conflict = { type: inlineText('textual'), summary: error, ...defined({ files, mine }) }
  return { tag: 'conflict', control: {}, refs: { error, [CHANGE]: head, [CONFLICT]: conflict } }
}

const UNFIT = 'The change merges, but what comes of it does not pass the check of the repository'

/** Every line of both fits, and yet the whole does not pass: only a check can tell. */
function semanticConflict({ head }: Merging, merged: Ref, report: Payload): Outcome {
  const summary = inlineText(UNFIT)
  const conflict = { type: inlineText('semantic'), summary, report, merged }
  return {
    tag: 'semantic-conflict',
    control: {},
    refs: { error: summary, [CHANGE]: head, [CONFLICT]: conflict },
  }
}

function defined(fields: { readonly [field: string]: Payload | undefined }): { [field: string]: Payload } {
  const kept: { [field: string]: Payload } = {}
  for (const [field, value] of Object.entries(fields)) if (value !== undefined) kept[field] = value
  return kept
}

/** No outcome at all: its client's to deal with. */
export function endFailed(bound: Bound<RepoConfig>, local: Merging, error: Ref): Reaction<RepoLocal> {
  return end(bound, local, { tag: 'failed', control: {}, refs: { error } })
}

/** Tells the client and takes up the next change. */
function end(bound: Bound<RepoConfig>, local: Merging, outcome: Outcome): Reaction<RepoLocal> {
  const { head, pending, queue = [], again } = local
  const reply = [{ client: pending.client, tag: pending.tag, outcome }]
  const [next, ...rest] = queue
  if (next !== undefined) return { ...merge(bound, head, next, rest, again), reply }
  return { local: { phase: 'open', head, ...(again === undefined ? {} : { again }) }, reply }
}
