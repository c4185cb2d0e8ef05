import { setTimeout as pause } from 'node:timers/promises'
import type { AgentConfig } from '../../../shared/nodes/agent/config.ts'
import type { ToolSpec } from '../../../shared/nodes/agent/tools.ts'
import type { Json, Outcome } from '../../../shared/topology/payload.ts'
import type { EffectCall, EffectIo } from '../../drivers/seams.ts'
import { holds, type Scope } from '../expression.ts'
import { resolvePayload } from '../resolve.ts'
import { fillJson, fillTemplate } from '../template.ts'
import { answerProblem, callProblem } from './answer.ts'
import { called } from './called.ts'
import { fetchedScope, loadPerformance, type Performance, resultOf, saidOf } from './conversation.ts'
import { refused } from './model-failure.ts'

const LABEL = 'Stand-in: a script, not a model'
const PIECE_CHARACTERS = 40

type ScriptTurn = AgentConfig['script'][number]

interface Stage {
  readonly call: EffectCall
  readonly io: EffectIo
  readonly config: AgentConfig
  readonly tools: readonly ToolSpec[]
  readonly pace_ms: number
}

/**
 * Plays one turn of the agent's script: the first that was not played yet and whose condition holds. What it says is
 * written; what it calls is real, and so are the results that it goes by.
 */
export async function playStandin(stage: Stage): Promise<Outcome> {
  const { call, io, config, tools } = stage
  io.emit('note', LABEL)
  const before = withSaid(withLatest(loadPerformance(call, io), resultOf(call, io), tools), saidOf(call, io))
  const scope: Scope = {
    in: resolvePayload(call.payload['in'] ?? {}, io.payloads),
    ...fetchedScope(call, io),
    results: before.results,
    said: before.said ?? [],
  }
  const next = await nextTurn(config.script, before, scope)
  // One that has answered and is spoken to, but has nothing written for it, stays with its answer.
  const at = next >= 0 || (before.said ?? []).length === 0 ? next : lastAnswer(config.script, before)
  const turn = config.script[at]
  if (turn === undefined) throw exhausted(config, before)
  let spoken = await speak('reasoning', turn.reasoning, scope, stage)
  spoken += await speak('text', turn.say, scope, stage)
  const outcome =
    turn.call === undefined ? await answer(turn, scope, stage) : await callTool(turn.call, scope, stage)
  spoken += outcome.characters
  const outputTokens = estimate(spoken)
  const inputTokens = estimate(config.prompt.length + JSON.stringify(scope).length)
  io.emit('usage', JSON.stringify({ inputTokens, outputTokens, costUsd: 0 }))
  const after: Performance = {
    ...before,
    played: [...before.played, at],
    open: outcome.tool,
    tokens: before.tokens + inputTokens + outputTokens,
  }
  const conversation = io.payloads.put(after as unknown as Json)
  if (outcome.tool !== null) return called(outcome.tool, outcome.content, conversation, io)
  return { tag: 'answer', control: {}, refs: { conversation, answer: io.payloads.put(outcome.content) } }
}

interface Played {
  readonly tool: string | null
  readonly content: Json
  readonly characters: number
}

function withLatest(
  performance: Performance,
  result: Json | undefined,
  tools: readonly ToolSpec[],
): Performance {
  const { open } = performance
  if (open === null || result === undefined) return performance
  const tool = tools.find((one) => one.name === open)
  const value = typeof result === 'string' && tool?.output === 'json' ? parsed(result) : result
  return { ...performance, open: null, results: { ...performance.results, [open]: value } }
}

function withSaid(performance: Performance, said: readonly string[]): Performance {
  return said.length === 0 ? performance : { ...performance, said: [...(performance.said ?? []), ...said] }
}

function lastAnswer(script: readonly ScriptTurn[], { played }: Performance): number {
  return played.findLast((at) => script[at]?.answer !== undefined) ?? -1
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

async function nextTurn(
  script: readonly ScriptTurn[],
  performance: Performance,
  scope: Scope,
): Promise<number> {
  for (const [at, turn] of script.entries()) {
    if (performance.played.includes(at)) continue
    if (turn.when === undefined || (await holds(turn.when, scope))) return at
  }
  return -1
}

function exhausted(config: AgentConfig, { played }: Performance): Error {
  if (config.script.length === 0) {
    return refused(
      'standin-empty',
      'no model is connected and there is no script for a stand-in. Set ANTHROPIC_API_KEY, OPENAI_API_KEY or SYNOD_MODEL, choose a model for this node, or write a script',
    )
  }
  return refused(
    'standin-exhausted',
    `the stand-in's script has no turn left whose condition holds (${played.length} of ${config.script.length} turns were played). Add a turn that answers`,
  )
}

async function callTool(
  written: NonNullable<ScriptTurn['call']>,
  scope: Scope,
  { io, tools }: Stage,
): Promise<Played> {
  const args = await fillJson(written.args as Json, scope)
  const problem = await callProblem({ id: '', tool: written.tool, args }, tools)
  if (problem !== null) throw refused('standin-call', `the stand-in's script is wrong: ${problem}`)
  const shown = JSON.stringify({ tool: written.tool, args })
  io.emit('tool', shown)
  return { tool: written.tool, content: args, characters: shown.length }
}

async function answer(turn: ScriptTurn, scope: Scope, stage: Stage): Promise<Played> {
  const filled = await fillJson(turn.answer as Json, scope)
  const problem = await answerProblem(filled, stage.config)
  if (problem !== null) throw refused('standin-answer', `the stand-in's script is wrong: ${problem}`)
  const shown = typeof filled === 'string' ? filled : JSON.stringify(filled, null, 2)
  await stream('text', turn.say === undefined ? shown : `\n\n${shown}`, stage)
  return { tool: null, content: filled, characters: shown.length }
}

async function speak(
  type: 'text' | 'reasoning',
  written: string | undefined,
  scope: Scope,
  stage: Stage,
): Promise<number> {
  if (written === undefined) return 0
  const text = await fillTemplate(written, scope)
  await stream(type, text, stage)
  return text.length
}

/** In small pieces with short pauses, so that people see a stream as of a model. */
async function stream(type: 'text' | 'reasoning', text: string, { io, pace_ms }: Stage): Promise<void> {
  const characters = [...text]
  for (let at = 0; at < characters.length; at += PIECE_CHARACTERS) {
    io.signal.throwIfAborted()
    io.emit(type, characters.slice(at, at + PIECE_CHARACTERS).join(''))
    if (pace_ms > 0) await pause(pace_ms, undefined, { signal: io.signal })
  }
}

function estimate(characters: number): number {
  return Math.ceil(characters / 4)
}
