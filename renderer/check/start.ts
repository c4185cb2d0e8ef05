import type { CheckProgress } from '../../shared/api/check.ts'
import { HostError } from '../../shared/api/contract.ts'
import { formatDocument } from '../../shared/topology/parse.ts'
import { getHost } from '../connection/host.ts'
import { useDocument } from '../document/document.ts'
import { useChecking } from './checking.ts'
import { hideCounterexample, showCounterexample } from './show.ts'

/** The check that goes on, and what ends following it. */
let going: { readonly check: string; readonly stop: () => void } | null = null

/** Checks the drawing as it is; what an earlier check found goes away when there is something newer. */
export async function checkDocument(): Promise<void> {
  const { document, file } = useDocument.getState()
  const { settings } = useChecking.getState()
  hideCounterexample()
  useChecking.setState({ phase: 'running', progress: null, problem: null })
  try {
    const text = formatDocument(document)
    const { check } = await getHost().call('check.start', { path: file?.path ?? '', text, settings })
    useChecking.setState({ document })
    const stop = getHost().follow(
      'check.progress',
      { check },
      (events) => {
        const last = events.at(-1)
        if (last !== undefined) void take(check, last)
      },
      (error) => fail(error),
    )
    going = { check, stop }
  } catch (error) {
    fail(error)
  }
}

export function cancelCheck(): void {
  if (going !== null) void getHost().call('check.cancel', { check: going.check })
}

async function take(check: string, progress: CheckProgress): Promise<void> {
  if (going !== null && going.check !== check) return
  useChecking.setState({ progress })
  if (progress.phase === 'running') return
  going?.stop()
  going = null
  if (progress.phase === 'failed') {
    fail(new Error(progress.message))
    return
  }
  try {
    const { result } = await getHost().call('check.result', { check })
    if (result === null) return
    useChecking.setState({ phase: 'done', result })
    const first = result.violated[0]
    if (first !== undefined) showCounterexample(first.property)
  } catch (error) {
    fail(error)
  }
}

function fail(error: unknown): void {
  going?.stop()
  going = null
  const body = error instanceof HostError ? error.body : null
  const places = (body?.problems ?? []).map(({ path, message }) => `${path}: ${message}`)
  const message = body?.message ?? (error instanceof Error ? error.message : String(error))
  useChecking.setState({ phase: 'failed', problem: [message, ...places].join(' ') })
}
