import { create } from 'zustand'
import { HostError, type HostErrorBody, type TrustList } from '../../shared/api/contract.ts'
import { getHost } from '../connection/host.ts'
import { openRun } from '../playback/follow.ts'

/** A run that is asked for: of which drawing, with what. */
export interface StartRequest {
  readonly path: string
  readonly text: string
  readonly input: Readonly<Record<string, unknown>>
  readonly approve: 'ask' | 'auto' | 'deny'
  readonly paused: boolean
  /** The faults that the drawing keeps for rehearsals are injected into the real run. */
  readonly chaos: boolean
}

export type StartStage =
  | { readonly type: 'none' }
  | {
      readonly type: 'input'
      readonly path: string
      readonly text: string
      readonly problem: HostErrorBody | null
    }
  | { readonly type: 'starting'; readonly request: StartRequest }
  | { readonly type: 'trust'; readonly request: StartRequest; readonly list: TrustList }
  | {
      readonly type: 'unsandboxed'
      readonly request: StartRequest
      readonly trust: string | null
      readonly commands: readonly string[]
      readonly reason: string
    }
  | { readonly type: 'refused'; readonly request: StartRequest; readonly problem: HostErrorBody }

interface Starting {
  readonly stage: StartStage
}

/** What stands between the button and the run: the form, and the consents that the host asks for. */
export const useStart = create<Starting>()(() => ({ stage: { type: 'none' } }))

export function cancelStart(): void {
  useStart.setState({ stage: { type: 'none' } })
}

/** Opens the form for a drawing's input. */
export function askInput(path: string, text: string): void {
  useStart.setState({ stage: { type: 'input', path, text, problem: null } })
}

/** Starts a run, and asks the person for whatever the host wants to know first. */
export async function startRun(
  request: StartRequest,
  consent: { readonly trust: string | null; readonly unsandboxed: boolean } = {
    trust: null,
    unsandboxed: false,
  },
): Promise<void> {
  useStart.setState({ stage: { type: 'starting', request } })
  try {
    const { path, text, input, approve, paused, chaos } = request
    const started = await getHost().call('run.start', {
      path,
      text,
      input: { ...input },
      approve,
      paused,
      ...(chaos ? { chaos: { seed: drawSeed(), faults: null } } : {}),
      ...consent,
    })
    useStart.setState({ stage: { type: 'none' } })
    await openRun(started.run)
  } catch (error) {
    await refused(request, consent.trust, error instanceof HostError ? error.body : internal(error))
  }
}

/** Each run has a chaos of its own; which one is kept with the run. */
function drawSeed(): number {
  return Math.floor(Math.random() * 2 ** 32)
}

async function refused(request: StartRequest, trust: string | null, problem: HostErrorBody): Promise<void> {
  try {
    if (problem.code === 'untrusted' && trust === null) {
      const { list } = await getHost().call('trust.list', { path: request.path, text: request.text })
      useStart.setState({ stage: { type: 'trust', request, list } })
      return
    }
    if (problem.code === 'unsandboxed') {
      const [{ list }, info] = await Promise.all([
        getHost().call('trust.list', { path: request.path, text: request.text }),
        getHost().call('host.info', {}),
      ])
      const reason = info.sandbox.reason === '' ? problem.message : info.sandbox.reason
      useStart.setState({ stage: { type: 'unsandboxed', request, trust, commands: list.commands, reason } })
      return
    }
    useStart.setState({ stage: { type: 'refused', request, problem } })
  } catch (error) {
    const body = error instanceof HostError ? error.body : internal(error)
    useStart.setState({ stage: { type: 'refused', request, problem: body } })
  }
}

function internal(error: unknown): HostErrorBody {
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) }
}
