import {
  isStepCount,
  jsonSchema,
  type LanguageModelUsage,
  type ModelMessage,
  streamText,
  type ToolSet,
} from 'ai'
import type { ToolSpec } from '../../../shared/nodes/agent/tools.ts'
import type { Json } from '../../../shared/topology/payload.ts'
import type { EffectIo } from '../../drivers/seams.ts'
import type { ToolCall } from './conversation.ts'
import type { ModelAddress } from './model-address.ts'
import { modelError } from './model-errors.ts'
import { ModelFailure } from './model-failure.ts'
import type { Connection } from './provider.ts'

// Warnings of the SDK belong to nobody's terminal.
globalThis.AI_SDK_LOG_WARNINGS = false

export interface StepRequest {
  readonly address: ModelAddress
  readonly connection: Connection
  readonly instructions: string
  readonly messages: readonly ModelMessage[]
  readonly tools: readonly ToolSpec[]
}

export interface StepResult {
  readonly text: string
  /** With arguments as they came; a text is one that is not JSON. */
  readonly calls: readonly ToolCall[]
  readonly messages: readonly ModelMessage[]
  readonly usage: LanguageModelUsage | null
}

interface Progress {
  text: string
  characters: number
  calls: ToolCall[]
  finish: string | null
  usage: LanguageModelUsage | null
}

/**
 * Asks the model once and streams what comes. Only a stream that says itself how it ended counts: an error part, a
 * thrown error, an end without a reason and an end for want of room all fail the step, whatever text has come.
 */
export async function modelStep(request: StepRequest, io: EffectIo): Promise<StepResult> {
  const { address } = request
  const progress: Progress = { text: '', characters: 0, calls: [], finish: null, usage: null }
  const names = wireNames(request.tools)
  // Ends the connection too when the loop below is left early.
  const left = new AbortController()
  try {
    const result = streamText({
      model: request.connection.model,
      providerOptions: request.connection.options,
      instructions: request.instructions,
      messages: [...request.messages],
      tools: toolSet(request.tools, names),
      stopWhen: isStepCount(1),
      maxRetries: 0,
      abortSignal: AbortSignal.any([io.signal, left.signal]),
      onError: () => {},
    })
    for await (const part of result.stream) {
      if (part.type === 'error') throw part.error
      if (part.type === 'abort') throw new Error('aborted')
      if (part.type === 'text-delta') take(progress, io, 'text', part.text)
      else if (part.type === 'reasoning-delta') take(progress, io, 'reasoning', part.text)
      else if (part.type === 'tool-call')
        progress.calls.push({
          id: part.toolCallId,
          tool: names.drawn.get(part.toolName) ?? part.toolName,
          args: part.input as Json,
        })
      else if (part.type === 'finish-step') {
        progress.finish =
          part.rawFinishReason === undefined && part.finishReason === 'other' ? null : part.finishReason
        progress.usage = part.usage
      }
    }
    checkFinish(progress, address)
    const messages = (await result.responseMessages).filter((message) => message.role === 'assistant')
    return { text: progress.text, calls: progress.calls, messages, usage: progress.usage }
  } catch (thrown) {
    if (io.signal.aborted) throw aborted(address)
    throw modelError(thrown, address, progress.characters > 0 || progress.calls.length > 0)
  } finally {
    left.abort()
  }
}

function take(progress: Progress, io: EffectIo, type: 'text' | 'reasoning', piece: string): void {
  if (piece === '') return
  progress.characters += piece.length
  if (type === 'text') progress.text += piece
  io.emit(type, piece)
}

function aborted(address: ModelAddress): ModelFailure {
  return new ModelFailure('aborted', `${address.id} at ${address.host}: the step was stopped`, {
    retryable: true,
    happened: 'unknown',
  })
}

function checkFinish(progress: Progress, address: ModelAddress): void {
  const who = `${address.id} at ${address.host}`
  const end = progress.finish
  if (end === 'stop' || end === 'tool-calls') return
  if (end === 'length') {
    throw new ModelFailure(
      'model-length',
      `${who} reached its limit of output before the answer was complete. Ask for less, or choose a model with more room`,
      { retryable: false, happened: 'unknown' },
    )
  }
  if (end === 'content-filter') {
    throw new ModelFailure(
      'model-filtered',
      `${who} declined to answer. Change the prompt, or choose another model`,
      {
        retryable: false,
        happened: 'unknown',
      },
    )
  }
  throw modelError(new Error(`no reason for the end: ${end ?? 'none'}`), address, progress.characters > 0)
}

interface Names {
  /** By the drawn name. */
  readonly wire: ReadonlyMap<string, string>
  /** By the name that is sent. */
  readonly drawn: ReadonlyMap<string, string>
}

/** Models take letters, digits, _ and - only; the dots of a drawn name are replaced, without making two names one. */
function wireNames(tools: readonly ToolSpec[]): Names {
  const wire = new Map<string, string>()
  const drawn = new Map<string, string>()
  for (const { name } of tools) if (!name.includes('.')) drawn.set(name, name)
  for (const { name } of tools) {
    let sent = name.replaceAll('.', '_')
    while (drawn.has(sent) && drawn.get(sent) !== name) sent += '_'
    wire.set(name, sent)
    drawn.set(sent, name)
  }
  return { wire, drawn }
}

/** Without `execute`: the tools are effects of their own. Arguments are checked by the caller, who can answer the model. */
function toolSet(tools: readonly ToolSpec[], names: Names): ToolSet {
  return Object.fromEntries(
    tools.map((tool) => [
      names.wire.get(tool.name) ?? tool.name,
      { description: tool.description, inputSchema: jsonSchema({ properties: {}, ...tool.parameters }) },
    ]),
  )
}
