import { HostError } from '../../shared/api/contract.ts'
import { type InputField, inputFields, linesOf } from '../../shared/nodes/input/index.ts'
import type { Json, Payload } from '../../shared/topology/payload.ts'
import { actorAt, type Plan } from '../../shared/topology/plan.ts'
import type { PayloadStore } from '../drivers/seams.ts'

type Values = { readonly [field: string]: Json }

/** A run's input as its form says, with defaults; every wrong field is named. `inspect` looks at a repository. */
export async function readInput(
  plan: Plan,
  given: { readonly [field: string]: unknown },
  inspect: (path: string) => Promise<{ readonly usable: boolean; readonly message: string }>,
): Promise<Values> {
  const fields = inputFields(actorAt(plan, plan.entry).bound.config)
  const problems: { path: string; message: string }[] = []
  for (const name of Object.keys(given)) {
    if (!fields.some((field) => field.name === name)) {
      const known = fields.map((field) => field.name).join(', ') || 'none'
      problems.push({ path: `input.${name}`, message: `the input form has no such field; it has ${known}` })
    }
  }
  const values: Record<string, Json> = {}
  for (const field of fields) {
    const value = given[field.name] ?? defaultOf(field)
    const missing = value === null || value === ''
    const problem = missing
      ? field.required
        ? 'this is required and missing'
        : null
      : await problemOf(field, value, inspect)
    if (problem !== null) problems.push({ path: `input.${field.name}`, message: problem })
    values[field.name] = value as Json
  }
  if (problems.length > 0) {
    const message = problems.map((one) => `${one.path}: ${one.message}`).join('; ')
    throw new HostError({ code: 'bad-input', message, problems })
  }
  return values
}

function defaultOf(field: InputField): Json {
  const { default: value = null } = field
  return field.type === 'list' && typeof value === 'string' ? linesOf(value) : value
}

async function problemOf(
  field: InputField,
  value: unknown,
  inspect: (path: string) => Promise<{ readonly usable: boolean; readonly message: string }>,
): Promise<string | null> {
  switch (field.type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? null : 'expected a number'
    case 'list':
      return Array.isArray(value) ? null : 'expected a list'
    case 'switch':
      return typeof value === 'boolean' ? null : 'expected true or false'
    case 'choice':
      return field.options.includes(String(value)) ? null : `expected one of ${field.options.join(', ')}`
    case 'repository': {
      if (typeof value !== 'string') return 'expected the path of a git repository'
      const state = await inspect(value)
      return state.usable ? null : state.message
    }
    case 'text':
    case 'longtext':
      return typeof value === 'string' ? null : 'expected text'
  }
}

/** The first message: a ref for each field. */
export function inputPayload(values: Values, payloads: PayloadStore): Payload {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, payloads.put(value)]))
}
