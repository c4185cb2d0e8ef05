import type { Change } from './change.ts'
import { GitError, git, gitLine } from './git.ts'
import { makeMerge } from './make-commit.ts'
import { mergeTrees } from './merge-trees.ts'
import { BRANCH } from './open.ts'

/** Somebody set the branch to what does not fit with what this run has merged; a person must say which is right. */
export class SetBack extends Error {}

export type MoveAnswer =
  | { readonly type: 'at'; readonly change: Change }
  /** The branch was neither at the old commit nor at the new one. It is at this change, which holds the old one. */
  | { readonly type: 'moved'; readonly change: Change }

const ATTEMPTS = 8

/** Moves the branch by compare-and-swap. Asked again it finds the branch in place. */
export async function moveBranch(from: Change, to: Change): Promise<MoveAnswer> {
  const { repository } = to
  if (from.commit === to.commit) return { type: 'at', change: to }
  let refusal = await swap(repository, from.commit, to.commit)
  for (let attempt = 1; refusal !== null; attempt += 1) {
    const there = await branchAt(repository)
    if (there === to.commit) break
    if (there !== from.commit) return { type: 'moved', change: await keepMerged(from) }
    // It was only held for a moment, unless it goes on so.
    if (attempt === ATTEMPTS) throw refusal
    refusal = await swap(repository, from.commit, to.commit)
  }
  return { type: 'at', change: to }
}

function branchAt(repository: string): Promise<string> {
  return gitLine(['rev-parse', '--verify', BRANCH], { gitDir: repository })
}

/** Null when it was moved; else why it was not. */
async function swap(repository: string, from: string, to: string): Promise<GitError | null> {
  try {
    await git(['update-ref', '-m', 'synod', BRANCH, to, from], { gitDir: repository })
    return null
  } catch (thrown) {
    if (thrown instanceof GitError) return thrown
    throw thrown
  }
}

/** Where the branch stands. What was merged and is not in it any more is merged into it: no one's change gets lost. */
async function keepMerged(known: Change): Promise<Change> {
  const { repository } = known
  const here = { gitDir: repository }
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const there = await branchAt(repository)
    const tree = await gitLine(['rev-parse', `${there}^{tree}`], here)
    const held = await git(['merge-base', '--is-ancestor', known.commit, there], { ...here, accept: [0, 1] })
    if (held.exit === 0) return { repository, commit: there, tree }
    const merged = await mergeTrees(repository, there, known.commit)
    if (merged.type === 'conflict') {
      const words = `The branch of ${repository} was set to ${there}, which does not fit with ${known.commit}, that this run has merged`
      throw new SetBack(`${words}: set it back to that commit, or merge the two there`)
    }
    const both = await makeMerge(repository, merged.tree, [there, known.commit], 'synod')
    if ((await swap(repository, there, both)) === null) return { repository, commit: both, tree: merged.tree }
  }
  throw new GitError(
    'update-ref',
    `the branch of ${repository} moved ${ATTEMPTS} times while it was followed`,
  )
}
