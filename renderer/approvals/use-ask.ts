import { useCallback, useEffect, useState } from 'react'
import type { Answer, AskView, Params } from '../../shared/api/contract.ts'
import { HostError } from '../../shared/api/contract.ts'
import { getHost } from '../connection/host.ts'
import { useRuns } from '../playback/runs.ts'
import { type AskKey, answerers, useApprovals } from './approvals.ts'

/** What some answers carry besides a comment; an edit comes with the digest of what it makes. */
export type AnswerParts = Partial<Pick<Params<'ask.decide'>, 'edit' | 'to' | 'from' | 'shown'>>

export interface OpenAsk {
  /** What the person has before them; it does not change by itself. */
  readonly view: AskView | null
  /** What the host would show now, when that is something else. */
  readonly changed: AskView | null
  readonly problem: string | null
  readonly busy: boolean
  /** Resolves with whether the answer was taken. */
  decide(answer: Answer, comment: string, more?: AnswerParts): Promise<boolean>
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

  /** `own`: after one's own answer, what it made of the question is no surprise. */
  const look = useCallback(
    (own = false) => {
      if (run === null || ask === null) return Promise.resolve()
      return getHost()
        .call('ask.view', { run, ask })
        .then(
          (found) => {
            setView((before) => {
              const other = before !== null && (before.run !== found.run || before.ask !== found.ask)
              const stands =
                own || before === null || other || before.digest === found.digest || found.decision !== null
              setChanged(stands ? null : found)
              return stands ? found : before
            })
            if (!own) setProblem(null)
          },
          (error: Error) => setProblem(error.message),
        )
    },
    [run, ask],
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: each new inbox may have another answer
  useEffect(() => void look(), [look, inbox])
  useWindowFocus(look)
  useEffect(() => {
    if (run === null || ask === null) return
    setView((before) => (before?.run === run && before.ask === ask ? before : null))
    setChanged(null)
    setProblem(null)
  }, [run, ask])

  return {
    ...{ view, changed, problem, busy },
    decide: async (answer, comment, more = {}) => {
      if (view === null || busy) return false
      setBusy(true)
      setProblem(null)
      try {
        await send(view, answer, comment, more)
        await look(true)
        return true
      } catch (error) {
        setProblem((error as Error).message)
        // What the host said stays, beside what is asked now.
        if (error instanceof HostError && ['stale', 'conflict'].includes(error.body.code)) {
          await look()
          setProblem((error as Error).message)
        }
        return false
      } finally {
        setBusy(false)
      }
    },
    renew: () => {
      if (changed === null) return
      setView(changed)
      setChanged(null)
    },
  }
}

/** The window has come back to the front. */
function useWindowFocus(look: () => void): void {
  useEffect(() => {
    const onFocus = (): void => look()
    window.addEventListener('focus', onFocus)
    return () => window.removeEventListener('focus', onFocus)
  }, [look])
}

async function send(view: AskView, answer: Answer, comment: string, more: AnswerParts): Promise<void> {
  const as = answersAs(view)
  const params = { run: view.run, ask: view.ask, answer, shown: view.digest, comment, ...more }
  await getHost().call('ask.decide', as === '' ? params : { ...params, as })
}

/** Whoever answers says so only where more than one person is asked. */
function answersAs(view: AskView): string {
  const { as } = useApprovals.getState()
  switch (answerers(view)) {
    case 'one':
      return ''
    case 'anybody':
      return as.trim()
    case 'named':
      return view.tally?.waitsFor.includes(as) === true ? as : ''
  }
}
