import { statSync } from 'node:fs'
import { GitError, git } from './git.ts'

export interface RepositoryState {
  readonly path: string
  /** A run can start from it: a repository with a commit and nothing that a clone would leave behind. */
  readonly usable: boolean
  readonly branch: string
  readonly commit: string
  /** Nothing uncommitted. */
  readonly clean: boolean
  /** One sentence for people: what is wrong and what to do, or where it stands. */
  readonly message: string
}

/** Looks at a folder that a person chose. Nothing in it is written, and no program that it names is run. */
export async function describeRepository(path: string): Promise<RepositoryState> {
  const nothing = { path, usable: false, branch: '', commit: '', clean: false }
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory())
    return { ...nothing, message: `${path} is not a folder: choose the folder of a git repository` }
  try {
    const own = { cwd: path, asUser: true, env: await withoutFilters(path) }
    const inside = await git(['rev-parse', '--is-bare-repository'], { ...own, accept: [0, 128] })
    if (inside.exit !== 0)
      return {
        ...nothing,
        message: `${path} is not a git repository: run "git init" there and commit, or choose another`,
      }
    const inner = (await git(['rev-parse', '--show-prefix'], own)).text.trim()
    if (inner !== '')
      return {
        ...nothing,
        message: `${path} is a folder inside a repository: choose the folder of the repository itself`,
      }
    const head = await git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { ...own, accept: [0, 1] })
    const named = await git(['symbolic-ref', '--quiet', '--short', 'HEAD'], { ...own, accept: [0, 1] })
    const branch = named.text.trim()
    if (head.exit !== 0)
      return { ...nothing, branch, message: `${path} has no commit yet: commit something, then try again` }
    const commit = head.text.trim()
    const dirty = inside.text.trim() === 'true' ? [] : await uncommitted(own)
    if (dirty.length > 0) return { ...nothing, branch, commit, message: uncommittedMessage(path, dirty) }
    const where = branch === '' ? 'no branch' : branch
    return { path, usable: true, branch, commit, clean: true, message: `${where} at ${commit.slice(0, 12)}` }
  } catch (thrown) {
    if (!(thrown instanceof GitError)) throw thrown
    return { ...nothing, message: `${path} cannot be read by git: ${thrown.message}` }
  }
}

interface Own {
  readonly cwd: string
  readonly asUser: boolean
  readonly env: Readonly<Record<string, string>>
}

async function uncommitted(own: Own): Promise<readonly string[]> {
  const status = await git(
    ['status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=all', '--ignore-submodules=all'],
    own,
  )
  return status.text.split('\0').flatMap((entry) => (entry === '' ? [] : [entry.slice(3)]))
}

function uncommittedMessage(path: string, dirty: readonly string[]): string {
  const named = dirty.slice(0, 3).join(', ')
  const more = dirty.length > 3 ? ` and ${dirty.length - 3} more` : ''
  return `${path} has uncommitted changes (${named}${more}): commit or stash them, then run again. A run works in a clone, which would leave them behind`
}

/** A repository's own configuration may name programs that read files; the user's global one is the user's. */
async function withoutFilters(path: string): Promise<Readonly<Record<string, string>>> {
  const found = await git(
    ['config', '--local', '--includes', '--name-only', '-z', '--get-regexp', '^filter\\.'],
    {
      cwd: path,
      asUser: true,
      accept: [0, 1, 128],
    },
  )
  const names = found.exit === 0 ? [...new Set(found.text.split('\0'))].filter((name) => name !== '') : []
  const settings = names.flatMap((name, at) => [
    [`GIT_CONFIG_KEY_${at}`, name],
    [`GIT_CONFIG_VALUE_${at}`, name.endsWith('.required') ? 'false' : ''],
  ])
  return { ...Object.fromEntries(settings), GIT_CONFIG_COUNT: String(names.length) }
}
