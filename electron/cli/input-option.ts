import { HostError } from '../../shared/api/contract.ts'
import { readText } from '../host/documents.ts'

/** `--input`: a JSON object, or `@` and a file that holds one. */
export function readInputOption(given: string | undefined): { readonly [field: string]: unknown } {
  return given === undefined ? {} : readObject('input', given)
}

/** An option that takes a JSON object, or `@` and a file that holds one. */
export function readObject(option: string, given: string): { readonly [field: string]: unknown } {
  const source = given.startsWith('@') ? given.slice(1) : `--${option}`
  const text = given.startsWith('@') ? readText(given.slice(1)) : given
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw wrong(source, `this is not JSON: ${(error as Error).message}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong(source, 'expected a JSON object with a value for each field, such as {"task": "…"}')
  }
  return value as { readonly [field: string]: unknown }
}

function wrong(source: string, what: string): HostError {
  return new HostError({ code: 'bad-input', message: `${source}: ${what}` })
}
