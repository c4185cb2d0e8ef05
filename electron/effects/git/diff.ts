import { git } from './git.ts'

export interface FileDiff {
  readonly file: string
  /** Lines; 0 for a file that is not text. */
  readonly added: number
  readonly removed: number
  readonly patch: string
}

/**
 * What lies between two commits or trees of a repository, a patch for each file, in git's own order. A person decides
 * by it, so nothing in the repository may hide a change: attributes that call a file binary are not heeded.
 */
export async function diffChange(repository: string, from: string, to: string): Promise<readonly FileDiff[]> {
  const here = { gitDir: repository }
  const plain = [
    '-r',
    '--text',
    '--no-renames',
    '--no-ext-diff',
    '--no-textconv',
    '--no-color',
    '--full-index',
  ]
  const ends = ['--end-of-options', from, to]
  const [counts, patches] = await Promise.all([
    git(['diff-tree', ...plain, '--numstat', '-z', ...ends], here),
    git(['diff-tree', ...plain, '-p', ...ends], here),
  ])
  // A line of a file always has a sign before it, so only git's own header stands right after a line break.
  const texts = `\n${patches.text}`.split(`\n${HEADER}`).slice(1)
  return counts.text
    .split('\0')
    .filter((row) => row !== '')
    .map((row, at) => describe(row, HEADER + (texts[at] ?? '')))
}

const HEADER = 'diff --git '

function describe(row: string, patch: string): FileDiff {
  const [added, removed, ...name] = row.split('\t')
  const file = name.join('\t')
  if (!patch.includes('\0')) return { file, added: Number(added), removed: Number(removed), patch }
  const header = patch.slice(0, patch.indexOf('\n@@'))
  return { file, added: 0, removed: 0, patch: `${header}\nThe file is not text\n` }
}
