import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { HostError, type Result } from '../../shared/api/contract.ts'
import { parseDocument } from '../../shared/topology/parse.ts'
import type { Json } from '../../shared/topology/payload.ts'
import type { Journal } from '../drivers/seams.ts'
import { sha256 } from './digest.ts'
import { isOurs } from './places.ts'

const LARGEST_BYTES = 32 * 1024 * 1024
const RECENT = 'recent'
const RECENT_MAX = 12

export function openDocument(path: string): Result<'document.open'> {
  const whole = resolve(path)
  const text = readText(whole)
  return { path: whole, text, digest: sha256(text), writable: !isOurs(whole) }
}

/** Reads a topology file as text, with one clear error where that can't be. */
export function readText(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined)
    throw new HostError({ code: 'not-found', message: `${path}: there is no such file` })
  if (!stat.isFile()) throw new HostError({ code: 'bad-input', message: `${path}: this is not a file` })
  if (stat.size > LARGEST_BYTES)
    throw new HostError({
      code: 'bad-input',
      message: `${path}: this file is too large for a topology (${stat.size} bytes)`,
    })
  const bytes = readFileSync(path)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new HostError({
      code: 'bad-input',
      message: `${path}: this is a binary file, not a topology (expected JSON text)`,
    })
  }
}

/** Writes beside and renames, so that a file is there whole or as it was. A file changed meanwhile is left alone. */
export function saveDocument(path: string, text: string, expected: string | null): Result<'document.save'> {
  const whole = resolve(path)
  const parsed = parseDocument(text)
  if (!parsed.ok)
    throw new HostError({
      code: 'bad-input',
      message: `${whole}: this is not a topology`,
      problems: [...parsed.problems],
    })
  const stat = statSync(whole, { throwIfNoEntry: false })
  if (stat !== undefined && expected === null)
    throw new HostError({ code: 'conflict', message: `${whole} is there already: choose another name` })
  if (stat !== undefined && sha256(readText(whole)) !== expected) {
    throw new HostError({
      code: 'conflict',
      message: `${whole} was changed by another program since it was opened: open it again, or save under another name`,
    })
  }
  mkdirSync(dirname(whole), { recursive: true })
  const aside = `${whole}.${process.pid}.part`
  writeFileSync(aside, text, { flush: true })
  renameSync(aside, whole)
  return { path: whole, digest: sha256(text) }
}

export function recentDocuments(journal: Journal): Result<'document.recent'> {
  const files = (journal.setting(RECENT) ?? []) as unknown as Result<'document.recent'>['files']
  return { files: files.filter((file) => statSync(file.path, { throwIfNoEntry: false })?.isFile() === true) }
}

export async function noteRecent(journal: Journal, path: string, at: number): Promise<void> {
  const name = basename(path).replace(/\.synod\.json$/, '')
  const others = recentDocuments(journal).files.filter((file) => file.path !== path)
  const files = [{ path, name, at }, ...others].slice(0, RECENT_MAX)
  await journal.putSetting(RECENT, files as unknown as Json)
}
