import { useCallback, useEffect, useState } from 'react'
import type { Letter } from '../../shared/api/letter.ts'
import { useApprovals } from '../approvals/approvals.ts'
import { getHost } from '../connection/host.ts'
import { useRuns } from '../playback/runs.ts'

/** The dead letters of a run as the host has them now; read again whenever `version` changes. Null at first. */
export function useLetters(run: string | null, version: number): readonly Letter[] | null {
  const [letters, setLetters] = useState<readonly Letter[] | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is another list
  useEffect(() => {
    if (run === null) return
    let wanted = true
    getHost()
      .call('letter.list', { run })
      .then(
        (found) => wanted && setLetters(found.letters),
        () => wanted && setLetters([]),
      )
    return () => {
      wanted = false
    }
  }, [run, version])
  return letters
}

export interface OpenLetter {
  readonly letter: Letter | null
  /** It was settled here, or is not there any more. */
  readonly gone: 'resend' | 'discard' | 'elsewhere' | null
  readonly problem: string | null
  readonly busy: boolean
  settle(answer: 'resend' | 'discard', edit: Readonly<Record<string, unknown>>, comment: string): void
}

/** One dead letter, looked at again whenever the inbox has changed. What was seen of it stays when it is settled. */
export function useLetter(run: string, name: string): OpenLetter {
  const [letter, setLetter] = useState<Letter | null>(null)
  const [gone, setGone] = useState<OpenLetter['gone']>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const inbox = useRuns((state) => state.asks)
  const as = useApprovals((state) => state.as)

  const look = useCallback(async () => {
    try {
      const { letters } = await getHost().call('letter.list', { run })
      const found = letters.find((one) => one.letter === name)
      if (found !== undefined) setLetter(found)
      setGone((known) => known ?? (found === undefined ? 'elsewhere' : null))
    } catch (error) {
      setProblem((error as Error).message)
    }
  }, [run, name])
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new inbox may be without it
  useEffect(() => void look(), [look, inbox])

  const settle: OpenLetter['settle'] = async (answer, edit, comment) => {
    setBusy(true)
    setProblem(null)
    const changes = Object.keys(edit).length > 0 && answer === 'resend' ? { edit } : {}
    try {
      await getHost().call('letter.settle', {
        ...{ run, letter: name, answer, comment },
        ...changes,
        ...(as === '' ? {} : { as }),
      })
      setGone(answer)
    } catch (error) {
      setProblem((error as Error).message)
      await look()
    } finally {
      setBusy(false)
    }
  }
  return { letter, gone, problem, busy, settle }
}
