import type { VoteConfig } from '../../../shared/nodes/vote/config.ts'
import { fieldsOf, type Json, type JsonObject, type Payload } from '../../../shared/topology/payload.ts'
import type { EffectCall, PayloadStore } from '../../drivers/seams.ts'
import { evaluateMaybe } from '../expression.ts'
import { resolvePayload } from '../resolve.ts'

/** What a judge answered cannot be used; the message says why. */
export class JudgementError extends Error {
  override readonly name = 'JudgementError'
}

/**
 * Which ballots say the same: for each voter a number, equal where they agree. A voter whose ballot is not there has
 * none. Throws `JudgementError`, and `ExpressionError` where an expression cannot be evaluated.
 */
export async function tally(config: VoteConfig, call: EffectCall, store: PayloadStore): Promise<JsonObject> {
  const ballots = call.payload['ballots'] as { readonly [port: string]: Payload }
  const ports = config.inputs.filter((port) => Object.hasOwn(ballots, port))
  if (config.equal === 'judge') return { classes: judged(ports, judgementOf(call, store)) }
  const said = new Map<string, string>()
  for (const port of ports) {
    const value = await ballotValue(config, ballots[port] as Payload, store)
    if (value !== undefined) said.set(port, canonical(value))
  }
  const kinds = [...new Set(said.values())]
  return { classes: Object.fromEntries([...said].map(([port, text]) => [port, kinds.indexOf(text)])) }
}

async function ballotValue(
  config: VoteConfig,
  message: Payload,
  store: PayloadStore,
): Promise<Json | undefined> {
  if (config.equal === 'path') return evaluateMaybe(config.ballot, { in: resolvePayload(message, store) })
  const fields = fieldsOf(message)
  const field = Object.hasOwn(fields, config.ballot) ? fields[config.ballot] : undefined
  return field === undefined ? undefined : resolvePayload(field, store)
}

/** One text for one value, whatever the order of its keys. */
function canonical(value: Json): string {
  return JSON.stringify(value, (_key, part: Json) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

function judgementOf(call: EffectCall, store: PayloadStore): readonly (readonly number[])[] {
  const judgement = call.payload['judgement']
  const answer = judgement === undefined ? null : resolvePayload(judgement, store)
  const same = typeof answer === 'object' && answer !== null && 'same' in answer ? answer['same'] : null
  if (!Array.isArray(same) || !same.every((group) => Array.isArray(group)))
    throw new JudgementError('the judge did not say which ballots are the same')
  return same as readonly (readonly number[])[]
}

/** The judge counts the ballots from 1. One that it names twice, or not at all, counts for nothing. */
function judged(ports: readonly string[], same: readonly (readonly number[])[]): JsonObject {
  const named = same.flat()
  const entries = ports.flatMap((port, at) => {
    const once = named.filter((one) => one === at + 1).length === 1
    return once ? [[port, same.findIndex((group) => group.includes(at + 1))] as const] : []
  })
  return Object.fromEntries(entries)
}
