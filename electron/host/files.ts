import { existsSync, readdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { HostError, type Result } from '../../shared/api/contract.ts'

type Entry = Result<'files.list'>['entries'][number]

/** A folder's entries for the file dialog: folders first, hidden ones left out. */
export function listFiles(directory: string | null): Result<'files.list'> {
  const folder = resolve(directory ?? homedir())
  let names: readonly string[]
  try {
    names = readdirSync(folder)
  } catch (error) {
    throw new HostError({
      code: 'not-found',
      message: `${folder} cannot be listed: ${(error as Error).message}`,
    })
  }
  const entries = names
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => entryOf(join(folder, name), name))
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
  const above = dirname(folder)
  return { directory: folder, parent: above === folder ? null : above, entries }
}

function entryOf(path: string, name: string): readonly Entry[] {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return []
  if (stat.isDirectory())
    return [{ name, path, type: 'directory', repository: existsSync(join(path, '.git')) }]
  const type = name.endsWith('.synod.json') ? 'topology' : 'file'
  return stat.isFile() ? [{ name, path, type, repository: false }] : []
}

function rank(entry: Entry): number {
  return entry.type === 'directory' ? 0 : entry.type === 'topology' ? 1 : 2
}
