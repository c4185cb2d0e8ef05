import { HostError } from '../../shared/api/contract.ts'
import { CHANGE } from '../../shared/nodes/session.ts'
import { fieldsOf, type Json, type Payload } from '../../shared/topology/payload.ts'
import type { PayloadStore } from '../drivers/seams.ts'
import { resolvePayload } from '../effects/resolve.ts'
import { digestOfValue } from './digest.ts'

/** What proves an approval, or names a state of a repository, is not a person's to write. */
const FIXED: ReadonlySet<string> = new Set([CHANGE, 'approval', 'approvals'])

/** More than this is read as evidence, not edited in a form. */
const MAX_CHARACTERS = 20_000

export type Fields = { readonly [field: string]: Json }

/** The fields of a message that a person may change, with their present values; null when there are none. */
export function editableFields(payload: Payload, payloads: PayloadStore): Fields | null {
  const fields = Object.entries(fieldsOf(payload))
    .filter(([name]) => !FIXED.has(name))
    .map(([name, part]) => [name, resolvePayload(part, payloads)] as const)
    .filter(([, value]) => JSON.stringify(value).length <= MAX_CHARACTERS)
  return fields.length === 0 ? null : Object.fromEntries(fields)
}

/** The message with a person's new values: all else stays the very same content. */
export function editedPayload(
  payload: Payload,
  edit: { readonly [field: string]: unknown },
  payloads: PayloadStore,
): Payload {
  const known = editableFields(payload, payloads) ?? {}
  const changed: Record<string, Payload> = {}
  for (const [name, value] of Object.entries(edit)) {
    if (!Object.hasOwn(known, name)) {
      const names = Object.keys(known).join(', ') || 'none'
      throw bad(`edit.${name}: there is no such field to change; there are ${names}`)
    }
    if (digestOfValue(value) !== digestOfValue(known[name])) changed[name] = payloads.put(value as Json)
  }
  if (Object.keys(changed).length === 0) throw bad('The edit changes nothing: approve it as it is')
  const bare = typeof payload === 'string' || Array.isArray(payload)
  return bare ? (changed['value'] as Payload) : { ...fieldsOf(payload), ...changed }
}

function bad(message: string): HostError {
  return new HostError({ code: 'bad-input', message })
}
