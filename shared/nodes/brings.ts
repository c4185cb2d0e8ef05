import { z } from 'zod'
import type { FormField } from '../topology/form.ts'

/**
 * What comes into a team here, for the check of who may see it and where it may go. Left to itself, what is read from
 * a repository is private, and what is read from the network is from people whom nobody knows.
 */
export const bringsSchema = z.enum(['auto', 'nothing', 'private', 'untrusted', 'both']).optional()
export type Brings = z.infer<typeof bringsSchema>

export const BRINGS_FIELD: FormField = {
  type: 'choice',
  key: 'brings',
  label: 'What it brings in',
  hint: 'For the check of leaks and of orders hidden in texts',
  options: [
    { value: 'auto', label: 'Automatic: private from a repository, untrusted from the network' },
    { value: 'nothing', label: 'Nothing that matters' },
    { value: 'private', label: 'What must not get out' },
    { value: 'untrusted', label: 'What strangers may have written' },
    { value: 'both', label: 'Both' },
  ],
}

/** What must not get out; and what strangers may have written. */
export const PRIVATE = 1
export const UNTRUSTED = 2

/** What a place brings in, as bits; `byItself` where nobody has said. */
export function labelsIn(brings: Brings, byItself: number): number {
  switch (brings) {
    case undefined:
    case 'auto':
      return byItself
    case 'nothing':
      return 0
    case 'private':
      return PRIVATE
    case 'untrusted':
      return UNTRUSTED
    case 'both':
      return PRIVATE | UNTRUSTED
  }
}

interface Schema {
  readonly type?: unknown
  readonly enum?: unknown
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, unknown>>
  readonly additionalProperties?: unknown
  readonly items?: unknown
}

const SIMPLE = new Set<unknown>(['number', 'integer', 'boolean', 'null'])

/** Does a JSON Schema leave no room for prose, and so for no hidden order? Only what is plainly so counts. */
export function isStrict(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false
  const { type, enum: among, const: only, properties, additionalProperties, items } = schema as Schema
  if (among !== undefined || only !== undefined || SIMPLE.has(type)) return true
  if (type === 'array') return isStrict(items)
  if (type !== 'object' || additionalProperties !== false) return false
  return Object.values(properties ?? {}).every(isStrict)
}
