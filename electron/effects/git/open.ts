import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Change } from './change.ts'
import { describeRepository } from './describe.ts'
import { GitError, git, gitLine } from './git.ts'
import { folderName, type Places } from './places.ts'

/** The branch on which a run's commits are made, in its own clone. */
export const BRANCH = 'refs/heads/synod'

/** The repository cannot be worked with; the message names it and says what to do. */
export class NoRepository extends Error {}

export interface OpenRequest {
  readonly node: string
  /** Folder of the user's repository. */
  readonly path: string
  /** Branch, tag or commit; its HEAD when empty. */
  readonly from: string
}

/**
 * Makes the run's own bare clone of a repository, with nothing but the branch `synod` at the chosen commit. Asked
 * again it gives the same clone; the user's checkout is only read.
 */
export async function openRepository(
  request: OpenRequest,
  places: Places,
  signal?: AbortSignal,
): Promise<Change> {
  const path = resolve(request.path)
  await enoughGit()
  const state = await describeRepository(path)
  if (!state.usable) throw new NoRepository(state.message)
  const commit = request.from === '' ? state.commit : await commitAt(path, request.from)
  const repository = join(places.repositories, `${folderName(request.node)}.git`)
  if (!(await standsAt(repository, commit))) await clone({ ...request, path }, commit, repository, signal)
  return {
    repository,
    commit,
    tree: await gitLine(['rev-parse', `${commit}^{tree}`], { gitDir: repository }),
  }
}

/** Says, in the clone, what it is a clone of. */
const SOURCE = 'synod-source.json'

function sourceOf({ path, from }: OpenRequest): { readonly path: string; readonly from: string } {
  return { path: existsSync(path) ? realpathSync(path) : resolve(path), from }
}

/** A repository node has one repository in a run: another message may name the same one again, not another. */
export function mustBeOpen(request: OpenRequest, { repository }: Change): void {
  const file = join(repository, SOURCE)
  // A clone of before this was noted.
  if (!existsSync(file)) return
  const open = JSON.parse(readFileSync(file, 'utf8')) as ReturnType<typeof sourceOf>
  const named = sourceOf(request)
  if (open.path === named.path && open.from === named.from) return
  const say = ({ path, from }: typeof open): string => (from === '' ? path : `${path} from ${from}`)
  throw new NoRepository(
    `This node works on ${say(open)} already, and a message names ${say(named)}: use a second repository node for that`,
  )
}

/** Merging without a checkout came with git 2.38. */
async function enoughGit(): Promise<void> {
  const version = await gitLine(['version'])
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).map(Number)
  if (major > 2 || (major === 2 && minor >= 38)) return
  throw new NoRepository(`Git 2.38 or newer is needed, this is ${version}: install a newer one`)
}

async function commitAt(path: string, from: string): Promise<string> {
  const found = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${from}^{commit}`], {
    cwd: path,
    accept: [0, 1, 128],
  })
  if (found.exit === 0) return found.text.trim()
  throw new NoRepository(
    `${path} has no commit "${from}": name a branch, a tag or a commit of it, or leave it empty`,
  )
}

async function standsAt(repository: string, commit: string): Promise<boolean> {
  if (!existsSync(repository)) return false
  const at = await git(['rev-parse', '--verify', '--quiet', BRANCH], {
    gitDir: repository,
    accept: [0, 1, 128],
  })
  return at.exit === 0 && at.text.trim() === commit
}

/** Made aside and renamed, so that a clone is there whole or not at all. */
async function clone(
  request: OpenRequest,
  commit: string,
  repository: string,
  signal?: AbortSignal,
): Promise<void> {
  const { path } = request
  const aside = `${repository}.${randomUUID()}`
  // Cloning starts a second git, which takes no settings from the first one's arguments.
  const safe = join(dirname(repository), 'owner.config')
  writeFileSync(safe, '[safe]\n\tdirectory = *\n')
  const stop = { env: { GIT_CONFIG_GLOBAL: safe }, ...(signal === undefined ? {} : { signal }) }
  try {
    await git(
      ['clone', '--quiet', '--bare', '--template=', '--no-tags', '--end-of-options', path, aside],
      stop,
    )
    const here = { gitDir: aside }
    const has = await git(['cat-file', '-e', `${commit}^{commit}`], { ...here, accept: [0, 1, 128] })
    if (has.exit !== 0)
      throw new NoRepository(
        `${path}: ${commit} is on no branch, so a clone does not have it; make a branch of it`,
      )
    // Nothing in the clone leads back: no run can push into the user's checkout by a remote's name.
    await git(['remote', 'remove', 'origin'], here)
    const refs = (await git(['for-each-ref', '--format=delete %(refname)'], here)).text
    await git(['update-ref', '--stdin'], { ...here, input: refs })
    await git(['update-ref', BRANCH, commit], here)
    await git(['symbolic-ref', 'HEAD', BRANCH], here)
    writeFileSync(join(aside, SOURCE), JSON.stringify(sourceOf(request)))
    rmSync(repository, { recursive: true, force: true })
    renameSync(aside, repository)
  } catch (thrown) {
    if (thrown instanceof GitError) throw new NoRepository(`${path} cannot be cloned: ${thrown.message}`)
    throw thrown
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
}
