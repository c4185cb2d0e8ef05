import type { ModelMessage } from 'ai'
import type { Json } from '../../../shared/topology/payload.ts'
import type { EffectCall, EffectIo } from '../../drivers/seams.ts'
import { resolvePayload } from '../resolve.ts'
import { refused } from './model-failure.ts'

/** A tool call as the model made it. */
export interface ToolCall {
  readonly id: string
  readonly tool: string
  readonly args: Json
}

interface ToolResult {
  readonly id: string
  readonly tool: string
  readonly text: string
}

/**
 * All that a model step needs of the steps before it; the content behind the agent's opaque `conversation`. A model
 * that asks for several tools at once gets them one by one: `open` is being carried out, `pending` wait, and their
 * results gather in `results` until the model is asked again.
 */
export interface Conversation {
  readonly type: 'model'
  readonly messages: readonly ModelMessage[]
  readonly open: ToolCall | null
  readonly pending: readonly ToolCall[]
  readonly results: readonly ToolResult[]
  /** What people have said and the model has not heard yet. */
  readonly said?: readonly string[]
  readonly tokens: number
}

/** The stand-in's: which turns were played, and the latest result of each tool. */
export interface Performance {
  readonly type: 'standin'
  readonly played: readonly number[]
  readonly open: string | null
  readonly results: { readonly [tool: string]: Json }
  /** All that people have said so far. */
  readonly said?: readonly string[]
  readonly tokens: number
}

const EMPTY: Conversation = { type: 'model', messages: [], open: null, pending: [], results: [], tokens: 0 }
const UNPLAYED: Performance = { type: 'standin', played: [], open: null, results: {}, tokens: 0 }

/** More than this of one result would fill a context window with a log. */
const MAX_RESULT_CHARACTERS = 40_000

export function loadConversation(call: EffectCall, io: EffectIo): Conversation {
  return load(call, io, EMPTY)
}

export function loadPerformance(call: EffectCall, io: EffectIo): Performance {
  return load(call, io, UNPLAYED)
}

/** A run keeps the model that it was started with, so a conversation of the other type is damage. */
function load<T extends Conversation | Performance>(call: EffectCall, io: EffectIo, fresh: T): T {
  const ref = call.payload['conversation']
  if (ref === undefined) return fresh
  const stored = resolvePayload(ref, io.payloads) as unknown as T
  if (stored?.type !== fresh.type)
    throw refused('conversation', 'the conversation so far was held with another model. Start the run again')
  return stored
}

/** The result that the last tool call brought, undefined before any. */
export function resultOf(call: EffectCall, io: EffectIo): Json | undefined {
  const result = call.payload['result']
  return result === undefined ? undefined : resolvePayload(result, io.payloads)
}

/** What people have said since the last step, oldest first. */
export function saidOf(call: EffectCall, io: EffectIo): readonly string[] {
  const said = call.payload['said']
  return said === undefined ? [] : (resolvePayload(said, io.payloads) as readonly string[])
}

/** What the agent has from stores and ledgers, as its prompt and its script name it. */
export function fetchedScope(call: EffectCall, io: EffectIo): { readonly [name: string]: Json } {
  const of = (name: string): Json => resolvePayload(call.payload[name] ?? {}, io.payloads)
  return { decisions: of('decisions'), store: of('store') }
}

export function withPeople(conversation: Conversation, said: readonly string[]): Conversation {
  return said.length === 0 ? conversation : { ...conversation, said: [...(conversation.said ?? []), ...said] }
}

/** With what people have said told to the model, after the results that it waits for. */
export function withPeopleSaid(conversation: Conversation): Conversation {
  const { said = [], ...rest } = conversation
  if (said.length === 0) return conversation
  const heard = said.map((content): ModelMessage => ({ role: 'user', content }))
  return { ...rest, messages: [...rest.messages, ...heard] }
}

/** With the result of the open call. */
export function withResult(conversation: Conversation, result: Json | undefined): Conversation {
  const { open } = conversation
  if (open === null || result === undefined) return conversation
  return withAnswer({ ...conversation, open: null }, open, shownResult(result))
}

/** With what a call is answered, be it by a tool or by Synod, which could not make the call. */
export function withAnswer(conversation: Conversation, call: ToolCall, text: string): Conversation {
  const result: ToolResult = { id: call.id, tool: call.tool, text }
  return { ...conversation, results: [...conversation.results, result] }
}

function shownResult(result: Json): string {
  const text = typeof result === 'string' ? result : JSON.stringify(result)
  if (text.length <= MAX_RESULT_CHARACTERS) return text
  return `${text.slice(0, MAX_RESULT_CHARACTERS)}\n(cut: ${text.length} characters in all)`
}

/** With the gathered results said, so that the model may be asked again. */
export function withResultsSaid(conversation: Conversation): Conversation {
  const { results } = conversation
  if (results.length === 0) return conversation
  const said: ModelMessage = {
    role: 'tool',
    content: results.map((one) => ({
      type: 'tool-result',
      toolCallId: one.id,
      toolName: one.tool,
      output: { type: 'text', value: one.text },
    })),
  }
  return { ...conversation, messages: [...conversation.messages, said], results: [] }
}
