import type { Json } from '../../../shared/topology/payload.ts'
import type { Change } from './change.ts'
import { GitError, git, gitLine } from './git.ts'
import { BRANCH } from './open.ts'

export interface CommitRequest {
  /** The client's id; it is named as the author. */
  readonly author: string
  /** The files, on the commit that they were made from. */
  readonly change: Change
  /** What the repository knows as its newest. */
  readonly head: Change
  /** What the client says that it did; the commit's message is taken from it. */
  readonly result: Json
}

export type CommitAnswer =
  | { readonly type: 'committed'; readonly change: Change }
  /** Nothing to commit: the head stands. */
  | { readonly type: 'unchanged' }
  | { readonly type: 'conflict'; readonly files: readonly string[] }

const ATTEMPTS = 8
const EMAIL = 'synod@localhost'

/**
 * Commits a tree and moves the branch by compare-and-swap, merging where it has moved on. Everything in the commit
 * comes from the request, its date too, so that a second execution makes the same commit and finds it in place.
 */
export async function commitChange(request: CommitRequest): Promise<CommitAnswer> {
  const { change, author } = request
  const repository = change.repository
  const [base] = await commitsAt(repository, [change.commit])
  if (base === undefined || base.tree === change.tree) return { type: 'unchanged' }
  const made = await makeCommit(repository, change.tree, [base], author, subjectOf(request))
  let head = request.head.commit
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const next = head === base.id ? made : await mergeOnto(repository, head, made, author)
    if ('type' in next) return next
    if (await moveBranch(repository, head, next.id)) {
      return { type: 'committed', change: { repository, commit: next.id, tree: next.tree } }
    }
    head = await gitLine(['rev-parse', '--verify', BRANCH], { gitDir: repository })
  }
  throw new GitError(
    'update-ref',
    `the branch of ${repository} moved ${ATTEMPTS} times while a commit was made`,
  )
}

type Conflict = Extract<CommitAnswer, { type: 'conflict' }>

interface Commit {
  readonly id: string
  readonly tree: string
  /** Seconds since 1970. */
  readonly at: number
}

async function commitsAt(repository: string, ids: readonly string[]): Promise<readonly Commit[]> {
  const shown = await git(['show', '-s', '--format=%H %T %ct', '--end-of-options', ...ids], {
    gitDir: repository,
  })
  return shown.text
    .trim()
    .split('\n')
    .map((line) => {
      const [id = '', tree = '', at] = line.split(' ')
      return { id, tree, at: Number(at) }
    })
}

async function mergeOnto(
  repository: string,
  head: string,
  made: Commit,
  author: string,
): Promise<Commit | Conflict> {
  const here = { gitDir: repository }
  const parents = await commitsAt(repository, [head])
  // An earlier execution may have come this far: what the branch already holds is not merged again.
  const held = await git(['merge-base', '--is-ancestor', made.id, head], { ...here, accept: [0, 1] })
  if (held.exit === 0 && parents[0] !== undefined) return parents[0]
  const merged = await git(
    ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', head, made.id],
    {
      ...here,
      accept: [0, 1],
    },
  )
  const [tree = '', ...files] = merged.text.split('\0').filter((part) => part !== '')
  if (merged.exit === 1) return { type: 'conflict', files: [...new Set(files)] }
  return makeCommit(repository, tree.trim(), [...parents, made], author, `Merge ${author}`)
}

/** True when the branch is at `next`, by this call or an earlier one; false when it was at neither. */
async function moveBranch(repository: string, from: string, next: string): Promise<boolean> {
  if (from === next) return true
  try {
    await git(['update-ref', '-m', 'synod', BRANCH, next, from], { gitDir: repository })
    return true
  } catch (thrown) {
    if (!(thrown instanceof GitError)) throw thrown
    return (await gitLine(['rev-parse', '--verify', BRANCH], { gitDir: repository })) === next
  }
}

async function makeCommit(
  repository: string,
  tree: string,
  parents: readonly Commit[],
  author: string,
  subject: string,
): Promise<Commit> {
  const at = Math.max(...parents.map((parent) => parent.at)) + 1
  const date = `${at} +0000`
  const env = {
    GIT_AUTHOR_NAME: author,
    GIT_AUTHOR_EMAIL: EMAIL,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: 'Synod',
    GIT_COMMITTER_EMAIL: EMAIL,
    GIT_COMMITTER_DATE: date,
  }
  const named = parents.flatMap((parent) => ['-p', parent.id])
  const made = { gitDir: repository, env, input: `${subject}\n` }
  return { id: await gitLine(['commit-tree', tree, ...named], made), tree, at }
}

const LONGEST = 72

function subjectOf(request: CommitRequest): string {
  const said = firstWords(request.result)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  const subject = said === '' ? `${request.author}: change` : `${request.author}: ${said}`
  return subject.length > LONGEST ? `${subject.slice(0, LONGEST - 1).trimEnd()}…` : subject
}

function firstWords(result: Json): string {
  if (typeof result === 'string') return result.trim().split('\n')[0] ?? ''
  if (typeof result !== 'object' || result === null || Array.isArray(result)) return ''
  const fields = result as { readonly [key: string]: Json }
  for (const name of ['summary', 'message', 'title', 'answer']) {
    const value = fields[name]
    if (typeof value === 'string') return firstWords(value)
  }
  return ''
}
