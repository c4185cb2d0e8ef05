import { git } from './git.ts'

/** What git knows of one side of a file that does not merge; null where that side has none. */
export interface Sides {
  readonly path: string
  readonly base: string | null
  readonly head: string | null
  readonly mine: string | null
}

export type Merged =
  | { readonly type: 'clean'; readonly tree: string }
  /** `tree` holds the files with both sides marked, as a merge in a checkout would leave them. */
  | { readonly type: 'conflict'; readonly tree: string; readonly files: readonly Sides[] }

const STAGES = { '1': 'base', '2': 'head', '3': 'mine' } as const

/** Merges one commit onto another without a checkout. */
export async function mergeTrees(repository: string, head: string, mine: string): Promise<Merged> {
  const merged = await git(['merge-tree', '--write-tree', '-z', '--no-messages', head, mine], {
    gitDir: repository,
    accept: [0, 1],
  })
  const [tree = '', ...rows] = merged.text.split('\0')
  if (merged.exit === 0) return { type: 'clean', tree: tree.trim() }
  const files = new Map<string, { -readonly [K in keyof Sides]: Sides[K] }>()
  for (const row of rows) {
    const [, blob, stage, path] = /^\d+ ([0-9a-f]+) ([123])\t(.*)$/s.exec(row) ?? []
    if (blob === undefined || path === undefined) continue
    const file = files.get(path) ?? { path, base: null, head: null, mine: null }
    file[STAGES[stage as keyof typeof STAGES]] = blob
    files.set(path, file)
  }
  return { type: 'conflict', tree: tree.trim(), files: [...files.values()] }
}
