import { git, gitLine } from './git.ts'

const EMAIL = 'synod@localhost'

/**
 * Makes a commit. Everything in it comes from what is given, its date too, so that a second execution makes the same
 * commit again.
 */
export async function makeCommit(
  repository: string,
  tree: string,
  parents: readonly CommitFacts[],
  author: string,
  subject: string,
): Promise<string> {
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
  return gitLine(['commit-tree', tree, ...named], { gitDir: repository, env, input: `${subject}\n` })
}

export async function makeMerge(
  repository: string,
  tree: string,
  parents: readonly string[],
  author: string,
): Promise<string> {
  return makeCommit(repository, tree, await factsOfCommits(repository, parents), author, `Merge ${author}`)
}

export interface CommitFacts {
  readonly id: string
  readonly tree: string
  /** Seconds since 1970. */
  readonly at: number
}

/** In the order of the ids. */
export async function factsOfCommits(
  repository: string,
  ids: readonly string[],
): Promise<readonly CommitFacts[]> {
  const shown = await git(['show', '-s', '--format=%H %T %ct', '--end-of-options', ...ids], {
    gitDir: repository,
  })
  const lines = shown.text.trim().split('\n')
  const found = new Map(
    lines.map((line) => {
      const [id = '', tree = '', at] = line.split(' ')
      return [id, { id, tree, at: Number(at) }] as const
    }),
  )
  return ids.flatMap((id) => found.get(id) ?? [])
}
