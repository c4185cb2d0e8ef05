import type { AgentConfig } from '../../../shared/nodes/agent/config.ts'
import type { ToolSpec } from '../../../shared/nodes/agent/tools.ts'
import type { Json } from '../../../shared/topology/payload.ts'
import { SchemaError, schemaProblem } from '../eval/json-schema.ts'
import type { ToolCall } from './conversation.ts'
import { refused } from './model-failure.ts'

export type Read = { readonly answer: Json } | { readonly problem: string }

/** Free text where no form is asked for; else JSON, alone or in one code block, that meets the schema. */
export async function readAnswer(text: string, config: AgentConfig): Promise<Read> {
  const trimmed = text.trim()
  if (trimmed === '') return { problem: 'the answer is empty' }
  if (Object.keys(config.output).length === 0) return { answer: trimmed }
  const inner = /^[^{["]*```(?:json)?\s*\n([\s\S]*?)\n?```[^`]*$/.exec(trimmed)?.[1] ?? trimmed
  let answer: Json
  try {
    answer = JSON.parse(inner) as Json
  } catch (error) {
    return { problem: `the answer is not JSON: ${(error as Error).message}` }
  }
  const problem = await answerProblem(answer, config)
  return problem === null ? { answer } : { problem }
}

/** Null when the answer has the form that is asked for. */
export async function answerProblem(answer: Json, config: AgentConfig): Promise<string | null> {
  if (Object.keys(config.output).length === 0) return null
  const problem = await checked('the form of the answer', () => schemaProblem(config.output, answer))
  return problem === null ? null : `the answer does not have the form asked for: ${problem}`
}

/** Null when the call can be made: the tool exists and its arguments meet its schema. */
export async function callProblem(call: ToolCall, tools: readonly ToolSpec[]): Promise<string | null> {
  const tool = tools.find((one) => one.name === call.tool)
  if (tool === undefined) {
    const names = tools.map((one) => one.name).join(', ')
    return `there is no tool "${call.tool}". ${names === '' ? 'There are no tools' : `The tools are: ${names}`}`
  }
  if (typeof call.args === 'string') return `the arguments of ${call.tool} are not JSON`
  const problem = await checked(`the schema of the tool ${tool.name}`, () =>
    schemaProblem(tool.parameters, call.args),
  )
  return problem === null ? null : `the arguments of ${call.tool} are wrong: ${problem}`
}

async function checked(what: string, check: () => Promise<string | null>): Promise<string | null> {
  try {
    return await check()
  } catch (error) {
    if (error instanceof SchemaError) throw refused('schema', `${what} cannot be used: ${error.message}`)
    throw error
  }
}
