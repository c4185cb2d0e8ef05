import type { Errands } from '../../../shared/nodes/errands.ts'
import type { VoteConfig } from '../../../shared/nodes/vote/config.ts'
import { errorOutcome, type Json, type JsonObject, type Outcome } from '../../../shared/topology/payload.ts'
import type { EffectCall, EffectIo, Executor } from '../../drivers/seams.ts'
import { ExpressionError, evaluate, holds, type Scope } from '../expression.ts'
import { resolvePayload } from '../resolve.ts'
import { type JsonSchema, SchemaError, schemaProblem } from './json-schema.ts'
import { pick } from './pick.ts'
import { JudgementError, tally } from './tally.ts'

interface Case {
  readonly port: string
  readonly when: string
}

/** A router's config has cases, a contract's a schema, and so on: each asks for `eval` in its own way. */
type EvalConfig =
  | { readonly cases: readonly Case[] }
  | { readonly schema: JsonSchema }
  | { readonly when: string }
  | { readonly transform: string }
  | { readonly over: string }
  | VoteConfig

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

/** What was drawn: a node, or the edge that something is compiled onto. */
function placeOf(call: EffectCall): string {
  const dot = call.node.indexOf('.')
  return dot < 0 ? `${call.nodeName} (${call.node})` : `Edge ${call.node.slice(0, dot)}`
}

async function transform(expression: string, scope: Scope, call: EffectCall, io: EffectIo): Promise<Outcome> {
  const value = await evaluate(expression, scope)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const message = `${placeOf(call)}: its transform must give an object, whose fields are the new message, and gives ${JSON.stringify(value)?.slice(0, 80)}`
    return failed(io, 'transform', message)
  }
  const fields = Object.entries(value).map(([field, part]) => [field, io.payloads.put(part)])
  return { tag: 'ok', control: {}, refs: { message: Object.fromEntries(fields) } }
}

const MOST_ITEMS = 10_000

/** A path is no expression: JSONata takes a list of one for the one. */
function at(path: string, value: Json): Json | undefined {
  let part: Json | undefined = value
  for (const field of path.replace(/^in\./, '').split('.')) {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, field)) return undefined
    part = (part as { readonly [field: string]: Json })[field]
  }
  return part
}

function split(over: string, message: Json, call: EffectCall, io: EffectIo): Outcome {
  const list = at(over, message)
  if (!Array.isArray(list)) {
    const what = list === undefined || list === null ? 'nothing' : typeof list
    return failed(
      io,
      'no-list',
      `${placeOf(call)}: a list was expected at "${over}" of the message, and there is ${what}`,
    )
  }
  if (list.length > MOST_ITEMS)
    return failed(
      io,
      'long-list',
      `${placeOf(call)}: ${list.length} items at "${over}"; the most is ${MOST_ITEMS}`,
    )
  const items = (list as readonly Json[]).map((item) => io.payloads.put(item))
  return { tag: 'ok', control: { count: items.length }, refs: { items } }
}

async function takeApart(call: EffectCall, io: EffectIo): Promise<Outcome> {
  try {
    return await pick(call.bound.config as Errands, call, io.payloads)
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    const message = `${call.nodeName} (${call.node}): its result cannot be handed over. ${error.message}`
    return failed(io, 'expression', message)
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

/** Decides for routers, checks for contracts, and checks for contracts: pure, so it may run as often as it likes. */
export function createEvalExecutor(): Executor {
  return {
    kinds: ['eval'],
    async perform(call, io) {
      const config = call.bound.config as EvalConfig
      if (call.control['pick'] === true) return takeApart(call, io)
      if ('cases' in config) return route(config.cases, call, io)
      if ('ballot' in config) return count(config, call, io)
      if ('schema' in config) return meet(config.schema, call, io)
      const scope = { in: resolvePayload(call.payload['in'] ?? [], io.payloads) }
      try {
        if ('when' in config) return ok({ holds: await holds(config.when, scope) })
        if ('transform' in config) return await transform(config.transform, scope, call, io)
        return split(config.over, scope.in, call, io)
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error
        return failed(io, 'expression', `${placeOf(call)}: ${error.message}`)
      }
    },
  }
}
