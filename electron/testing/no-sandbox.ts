import { existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

const PROGRAMS = ['git', 'sh', 'env', 'tar', 'npm', 'ps'] as const

/** A PATH with what the example needs and without a sandbox, as on a machine that has none. */
export function pathWithoutSandbox(folder: string): string {
  mkdirSync(folder, { recursive: true })
  const folders = (process.env['PATH'] ?? '').split(':')
  for (const program of PROGRAMS) {
    const found = folders.map((one) => join(one, program)).find((file) => existsSync(file))
    if (found !== undefined) symlinkSync(found, join(folder, program))
  }
  return folder
}
