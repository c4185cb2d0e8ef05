import type { Json } from '../../../shared/topology/payload.ts'
import { moveBranch } from './branch.ts'
import type { Change } from './change.ts'
import { type ConflictFile, readConflict } from './conflict.ts'
import { git } from './git.ts'
import { type CommitFacts, factsOfCommits, makeCommit } from './make-commit.ts'
import { mergeTrees } from './merge-trees.ts'
import { folderName } from './places.ts'

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

export type MergeAnswer =
  | { readonly type: 'merged'; readonly change: Change }
  /** Nothing to commit: the head stands. */
  | { readonly type: 'unchanged' }
  /** `mine` is the client's own commit, which stays where it is. */
  | { readonly type: 'conflict'; readonly files: readonly ConflictFile[]; readonly mine: Change }

export type CommitAnswer = MergeAnswer | { readonly type: 'moved'; readonly change: Change }

/** Commits a tree, merges it onto the head where it did not start from it, and moves the branch there. */
export async function commitChange(request: CommitRequest): Promise<CommitAnswer> {
  const merged = await mergeChange(request)
  if (merged.type !== 'merged') return merged
  const moved = await moveBranch(request.head, merged.change)
  return moved.type === 'moved' ? moved : merged
}

/** The same, with the branch left where it is. A second execution makes the same commits. */
export async function mergeChange(request: CommitRequest): Promise<MergeAnswer> {
  const { change, author, head } = request
  const { repository } = change
  const [base, top] = await factsOfCommits(repository, [change.commit, head.commit])
  if (base === undefined || top === undefined || base.tree === change.tree) return { type: 'unchanged' }
  const id = await makeCommit(repository, change.tree, [base], author, subjectOf(request))
  const mine = { id, tree: change.tree, at: base.at + 1 }
  const merging: Promise<MergeAnswer> =
    base.id === top.id
      ? Promise.resolve({ type: 'merged', change: changeAt(repository, mine) })
      : mergeOnto(repository, top, mine, author)
  const [merged] = await Promise.all([merging, setOwnBranch(repository, author, id)])
  return merged
}

/**
 * The branch of one worker, at its latest own commit, merged or not: there for people, and so that a change that did
 * not fit is kept. Nobody else writes it and nothing is read from it, so it needs no comparison.
 */
async function setOwnBranch(repository: string, author: string, commit: string): Promise<void> {
  const branch = `refs/heads/by/${folderName(author)}`
  await git(['update-ref', '-m', 'synod', branch, commit], { gitDir: repository })
}

function changeAt(repository: string, { id, tree }: Pick<CommitFacts, 'id' | 'tree'>): Change {
  return { repository, commit: id, tree }
}

async function mergeOnto(
  repository: string,
  head: CommitFacts,
  mine: CommitFacts,
  author: string,
): Promise<MergeAnswer> {
  const merged = await mergeTrees(repository, head.id, mine.id)
  if (merged.type === 'conflict') {
    const files = await readConflict(repository, merged.tree, merged.files)
    return { type: 'conflict', files, mine: changeAt(repository, mine) }
  }
  // An earlier execution may have come this far: what the branch already holds is not merged again.
  if (merged.tree === head.tree && (await holds(repository, head.id, mine.id)))
    return { type: 'merged', change: changeAt(repository, head) }
  const id = await makeCommit(repository, merged.tree, [head, mine], author, `Merge ${author}`)
  return { type: 'merged', change: changeAt(repository, { id, tree: merged.tree }) }
}

async function holds(repository: string, head: string, mine: string): Promise<boolean> {
  const ancestor = ['merge-base', '--is-ancestor', mine, head]
  return (await git(ancestor, { gitDir: repository, accept: [0, 1] })).exit === 0
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
