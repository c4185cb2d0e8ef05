import { mkdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { RunFolders } from '../../drivers/seams.ts'

/** Where the folders of one run lie. The four named here are Synod's own: a command may write its part of them only. */
export interface Places {
  readonly root: string
  /** Bare clones, with the index of each worktree. */
  readonly repositories: string
  readonly trees: string
  /** Working folders of commands without a worktree; also their HOME. */
  readonly work: string
  readonly tmp: string
  /** Synod's own home, which holds every other run and the journal. */
  readonly home: string
}

/** Made before anything runs, so that no command can be there first. */
export function placesOf(folders: RunFolders): Places {
  const root = folders.root
  const [repositories, trees, work, tmp] = ['repositories', 'trees', 'work', 'tmp'].map((name) =>
    join(root, name),
  ) as [string, string, string, string]
  for (const folder of [repositories, trees, work, tmp]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  // What is called Synod's home is hidden from commands, so it must not be taken for more than it is.
  const home = basename(dirname(root)) === 'runs' ? dirname(dirname(root)) : root
  return { root, repositories, trees, work, tmp, home }
}

/** A node's id as one folder name: the id of a nested node is a path. */
export function folderName(node: string): string {
  return node.replaceAll('/', '+')
}
