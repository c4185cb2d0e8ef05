import { bytesOf, git } from './git.ts'
import type { Sides } from './merge-trees.ts'

/** A file that does not merge, as whoever is to settle it reads it; null where a side has no such file or no text. */
export interface ConflictFile {
  readonly path: string
  /** What both sides started from. */
  readonly base: string | null
  readonly head: string | null
  readonly mine: string | null
  /** Both sides with git's marks between them. */
  readonly marked: string | null
  /** Why a side is missing that there is. */
  readonly note: '' | 'not text' | 'too large' | 'left out'
}

const MOST_FILES = 200
/** Those after the first are only named: a message is to be read. */
const MOST_TEXTS = 20
const MOST_BYTES = 32 * 1024

/** The texts of the sides, as far as they are texts that a message can carry. */
export async function readConflict(
  repository: string,
  tree: string,
  files: readonly Sides[],
): Promise<readonly ConflictFile[]> {
  const shown = files.slice(0, MOST_TEXTS)
  const named = files.slice(MOST_TEXTS, MOST_FILES)
  const marked = await markedBlobs(
    repository,
    tree,
    shown.map((file) => file.path),
  )
  const wanted = shown.flatMap((file) => [file.base, file.head, file.mine, marked.get(file.path) ?? null])
  const ids = [...new Set(wanted.filter((id) => id !== null))]
  const large = await largeBlobs(repository, ids)
  const texts = await readBlobs(
    repository,
    ids.filter((id) => !large.has(id)),
  )
  const withTexts = shown.map((file): ConflictFile => {
    const sides = { base: file.base, head: file.head, mine: file.mine, marked: marked.get(file.path) ?? null }
    const there = Object.values(sides).filter((id) => id !== null)
    const tooLarge = there.some((id) => large.has(id))
    const noText = there.some((id) => texts.get(id) === null)
    const text = (id: string | null): string | null => (id === null ? null : (texts.get(id) ?? null))
    return {
      path: file.path,
      base: text(sides.base),
      head: text(sides.head),
      mine: text(sides.mine),
      marked: text(sides.marked),
      note: tooLarge ? 'too large' : noText ? 'not text' : '',
    }
  })
  const none = { base: null, head: null, mine: null, marked: null, note: 'left out' } as const
  return [...withTexts, ...named.map(({ path }) => ({ path, ...none }))]
}

async function markedBlobs(
  repository: string,
  tree: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const listed = await git(['ls-tree', '-r', '-z', tree, '--', ...paths], {
    gitDir: repository,
    env: { GIT_LITERAL_PATHSPECS: '1' },
  })
  const found = new Map<string, string>()
  for (const row of listed.text.split('\0')) {
    const [, type, id, path] = /^\d+ (\w+) ([0-9a-f]+)\t(.*)$/s.exec(row) ?? []
    if (type === 'blob' && id !== undefined && path !== undefined) found.set(path, id)
  }
  return found
}

async function largeBlobs(repository: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const checked = await git(['cat-file', '--batch-check'], {
    gitDir: repository,
    input: `${ids.join('\n')}\n`,
  })
  const large = checked.text.split('\n').flatMap((line) => {
    const [id = '', type, size] = line.split(' ')
    return type !== 'blob' || Number(size) > MOST_BYTES ? [id] : []
  })
  return new Set(large)
}

/** Texts by id; null for what is not text. */
async function readBlobs(
  repository: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  if (ids.length === 0) return new Map()
  const read = await git(['cat-file', '--batch'], { gitDir: repository, input: `${ids.join('\n')}\n` })
  const texts = new Map<string, string | null>()
  let at = 0
  while (at < read.bytes.length) {
    const end = read.bytes.indexOf('\n', at)
    const [id = '', , size = '0'] = read.bytes.slice(at, end).split(' ')
    const content = read.bytes.slice(end + 1, end + 1 + Number(size))
    texts.set(id, content.includes('\0') ? null : bytesOf(content).toString('utf8'))
    at = end + 1 + Number(size) + 1
  }
  return texts
}
