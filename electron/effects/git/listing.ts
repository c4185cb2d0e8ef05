import { lstatSync, readdirSync } from 'node:fs'
import { bytesOf, type GitOptions, git } from './git.ts'

/** File names as git gives them: bytes, each as one character. */
export interface Listing {
  /** Files that there are: those that git knew, and new ones that .gitignore does not name. */
  readonly there: readonly string[]
  /** Files that git knew and that are not there, or not as a file. */
  readonly gone: readonly string[]
}

const SUBMODULE = '160000'

/** Lists a worktree without trusting it: no link is followed, and a nested repository is a folder like any other. */
export async function listFiles(here: GitOptions & { readonly workTree: string }): Promise<Listing> {
  const [knownFiles, others] = await Promise.all([
    git(['ls-files', '--stage', '-z'], here),
    git(['ls-files', '--others', '--exclude-standard', '-z'], here),
  ])
  const folders = new FolderCheck(here.workTree)
  const there: string[] = []
  const gone: string[] = []
  for (const entry of parts(knownFiles.bytes)) {
    if (entry.startsWith(SUBMODULE)) continue
    const path = entry.slice(entry.indexOf('\t') + 1)
    if (folders.hasFile(path)) there.push(path)
    else gone.push(path)
  }
  for (const path of parts(others.bytes)) {
    if (path.endsWith('/')) there.push(...within(here.workTree, path.slice(0, -1)))
    else there.push(path)
  }
  return { there, gone }
}

function parts(text: string): readonly string[] {
  return text.split('\0').filter((part) => part !== '')
}

function full(root: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(`${root}/`), bytesOf(path)])
}

/** Is there a file or a link at this place, reached through real folders only? */
class FolderCheck {
  private readonly root: string
  private readonly seen = new Map<string, boolean>()

  constructor(root: string) {
    this.root = root
  }

  hasFile(path: string): boolean {
    if (!this.isFolder(parent(path))) return false
    const found = lstatSync(full(this.root, path), { throwIfNoEntry: false })
    return found?.isFile() === true || found?.isSymbolicLink() === true
  }

  private isFolder(path: string): boolean {
    if (path === '') return true
    const known = this.seen.get(path)
    if (known !== undefined) return known
    const real =
      this.isFolder(parent(path)) &&
      lstatSync(full(this.root, path), { throwIfNoEntry: false })?.isDirectory() === true
    this.seen.set(path, real)
    return real
  }
}

function parent(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0))
}

function within(root: string, folder: string): readonly string[] {
  return readdirSync(full(root, folder), { withFileTypes: true, encoding: 'buffer' }).flatMap((entry) => {
    const name = entry.name.toString('latin1')
    // Git never keeps a path through `.git`, in any spelling that a file system may take for it.
    if (name.toLowerCase() === '.git') return []
    const path = `${folder}/${name}`
    if (entry.isDirectory()) return within(root, path)
    return entry.isFile() || entry.isSymbolicLink() ? [path] : []
  })
}
