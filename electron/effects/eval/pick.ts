import type { Errands } from '../../../shared/nodes/errands.ts'
import type { Json, Outcome, Payload, Ref } from '../../../shared/topology/payload.ts'
import type { EffectCall, PayloadStore } from '../../drivers/seams.ts'
import { ExpressionError, evaluateMaybe, type Scope } from '../expression.ts'
import { resolvePayload } from '../resolve.ts'

/** The parts of a worker's result that it decides and that it writes to a store. Throws `ExpressionError`. */
export async function pick(config: Errands, call: EffectCall, store: PayloadStore): Promise<Outcome> {
  const part = (name: string): Json => resolvePayload((call.payload[name] ?? {}) as Payload, store)
  const result = part('result')
  const scope: Scope = { in: part('in'), store: part('store'), decisions: part('decisions'), result }
  const decided = config.decides.map((topic): [string, Ref] => [topic, store.put(decisionOn(topic, result))])
  const values: [string, Ref][] = []
  for (const { key, value } of config.updates) {
    const found = await evaluateMaybe(value, scope)
    if (found === undefined) throw new ExpressionError(value, `it gives nothing to write to "${key}"`)
    values.push([key, store.put(found)])
  }
  const refs = { decided: Object.fromEntries(decided), values: Object.fromEntries(values) }
  return { tag: 'ok', control: {}, refs }
}

/** A part of the result that is named like the topic, else the whole. */
function decisionOn(topic: string, result: Json): Json {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) return result
  const fields = result as { readonly [field: string]: Json }
  return Object.hasOwn(fields, topic) ? (fields[topic] as Json) : result
}
