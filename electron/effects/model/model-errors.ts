import type { ModelAddress } from './model-address.ts'
import { ModelFailure } from './model-failure.ts'

const MAX_SAID = 300

/** Codes of a connection that was never made: nothing was asked, nothing was paid. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Names of errors that say: what came is not what such an endpoint sends. */
const MALFORMED = new Set(['AI_JSONParseError', 'AI_TypeValidationError'])

interface Thrown {
  readonly name?: unknown
  readonly message?: unknown
  readonly code?: unknown
  readonly statusCode?: unknown
  readonly responseBody?: unknown
  readonly cause?: unknown
}

/**
 * What went wrong in a model step, whether it was thrown or came as a part of the stream, as one failure: what it is,
 * whether another attempt may help, and what a person can do. `began`: something of an answer had already come.
 */
export function modelError(thrown: unknown, address: ModelAddress, began: boolean): ModelFailure {
  if (thrown instanceof ModelFailure) return thrown
  const chain = causes(thrown)
  const status = chain.map((one) => one.statusCode).find((code) => typeof code === 'number')
  const code = chain.map((one) => one.code).find((one) => typeof one === 'string')
  const said = saidBy(thrown)
  if (status !== undefined && status !== 200) return byStatus(status, said, address, thrown)
  const who = `${address.id} at ${address.host}`
  const unknown = { retryable: true, happened: 'unknown' } as const
  if (typeof code === 'string' && NOT_CONNECTED.has(code)) {
    return new ModelFailure(
      'model-unreachable',
      `${who} cannot be reached (${code}). ${address.keyNeeded ? 'Check the network and the address' : `Start ${address.label} there, or correct the address`}, or choose another model`,
      { retryable: true, happened: 'no' },
    )
  }
  if (chain.some((one) => MALFORMED.has(String(one.name)))) {
    return new ModelFailure(
      'model-malformed',
      `${who} sent a piece that is malformed (${said}). The step is not used. If it happens again, check that the address is an ${address.wire === 'anthropic' ? 'Anthropic' : 'OpenAI-compatible'} API`,
      unknown,
    )
  }
  if (isError(thrown)) {
    return new ModelFailure(
      'model-cut',
      `${who} ended the stream ${began ? 'before the answer was complete' : 'without an answer'} (${said}). The step is not used; another attempt may do`,
      unknown,
    )
  }
  return new ModelFailure('model-failed', `${who} reported an error: ${said}`, unknown)
}

function byStatus(status: number, said: string, address: ModelAddress, thrown: unknown): ModelFailure {
  const who = `${address.id} at ${address.host}`
  const final = { retryable: false, happened: 'no' } as const
  const key = address.key ?? 'a key (an address in a topology is sent none)'
  if (status === 401 || status === 403) {
    return new ModelFailure('model-auth', `${who} refused access (${status}: ${said}). Check ${key}`, final)
  }
  if (status === 404) {
    return new ModelFailure(
      'model-not-found',
      `${who} does not have this model or this address (404: ${said}). Check the model's name and the address`,
      final,
    )
  }
  if (status === 429) {
    // A used-up quota is told by the same status, and waiting does not help.
    const quota = bodies(thrown).some((body) => /insufficient_quota|billing/i.test(body))
    return new ModelFailure(
      quota ? 'model-quota' : 'model-rate-limited',
      `${who} takes no more for now (429: ${said}). ${quota ? 'The account has no quota left: top it up, or choose another model' : 'It is tried again later; fewer agents at once help'}`,
      { retryable: !quota, happened: 'no' },
    )
  }
  if (status >= 500 || status === 408 || status === 409) {
    return new ModelFailure(
      'model-server',
      `${who} failed (${status}: ${said}). Another attempt may do; otherwise choose another model`,
      { retryable: true, happened: 'unknown' },
    )
  }
  return new ModelFailure(
    'model-refused',
    `${who} did not accept the request (${status}: ${said}). Check the model's name, the tools' schemas and the length of the prompt`,
    final,
  )
}

function isError(thrown: unknown): boolean {
  return thrown instanceof Error && String(thrown.name) !== 'AI_StreamProviderError'
}

/** An error and what caused it, outermost first; libraries nest the reason some levels deep. */
function causes(thrown: unknown): readonly Thrown[] {
  const chain: Thrown[] = []
  let current: unknown = thrown
  while (typeof current === 'object' && current !== null && chain.length < 8) {
    chain.push(current as Thrown)
    current = (current as Thrown).cause
  }
  return chain
}

function bodies(thrown: unknown): readonly string[] {
  return causes(thrown).flatMap((one) => (typeof one.responseBody === 'string' ? [one.responseBody] : []))
}

/** The endpoint's own words, one short line. */
function saidBy(thrown: unknown): string {
  const chain = causes(thrown)
  const message = chain.map((one) => one.message).find((one) => typeof one === 'string' && one !== '')
  const text =
    typeof thrown === 'string' ? thrown : typeof message === 'string' ? message : JSON.stringify(thrown)
  const line = (text ?? 'no reason given').replaceAll(/\s+/g, ' ').trim()
  return line.length > MAX_SAID ? `${line.slice(0, MAX_SAID)}…` : line
}
