import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const CACHE = join(import.meta.dirname, '..', '..', '.cache')

/** Where peers are installed, outside the project's own dependencies. */
export const PEERS = join(CACHE, 'bench-peers')

/** An empty folder on the project's own disk: the system's temporary folder may lie in memory. */
export function scratchFolder(): string {
  const parent = join(CACHE, 'bench')
  mkdirSync(parent, { recursive: true })
  return mkdtempSync(join(parent, 'home-'))
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}
