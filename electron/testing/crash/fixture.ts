import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Places } from '../places.ts'

const AUTHOR = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost']

/** A repository with one commit; runs work in clones, so one is enough for all of them. */
export function repositoryIn(places: Places): string {
  const folder = join(places.root, 'repository')
  if (existsSync(folder)) return folder
  mkdirSync(folder)
  writeFileSync(join(folder, 'readme.txt'), 'Here we go\n')
  for (const args of [
    ['init', '--quiet', '--initial-branch=main'],
    ['add', '.'],
    ['commit', '--quiet', '--message', 'First', '--date', '2026-01-01T00:00:00Z'],
  ])
    execFileSync('git', [...AUTHOR, ...args], { cwd: folder })
  return folder
}
