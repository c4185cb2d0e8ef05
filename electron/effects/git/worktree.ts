import { lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Change } from './change.ts'
import { GitError, git, gitLine } from './git.ts'
import { type Listing, listFiles } from './listing.ts'
import { folderName, type Places } from './places.ts'
import { removeTree } from './remove.ts'

/**
 * A worktree of one node. Its files are the node's to change; its index, its HEAD and the clone are Synod's, in a
 * folder that no command may write. The `.git` file is there for programs that read: Synod itself never follows it.
 */
export interface Worktree {
  readonly path: string
  /** The `.git` file, which names `admin`. */
  readonly link: string
  readonly repository: string
  /** As git's own linked worktrees: HEAD, index, commondir, gitdir. */
  readonly admin: string
}

export function worktreeOf(node: string, change: Change, places: Places): Worktree {
  const name = folderName(node)
  const path = join(places.trees, name)
  return {
    path,
    link: join(path, '.git'),
    repository: change.repository,
    admin: join(change.repository, 'worktrees', name),
  }
}

/** Says which tree the files are known to be; absent while anything may be changing them. */
const KNOWN = 'synod-tree'

function known(worktree: Worktree): string {
  try {
    return readFileSync(join(worktree.admin, KNOWN), 'utf8')
  } catch {
    return ''
  }
}

/** From here on the files may be anything: said before a command may write them. */
export function worktreeMayChange(worktree: Worktree): void {
  rmSync(join(worktree.admin, KNOWN), { force: true })
}

/**
 * Makes the worktree hold exactly a change's files. What .gitignore names is build output: it stays only while the
 * files are known to be those of this tree already, so that an install outlives the effect that made it but never
 * an attempt that failed.
 */
export async function restoreTree(worktree: Worktree, change: Change): Promise<void> {
  const there = prepareAdmin(worktree, change)
  if (there && known(worktree) === change.tree) return
  worktreeMayChange(worktree)
  try {
    if (!there) throw new GitError('checkout-index', 'the worktree is not there')
    await bring(worktree, change.tree, true)
  } catch (thrown) {
    if (!(thrown instanceof GitError)) throw thrown
    // Whatever a program made of the folder, an empty one can be filled.
    removeTree(worktree.path)
    rmSync(join(worktree.admin, 'index'), { force: true })
    prepareAdmin(worktree, change)
    await bring(worktree, change.tree, false)
  }
  writeFileSync(join(worktree.admin, KNOWN), change.tree)
}

async function bring(worktree: Worktree, tree: string, used: boolean): Promise<void> {
  const here = placesFor(worktree)
  await git(['read-tree', '--reset', tree], here)
  if (used) await git(['clean', '-ffdxq'], here)
  await git(['checkout-index', '--all', '--force', '--index', '--quiet'], here)
}

function placesFor(worktree: Worktree): { gitDir: string; workTree: string; index: string; cwd: string } {
  const { admin, path } = worktree
  return { gitDir: admin, workTree: path, index: join(admin, 'index'), cwd: path }
}

/** False when the folder was not there, or was something else. */
function prepareAdmin(worktree: Worktree, change: Change): boolean {
  const { admin, path, link } = worktree
  mkdirSync(admin, { recursive: true, mode: 0o700 })
  writeFileSync(join(admin, 'HEAD'), `${change.commit}\n`)
  writeFileSync(join(admin, 'commondir'), '../..\n')
  writeFileSync(join(admin, 'gitdir'), `${link}\n`)
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found !== undefined && !found.isDirectory()) removeTree(path)
  mkdirSync(path, { recursive: true, mode: 0o700 })
  const text = `gitdir: ${admin}\n`
  const linked = lstatSync(link, { throwIfNoEntry: false })
  if (!linked?.isFile() || readFileSync(link, 'utf8') !== text) {
    removeTree(link)
    writeFileSync(link, text, { flag: 'wx' })
  }
  return found?.isDirectory() === true
}

/**
 * The tree that the worktree's files make, new ones included and those that .gitignore names left out, kept from
 * being collected under `ref`. Nothing in the folder is run: nested repositories are plain folders here.
 */
export async function captureTree(worktree: Worktree, change: Change, ref: string): Promise<Change> {
  const here = placesFor(worktree)
  const files: Listing = await listFiles(here)
  const forced = { ...here, input: Buffer.from(files.gone.join('\0'), 'latin1') }
  if (files.gone.length > 0) await git(['update-index', '-z', '--force-remove', '--stdin'], forced)
  const added = { ...here, input: Buffer.from(files.there.join('\0'), 'latin1') }
  if (files.there.length > 0) await git(['update-index', '-z', '--add', '--replace', '--stdin'], added)
  const tree = await gitLine(['write-tree'], here)
  if (tree !== change.tree) await git(['update-ref', ref, tree], { gitDir: worktree.repository })
  writeFileSync(join(worktree.admin, KNOWN), tree)
  return { repository: change.repository, commit: change.commit, tree }
}

/** Where the tree that an execution of an effect left is kept. */
export function keptRef(effect: string, execution: number): string {
  return `refs/synod/${encodeURIComponent(effect)}/${execution}`
}
