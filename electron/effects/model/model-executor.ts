import { toolsOf } from '../../../shared/nodes/agent/tools.ts'
import { errorOutcome, type Outcome } from '../../../shared/topology/payload.ts'
import type { EffectCall, EffectIo, Executor } from '../../drivers/seams.ts'
import { createRedactor } from '../../secrets/redact.ts'
import type { Environment, Secrets } from '../../secrets/secrets.ts'
import { ExpressionError } from '../expression.ts'
import { metered } from './metered.ts'
import { modelAddress, resolveModel, STANDIN } from './model-address.ts'
import { ModelFailure, refused } from './model-failure.ts'
import { speakerOf } from './speaker.ts'
import type { Spend } from './spend.ts'
import { playStandin } from './standin.ts'

export interface ModelExecutorOptions {
  readonly secrets: Secrets
  readonly spend: Spend
  /** Base addresses, SYNOD_MODEL and SYNOD_STANDIN_PACE_MS are read here. */
  readonly environment?: Environment
  readonly fetch?: typeof globalThis.fetch
}

const PACE_MS = 30

/** Carries out `model.generate`: one step of the model that the run was started with, or of its stand-in. */
export function createModelExecutor(options: ModelExecutorOptions): Executor {
  const environment = options.environment ?? process.env
  const fetch = options.fetch ?? globalThis.fetch

  async function step(call: EffectCall, io: EffectIo): Promise<Outcome> {
    const config = speakerOf(call)
    const tools = toolsOf(config, call.bound.resources)
    // What was settled at the start of the run wins, so that a resumed run goes on with the same model.
    const id = call.settings.models[call.node] ?? resolveModel(config.model, environment)
    if (id === STANDIN) return playStandin({ call, io, config, tools, pace_ms: paceOf(environment) })
    const address = modelAddress(id, environment)
    // The SDK takes long to load; a host that asks no model never does.
    const [{ connect }, { modelTurn }] = await Promise.all([
      import('./provider.ts'),
      import('./model-turn.ts'),
    ])
    const connection = connect(address, options.secrets, fetch)
    return modelTurn({ call, io, config, tools, address, connection, spend: options.spend })
  }

  return {
    kinds: ['model.generate'],
    async perform(call, plain) {
      const { io, withUsage } = metered(plain)
      try {
        return withUsage(await step(call, io))
      } catch (thrown) {
        const failure = failureOf(thrown, io)
        const clean = createRedactor(options.secrets.values())
        const message = clean(`${call.nodeName} (${call.node}): ${failure.message}`)
        const { code, retryable, happened } = failure
        return withUsage(errorOutcome({ code, retryable, happened }, io.payloads.put(message)))
      }
    },
  }
}

function failureOf(thrown: unknown, io: EffectIo): ModelFailure {
  if (thrown instanceof ModelFailure) return thrown
  if (thrown instanceof ExpressionError) return refused('expression', thrown.message)
  if (io.signal.aborted)
    return new ModelFailure('aborted', 'the step was stopped', { retryable: true, happened: 'unknown' })
  throw thrown
}

function paceOf(environment: Environment): number {
  const pace = Number(environment['SYNOD_STANDIN_PACE_MS']?.trim() || PACE_MS)
  return Number.isFinite(pace) && pace >= 0 ? pace : PACE_MS
}
