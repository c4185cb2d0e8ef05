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
    const inside = await git(['rev-parse', '--is-bare-repository', '--show-prefix'], {
      ...own,
      accept: [0, 128],
    })
    const [bare, inner] = inside.text.split('\n')
    if (inside.exit !== 0) {
      const remedy = 'run "git init" there and commit, or choose another'
      return { ...nothing, message: `${path} is not a git repository: ${remedy}` }
    }
    if (bare === 'false' && inner !== '') {
      const remedy = 'choose the folder of the repository itself'
      return { ...nothing, message: `${path} is a folder inside a repository: ${remedy}` }
    }
    const { branch, commit, dirty } = await (bare === 'true' ? bareState(own) : checkoutState(own))
    if (commit === '')
      return { ...nothing, branch, message: `${path} has no commit yet: commit something, then try again` }
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

interface State {
  readonly branch: string
  readonly commit: string
  readonly dirty: readonly string[]
}

async function bareState(own: Own): Promise<State> {
  const [head, named] = await Promise.all([
    git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { ...own, accept: [0, 1] }),
    git(['symbolic-ref', '--quiet', '--short', 'HEAD'], { ...own, accept: [0, 1] }),
  ])
  return { branch: named.text.trim(), commit: head.text.trim(), dirty: [] }
}

async function checkoutState(own: Own): Promise<State> {
  const looks = ['--branch', '--no-renames', '--untracked-files=all', '--ignore-submodules=all']
  const status = await git(['status', '--porcelain=v2', '-z', ...looks], own)
  const entries = status.text.split('\0').filter((entry) => entry !== '')
  const header = (name: string, none: string): string => {
    const value =
      entries.find((entry) => entry.startsWith(`# branch.${name} `))?.slice(10 + name.length) ?? none
    return value === none ? '' : value
  }
  const dirty = entries.filter((entry) => !entry.startsWith('# ')).map(pathOf)
  return { branch: header('head', '(detached)'), commit: header('oid', '(initial)'), dirty }
}

/** Of a line of `status --porcelain=v2`: how many words stand before the path. */
const WORDS: Readonly<Record<string, number>> = { '1': 8, u: 10, '?': 1, '!': 1 }

function pathOf(entry: string): string {
  return entry
    .split(' ')
    .slice(WORDS[entry.charAt(0)] ?? 1)
    .join(' ')
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
