import { existsSync, readFileSync } from 'node:fs'

/** A line that a tool appended, and synced, at the moment it acted. */
export interface Counted {
  readonly tool: string
  /** `RUN/EFFECT` */
  readonly effect?: string
}

/** What was really executed, as a file outside Synod tells it. */
export function readCounts(file: string): readonly Counted[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Counted)
}

/** The probe of a push bears the push's name, but is no execution of it. */
const PROBE = 'pushed'

/** Executions by effect id within a run. */
export function executionsOf(counted: readonly Counted[], run: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const { tool, effect } of counted) {
    if (tool === PROBE || effect === undefined || !effect.startsWith(`${run}/`)) continue
    const id = effect.slice(run.length + 1)
    found.set(id, (found.get(id) ?? 0) + 1)
  }
  return found
}
