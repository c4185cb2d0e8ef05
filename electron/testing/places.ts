import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endSynods } from './synod.ts'

/** Folders of one test file, and what removes them with all that still runs. */
export interface Places {
  readonly root: string
  /** A new folder that is not there yet. */
  folder(name: string): string
  remove(): void
}

export function temporaryPlaces(): Places {
  const root = mkdtempSync(join(tmpdir(), 'synod-test-'))
  let made = 0
  return {
    root,
    folder(name) {
      made += 1
      return join(root, `${made}-${name}`)
    },
    remove() {
      endSynods()
      rmSync(root, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
