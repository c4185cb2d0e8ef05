import type { VoteConfig } from '../../../shared/nodes/vote/config.ts'
import { errorOutcome, type JsonObject, type Outcome } from '../../../shared/topology/payload.ts'
import type { EffectCall, EffectIo, Executor } from '../../drivers/seams.ts'
import { ExpressionError, holds } from '../expression.ts'
import { resolvePayload } from '../resolve.ts'
import { type JsonSchema, SchemaError, schemaProblem } from './json-schema.ts'
import { JudgementError, tally } from './tally.ts'

interface Case {
  readonly port: string
  readonly when: string
}

/** A router's config has cases, a contract's a schema, a vote's a ballot; nothing else asks for `eval`. */
type EvalConfig = { readonly cases: readonly Case[] } | { readonly schema: JsonSchema } | VoteConfig

function failed(io: EffectIo, code: string, message: string): Outcome {
  return errorOutcome({ code, retryable: false, happened: 'no' }, io.payloads.put(message))
}

async function route(cases: readonly Case[], call: EffectCall, io: EffectIo): Promise<Outcome> {
  const scope = { in: resolvePayload(call.payload['in'] ?? [], io.payloads) }
  for (const one of cases) {
    try {
      if (await holds(one.when, scope)) return ok({ port: one.port })
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      return failed(
        io,
        'expression',
        `${call.nodeName} (${call.node}): the condition of "${one.port}" cannot be decided. ${error.message}`,
      )
    }
  }
  return ok({ port: 'otherwise' })
}

function ok(control: JsonObject): Outcome {
  return { tag: 'ok', control, refs: {} }
}

/** A contract is compiled onto an edge and named after it. */
function edgeOf(call: EffectCall): string {
  return call.node.replace(/\.contract$/, '')
}

async function meet(schema: JsonSchema, call: EffectCall, io: EffectIo): Promise<Outcome> {
  try {
    const problem = await schemaProblem(schema, resolvePayload(call.payload['in'] ?? [], io.payloads))
    if (problem === null) return ok({})
    const message = `Edge ${edgeOf(call)}: a message does not meet its contract: ${problem}`
    return { tag: 'breach', control: {}, refs: { error: io.payloads.put(message) } }
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error
    return failed(
      io,
      'schema',
      `Edge ${edgeOf(call)}: the JSON Schema of its contract cannot be used: ${error.message}`,
    )
  }
}

async function count(config: VoteConfig, call: EffectCall, io: EffectIo): Promise<Outcome> {
  try {
    return ok(await tally(config, call, io.payloads))
  } catch (error) {
    if (!(error instanceof ExpressionError || error instanceof JudgementError)) throw error
    const message = `${call.nodeName} (${call.node}): the ballots cannot be compared. ${error.message}`
    return failed(io, error instanceof JudgementError ? 'judgement' : 'expression', message)
  }
}

/** Decides for routers, counts for votes and checks for contracts: pure, so it may run as often as it likes. */
export function createEvalExecutor(): Executor {
  return {
    kinds: ['eval'],
    async perform(call, io) {
      const config = call.bound.config as EvalConfig
      if ('cases' in config) return route(config.cases, call, io)
      return 'ballot' in config ? count(config, call, io) : meet(config.schema, call, io)
    },
  }
}
