import { useEffect, useState } from 'react'
import type { AskSummary } from '../../shared/api/contract.ts'
import { spanText } from '../playback/texts.ts'

const DEFAULTS: Readonly<Record<string, string>> = {
  approve: 'approve',
  reject: 'reject',
  revise: 'send back',
}

/** "25 min 48 s left, then reject", while nobody has decided. */
export function deadlineText({ at, answer }: NonNullable<AskSummary['deadline']>, now: number): string {
  const then = DEFAULTS[answer] ?? answer
  return at <= now ? `Time is up: ${then}` : `${spanText(at - now)} left, then ${then}`
}

/** The present, looked at every second where a time runs out, else every ten. */
export function useNow(closely: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), closely ? 1000 : 10_000)
    return () => clearInterval(timer)
  }, [closely])
  return now
}
