import { STORE_TOOLS } from '../../../shared/nodes/agent/store-tools.ts'
import type { Json, Outcome, Ref } from '../../../shared/topology/payload.ts'
import type { EffectIo } from '../../drivers/seams.ts'

/** The outcome of a step that calls a tool. Of a store's tool the key is told, and the value stands alone. */
export function called(tool: string, args: Json, conversation: Ref, { payloads }: EffectIo): Outcome {
  const refs = { conversation, args: payloads.put(args) }
  if (!STORE_TOOLS.includes(tool)) return { tag: 'call', control: { tool }, refs }
  // Its arguments have met the tool's schema.
  const { key, value } = args as { readonly key: string; readonly value?: Json }
  const valued = value === undefined ? refs : { ...refs, value: payloads.put(value) }
  return { tag: 'call', control: { tool, key }, refs: valued }
}
