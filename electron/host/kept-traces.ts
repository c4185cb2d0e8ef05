import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { CheckSettings } from '../../shared/api/check.ts'
import { HostError } from '../../shared/api/contract.ts'
import { formatTrace, slugOf, traceOf } from '../../shared/explore/counterexample/trace-file.ts'
import type { Counterexample } from '../../shared/explore/result.ts'
import { sha256 } from './digest.ts'

const ENDING = '.synod.json'

/** Traces kept beside a drawing, `NAME.*.trace.json` for `NAME.synod.json`, in the order of their names. */
export function tracesBeside(path: string): readonly { readonly path: string; readonly text: string }[] {
  if (!path.endsWith(ENDING)) return []
  const folder = dirname(path)
  const start = `${basename(path, ENDING)}.`
  try {
    return readdirSync(folder)
      .filter((name) => name.startsWith(start) && name.endsWith('.trace.json'))
      .sort()
      .map((name) => ({ path: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }))
  } catch {
    // A drawing that was never saved has nothing beside it.
    return []
  }
}

/** Where the trace of a drawing's property is kept. */
function tracePath(path: string, slug: string): string {
  const start = path.endsWith(ENDING) ? path.slice(0, -ENDING.length) : path
  return `${start}.${slug}.trace.json`
}

/** A drawing as a check has seen it. */
export interface Checked {
  readonly path: string
  readonly text: string
  readonly name: string
  readonly settings: CheckSettings
}

/** Keeps a counterexample beside its drawing, where later checks play it first; answers with its path. */
export function keepTrace({ path, text, name, settings }: Checked, found: Counterexample): string {
  const kept = tracePath(path, slugOf(found.property))
  const topology = { file: basename(path), name, digest: sha256(text) }
  try {
    writeFileSync(kept, formatTrace(traceOf(found, topology, settings)))
  } catch (error) {
    const message = `${kept} cannot be written: ${(error as Error).message}`
    throw new HostError({ code: 'bad-input', message })
  }
  return kept
}
