import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

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
export function tracePath(path: string, slug: string): string {
  const start = path.endsWith(ENDING) ? path.slice(0, -ENDING.length) : path
  return `${start}.${slug}.trace.json`
}
