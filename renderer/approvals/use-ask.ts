import { useCallback, useEffect, useState } from 'react'
import type { AskView, Params } from '../../shared/api/contract.ts'
import { HostError } from '../../shared/api/contract.ts'
import { getHost } from '../connection/host.ts'
import { useRuns } from '../playback/runs.ts'
import type { AskKey } from './approvals.ts'

export interface OpenAsk {
  /** What the person has before them; it does not change by itself. */
  readonly view: AskView | null
  /** What the host would show now, when that is something else. */
  readonly changed: AskView | null
  readonly problem: string | null
  readonly busy: boolean
  decide(answer: Params<'ask.decide'>['answer'], comment: string): void
  /** Shows what has changed. */
  renew(): void
}

/** One question, looked at again whenever the inbox has changed or the window comes back to the front. */
export function useAsk(key: AskKey | null): OpenAsk {
  const [view, setView] = useState<AskView | null>(null)
  const [changed, setChanged] = useState<AskView | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const inbox = useRuns((state) => state.asks)
  const [run, ask] = [key?.run ?? null, key?.ask ?? null]

  const look = useCallback(() => {
    if (run === null || ask === null) return Promise.resolve()
    return getHost()
      .call('ask.view', { run, ask })
      .then(
        (found) => {
          setView((before) => {
            const other = before !== null && (before.run !== found.run || before.ask !== found.ask)
            const stands =
              before === null || other || before.digest === found.digest || found.decision !== null
            setChanged(stands ? null : found)
            return stands ? found : before
          })
          setProblem(null)
        },
        (error: Error) => setProblem(error.message),
      )
  }, [run, ask])

  // biome-ignore lint/correctness/useExhaustiveDependencies: each new inbox may have another answer
  useEffect(() => void look(), [look, inbox])
  useEffect(() => {
    const onFocus = (): void => void look()
    window.addEventListener('focus', onFocus)
    return () => window.removeEventListener('focus', onFocus)
  }, [look])
  useEffect(() => {
    if (run === null || ask === null) return
    setView((before) => (before?.run === run && before.ask === ask ? before : null))
    setChanged(null)
    setProblem(null)
  }, [run, ask])

  return {
    ...{ view, changed, problem, busy },
    decide: (answer, comment) => {
      if (view === null || busy) return
      setBusy(true)
      setProblem(null)
      getHost()
        .call('ask.decide', { run: view.run, ask: view.ask, answer, shown: view.digest, comment })
        .catch((error: Error) => {
          setProblem(error.message)
          return error instanceof HostError && ['stale', 'conflict'].includes(error.body.code)
            ? undefined
            : 'keep'
        })
        .then((kept) => (kept === 'keep' ? undefined : lookKeeping(look, setProblem)))
        .finally(() => setBusy(false))
    },
    renew: () => {
      if (changed === null) return
      setView(changed)
      setChanged(null)
    },
  }
}

/** Looks again after an answer, and leaves standing what the host said to it. */
async function lookKeeping(
  look: () => Promise<void>,
  setProblem: (update: (before: string | null) => string | null) => void,
): Promise<void> {
  let said: string | null = null
  setProblem((before) => {
    said = before
    return before
  })
  await look()
  if (said !== null) setProblem(() => said)
}
