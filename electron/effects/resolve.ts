import type { Json, Payload } from '../../shared/topology/payload.ts'
import type { PayloadStore } from '../drivers/seams.ts'

/** The content behind a payload: each ref, however deep in records and lists, becomes what it names. */
export function resolvePayload(payload: Payload, store: Pick<PayloadStore, 'get'>): Json {
  if (typeof payload === 'string') return store.get(payload)
  if (isList(payload)) return payload.map((part) => resolvePayload(part, store))
  return Object.fromEntries(Object.entries(payload).map(([key, part]) => [key, resolvePayload(part, store)]))
}

function isList(payload: Exclude<Payload, string>): payload is readonly Payload[] {
  return Array.isArray(payload)
}
