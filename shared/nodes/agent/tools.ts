import type { Resource } from '../../topology/kind.ts'
import type { AgentConfig, ToolConfig } from './config.ts'
import { storeTools } from './store-tools.ts'

/** A tool as a model is told of it. */
export type ToolSpec = Pick<ToolConfig, 'name' | 'description' | 'parameters' | 'output'>

export const ASK_PERSON = 'ask_person'

const askPerson: ToolSpec = {
  name: ASK_PERSON,
  description:
    'Asks the person who watches this work a question, and waits for the answer. Use it where the task leaves open what only a person can know.',
  parameters: {
    type: 'object',
    properties: { question: { type: 'string', minLength: 1, maxLength: 2000 } },
    required: ['question'],
    additionalProperties: false,
  },
  output: 'text',
}

/** The tools that a model may call: those that are drawn, and those that Synod has and the drawing lets it have. */
export function toolsOf(
  config: Pick<AgentConfig, 'tools' | 'ask_person'>,
  resources: readonly Resource[],
): readonly ToolSpec[] {
  return [...config.tools, ...(config.ask_person ? [askPerson] : []), ...storeTools(resources)]
}
