import type { ErrorObject, Options, ValidateFunction } from 'ajv'
import type { Json } from '../../../shared/topology/payload.ts'
import { BoundedRegExp } from '../expression.ts'

/** A schema that cannot be used; the message says why. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError'
}

export type JsonSchema = { readonly [keyword: string]: unknown }

const MAX_SCHEMA_CHARACTERS = 200_000
const MAX_SHOWN = 80
const KEPT = 64

/** Compiled by their text: a contract is asked for every message. */
const compiled = new Map<string, ValidateFunction>()

const boundedRegExp = Object.assign((pattern: string, flags: string) => new BoundedRegExp(pattern, flags), {
  code: 'new RegExp',
})

/**
 * One error is enough and cheap (all of them can be made to cost without bound), patterns are interrupted, nothing
 * is fetched, and a misspelt keyword is an error rather than a check that never happens.
 */
const OPTIONS: Options = {
  allErrors: false,
  verbose: true,
  strict: true,
  strictTypes: false,
  strictTuples: false,
  strictRequired: false,
  validateFormats: false,
  logger: false,
  code: { regExp: boundedRegExp },
}

async function compile(schema: JsonSchema): Promise<ValidateFunction> {
  const text = JSON.stringify(schema)
  const known = compiled.get(text)
  if (known !== undefined) return known
  if (text.length > MAX_SCHEMA_CHARACTERS)
    throw new SchemaError(`it is longer than ${MAX_SCHEMA_CHARACTERS} characters`)
  if (text.includes('"$async"')) throw new SchemaError('"$async" is not allowed')
  const { $schema, ...rest } = JSON.parse(text) as JsonSchema
  // Only the drafts' keywords differ here; which one it is, a schema says by its address.
  const old = typeof $schema === 'string' && /draft-0[67]/.test($schema)
  // Loaded when first needed: most runs check nothing, and a host should start at once.
  const [{ Ajv }, { Ajv2020 }] = await Promise.all([import('ajv'), import('ajv/dist/2020.js')])
  try {
    const validate = (old ? new Ajv(OPTIONS) : new Ajv2020(OPTIONS)).compile(rest)
    if (compiled.size >= KEPT) compiled.delete(compiled.keys().next().value as string)
    compiled.set(text, validate)
    return validate
  } catch (error) {
    throw new SchemaError((error as Error).message)
  }
}

function place(error: ErrorObject): string {
  const parts = error.instancePath.split('/').slice(1)
  let text = ''
  for (const part of parts) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (/^\d+$/.test(key)) text += `[${key}]`
    else text += text === '' ? key : `.${key}`
  }
  return text === '' ? 'the value' : text
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
}

function problemOf(error: ErrorObject): string {
  const at = place(error)
  const params = error.params as { [name: string]: unknown }
  switch (error.keyword) {
    case 'required':
      return `${at} must have the field "${String(params['missingProperty'])}"`
    case 'additionalProperties':
      return `${at} must not have the field "${String(params['additionalProperty'])}"`
    case 'enum':
      return `${at} must be one of ${shown(params['allowedValues'])}, but is ${shown(error.data)}`
    case 'const':
      return `${at} must be ${shown(params['allowedValue'])}, but is ${shown(error.data)}`
    default:
      return `${at} ${error.message ?? `breaks "${error.keyword}"`}, but is ${shown(error.data)}`
  }
}

/** Null when the value meets the schema, else the field, what was expected and what is there. Throws `SchemaError`. */
export async function schemaProblem(schema: JsonSchema, value: Json): Promise<string | null> {
  const validate = await compile(schema)
  let met: boolean
  try {
    met = validate(value) === true
  } catch (error) {
    // A pattern that was interrupted, or content nested deeper than the stack.
    return `the value cannot be checked: ${(error as Error).message}`
  }
  const [first] = validate.errors ?? []
  return met || first === undefined ? null : problemOf(first)
}
