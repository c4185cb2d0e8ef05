import { createAnthropic } from '@ai-sdk/anthropic'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { LanguageModel, streamText } from 'ai'
import type { Secrets } from '../../secrets/secrets.ts'
import type { ModelAddress } from './model-address.ts'
import { refused } from './model-failure.ts'

type ProviderOptions = NonNullable<Parameters<typeof streamText>[0]['providerOptions']>

export interface Connection {
  readonly model: LanguageModel
  readonly options: ProviderOptions
}

/** These think on their own, and say what only when asked to. */
const THINKS = /claude-(?:opus-4-[78]|(?:opus|sonnet|haiku|fable)-5)/

/** The SDK's model behind an address. Nothing is sent yet; a missing key is told at once. */
export function connect(address: ModelAddress, secrets: Secrets, fetch: typeof globalThis.fetch): Connection {
  const key = address.key === null ? null : secrets.get(address.key)
  if (key === null && address.keyNeeded)
    throw refused('model-auth', `${address.id} needs a key. Set ${address.key} in the environment`)
  if (address.wire === 'anthropic') {
    const anthropic = createAnthropic({ baseURL: address.url, apiKey: key ?? '', fetch })
    const thinking = { type: 'adaptive', display: 'summarized' }
    return {
      model: anthropic(address.model),
      options: THINKS.test(address.model) ? { anthropic: { thinking } } : {},
    }
  }
  const compatible = createOpenAICompatible({
    name: address.provider,
    baseURL: address.url,
    includeUsage: true,
    fetch,
    ...(key === null ? {} : { apiKey: key }),
  })
  return { model: compatible.chatModel(address.model), options: {} }
}
