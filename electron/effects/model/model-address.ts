import type { Environment } from '../../secrets/secrets.ts'
import { refused } from './model-failure.ts'

/** Played from the topology's own script. */
export const STANDIN = 'standin'

interface Provider {
  readonly label: string
  readonly wire: 'anthropic' | 'openai'
  /** Null where a topology or the environment has to say it. */
  readonly url: string | null
  /** The key is read from this name. */
  readonly key: string
  /** Local servers mostly ask for none. */
  readonly keyNeeded: boolean
  /** Answers where no model was chosen and a key is there. */
  readonly auto: string | null
  /** Costs nothing by the token. */
  readonly free: boolean
}

const LOCAL = { wire: 'openai', keyNeeded: false, auto: null, free: true } as const

/** In the order in which `auto` looks for a key. Any address can be replaced by NAME_BASE_URL in the environment. */
const PROVIDERS: ReadonlyMap<string, Provider> = new Map([
  [
    'anthropic',
    {
      label: 'Anthropic',
      wire: 'anthropic',
      url: 'https://api.anthropic.com/v1',
      key: 'ANTHROPIC_API_KEY',
      keyNeeded: true,
      auto: 'claude-sonnet-5-5',
      free: false,
    },
  ],
  [
    'openai',
    {
      label: 'OpenAI',
      wire: 'openai',
      url: 'https://api.openai.com/v1',
      key: 'OPENAI_API_KEY',
      keyNeeded: true,
      auto: 'gpt-6.1-terra',
      free: false,
    },
  ],
  [
    'openrouter',
    {
      label: 'OpenRouter',
      wire: 'openai',
      url: 'https://openrouter.ai/api/v1',
      key: 'OPENROUTER_API_KEY',
      keyNeeded: true,
      auto: 'openai/gpt-6.1-terra',
      free: false,
    },
  ],
  ['ollama', { ...LOCAL, label: 'Ollama', url: 'http://127.0.0.1:11434/v1', key: 'OLLAMA_API_KEY' }],
  ['llamacpp', { ...LOCAL, label: 'llama.cpp', url: 'http://127.0.0.1:8080/v1', key: 'LLAMACPP_API_KEY' }],
  ['lmstudio', { ...LOCAL, label: 'LM Studio', url: 'http://127.0.0.1:1234/v1', key: 'LMSTUDIO_API_KEY' }],
  ['vllm', { ...LOCAL, label: 'vLLM', url: 'http://127.0.0.1:8000/v1', key: 'VLLM_API_KEY' }],
  ['compatible', { ...LOCAL, label: 'OpenAI-compatible', url: null, key: 'COMPATIBLE_API_KEY', free: false }],
])

/** Where a model answers, and which key may be sent there. */
export interface ModelAddress {
  readonly id: string
  readonly provider: string
  readonly label: string
  readonly model: string
  readonly wire: 'anthropic' | 'openai'
  readonly url: string
  readonly host: string
  /** Name of the key, null where none may be sent. */
  readonly key: string | null
  readonly keyNeeded: boolean
  readonly free: boolean
}

/** Reads `provider:model` or `compatible:model@address`. Throws `ModelFailure` when it names no model. */
export function modelAddress(id: string, environment: Environment): ModelAddress {
  const colon = id.indexOf(':')
  const name = colon < 0 ? id : id.slice(0, colon)
  const provider = PROVIDERS.get(name)
  const rest = colon < 0 ? '' : id.slice(colon + 1)
  if (provider === undefined || rest === '') {
    throw refused(
      'model-unknown',
      `"${id}" names no model. Write auto, standin, compatible:MODEL@ADDRESS, or one of ${[...PROVIDERS.keys()].map((one) => `${one}:MODEL`).join(', ')}`,
    )
  }
  const own = environmentUrl(name, environment)
  const split = provider.url === null ? /^(.+)@(https?:\/\/\S+)$/.exec(rest) : null
  const written = split?.[2] ?? own ?? provider.url
  if (written === null) {
    throw refused(
      'model-unknown',
      `"${id}" has no address. Write compatible:MODEL@http://host:port/v1, or set ${urlName(name)}`,
    )
  }
  const url = readUrl(written, id)
  // A key goes only where its owner said: to the provider, or to the address that stands beside it in the
  // environment. A topology from elsewhere must not be able to have it sent to an address of its own.
  const trusted = split === null || (own !== null && new URL(own).origin === url.origin)
  return {
    id,
    provider: name,
    label: provider.label,
    model: split?.[1] ?? rest,
    wire: provider.wire,
    url: url.href.replace(/\/+$/, ''),
    host: url.host,
    key: trusted ? provider.key : null,
    keyNeeded: provider.keyNeeded,
    free: provider.free || isLoopback(url.hostname),
  }
}

function urlName(provider: string): string {
  return `${provider.toUpperCase()}_BASE_URL`
}

function environmentUrl(provider: string, environment: Environment): string | null {
  return environment[urlName(provider)]?.trim() || null
}

function readUrl(text: string, id: string): URL {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw refused('model-unknown', `"${id}": ${text} is not an http or https address`)
  if (url.username !== '' || url.password !== '')
    throw refused(
      'model-unknown',
      `"${id}": an address must not hold a password. Keys come from the environment`,
    )
  return url
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

/**
 * The model that answers for an agent. `auto` is SYNOD_MODEL, else the default model of the first key found, else the
 * stand-in. Where there is neither a key nor a script, the stand-in says so when it is asked.
 */
export function resolveModel(configured: string, environment: Environment): string {
  if (configured !== 'auto') return configured
  const chosen = environment['SYNOD_MODEL']?.trim()
  if (chosen) return chosen
  for (const [name, provider] of PROVIDERS) {
    if (provider.auto !== null && environment[provider.key]?.trim()) return `${name}:${provider.auto}`
  }
  return STANDIN
}

/** Why the model cannot answer here and now, as far as that shows without asking it; null when nothing speaks against it. */
export function modelProblem(id: string, hasScript: boolean, environment: Environment): string | null {
  if (id === STANDIN) {
    return hasScript
      ? null
      : 'no model is connected and there is no script for a stand-in. Set ANTHROPIC_API_KEY, OPENAI_API_KEY or SYNOD_MODEL, or write a script'
  }
  try {
    const address = modelAddress(id, environment)
    if (!address.keyNeeded || address.key === null || environment[address.key]?.trim()) return null
    return `${address.label} needs a key. Set ${address.key} in the environment`
  } catch (error) {
    return (error as Error).message
  }
}

/** What can be chosen, for a list: each provider's usual model, and whether its key is there. */
export function listModels(
  environment: Environment,
): readonly { readonly id: string; readonly label: string; readonly available: boolean }[] {
  const hosted = [...PROVIDERS].flatMap(([name, provider]) =>
    provider.auto === null
      ? []
      : [
          {
            id: `${name}:${provider.auto}`,
            label: `${provider.label} · ${provider.auto}`,
            available: Boolean(environment[provider.key]?.trim()),
          },
        ],
  )
  return [...hosted, { id: STANDIN, label: 'Stand-in: a script, not a model', available: true }]
}
