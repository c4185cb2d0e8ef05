import { agentSchema } from '../../../../shared/nodes/agent/config.ts'
import type { Json, Outcome, Payload } from '../../../../shared/topology/payload.ts'
import type { EffectCall, EffectIo, PayloadStore } from '../../../drivers/seams.ts'

/** A payload store in memory whose refs are numbers. */
export function memoryPayloads(): PayloadStore {
  const values: Json[] = []
  return {
    put(value) {
      values.push(JSON.parse(JSON.stringify(value)) as Json)
      return String(values.length - 1)
    },
    get(ref) {
      if (ref.startsWith('text:')) return ref.slice('text:'.length)
      const value = values[Number(ref)]
      if (value === undefined) throw new Error(`no payload ${ref}`)
      return value
    },
    has: (ref) => values[Number(ref)] !== undefined,
  }
}

export interface Watched {
  readonly io: EffectIo
  readonly payloads: PayloadStore
  readonly abort: AbortController
  /** What was emitted, as [type, data]. */
  readonly chunks: (readonly [string, string])[]
  /** All that was emitted of one type, joined. */
  all(type: string): string
  /** The content of one of an outcome's refs. */
  content(outcome: Outcome, field: string): Json
}

export function watch(payloads = memoryPayloads()): Watched {
  const chunks: (readonly [string, string])[] = []
  const abort = new AbortController()
  return {
    io: { signal: abort.signal, payloads, emit: (type, data) => chunks.push([type, data]) },
    payloads,
    abort,
    chunks,
    all: (type) =>
      chunks
        .filter(([kind]) => kind === type)
        .map(([, data]) => data)
        .join(''),
    content(outcome, field) {
      const ref = outcome.refs[field]
      if (typeof ref !== 'string') throw new Error(`${field} is not a ref`)
      return payloads.get(ref)
    },
  }
}

export function callOf(
  kind: 'eval' | 'model.generate',
  config: unknown,
  payload: { readonly [field: string]: Payload },
  overrides: Partial<EffectCall> = {},
): EffectCall {
  return {
    run: 'run',
    effect: 'node:1',
    execution: 1,
    node: 'reviewer',
    nodeName: 'Code reviewer',
    tag: 'model',
    kind,
    class: kind === 'eval' ? 'pure' : 'idempotent',
    control: kind === 'eval' ? {} : { turn: 1 },
    payload,
    bound: { config, resources: [] },
    settings: { approve: 'ask', unsandboxed: false, models: {} },
    folders: { root: '/nowhere', topology: '/nowhere' },
    ...overrides,
  }
}

export function agentCall(
  config: Partial<Record<string, unknown>>,
  payload: { readonly [field: string]: Payload },
  overrides: Partial<EffectCall> = {},
): EffectCall {
  return callOf('model.generate', agentSchema.parse(config), payload, overrides)
}
