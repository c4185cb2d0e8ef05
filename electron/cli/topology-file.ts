import { resolve } from 'node:path'
import { inputFields } from '../../shared/nodes/input/index.ts'
import { actorAt, type Plan } from '../../shared/topology/plan.ts'
import { readText } from '../host/documents.ts'
import { planFromText } from '../host/start-run.ts'

export interface TopologyFile {
  readonly path: string
  readonly text: string
  readonly plan: Plan
}

/** Reads and checks a topology before anything else happens: a broken one never opens the home. */
export function readTopology(file: string): TopologyFile {
  const path = resolve(file)
  const text = readText(path)
  return { path, text, plan: planFromText(text, file) }
}

/** A folder is meant as it is seen from here; the owner of the home may be a process that stands elsewhere. */
export function withWholePaths(
  plan: Plan,
  input: { readonly [field: string]: unknown },
): { [field: string]: unknown } {
  const whole = { ...input }
  for (const field of inputFields(actorAt(plan, plan.entry).bound.config)) {
    const value = whole[field.name]
    if (field.type === 'repository' && typeof value === 'string') whole[field.name] = resolve(value)
  }
  return whole
}
