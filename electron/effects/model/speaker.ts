import { type AgentConfig, agentSchema } from '../../../shared/nodes/agent/config.ts'
import type { VoteConfig } from '../../../shared/nodes/vote/config.ts'
import type { EffectCall } from '../../drivers/seams.ts'

const JUDGEMENT = {
  type: 'object',
  properties: { same: { type: 'array', items: { type: 'array', items: { type: 'integer', minimum: 1 } } } },
  required: ['same'],
  additionalProperties: false,
}

const ASK =
  'Several answers to one task, as a list: {{in}}\nWhich of them mean the same? Wording does not matter, what follows from them does. Count them from 1, and put each into exactly one group.'

/** What a model is asked as: an agent, or the judge of a vote, which only answers. */
export function speakerOf(call: EffectCall): AgentConfig {
  const config = call.bound.config as AgentConfig | VoteConfig
  if (!('ballot' in config)) return config
  const { model, prompt, script } = config
  return agentSchema.parse({ model, prompt: prompt === '' ? ASK : prompt, script, output: JUDGEMENT })
}
