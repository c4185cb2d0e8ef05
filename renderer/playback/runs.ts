import { create } from 'zustand'
import type { HostClient } from '../../shared/api/client.ts'
import type { AskSummary, RunSummary } from '../../shared/api/contract.ts'
import { getHost } from '../connection/host.ts'

interface Runs {
  /** Newest first. */
  readonly runs: readonly RunSummary[]
  readonly asks: readonly AskSummary[]
  readonly loaded: boolean
  readonly problem: string | null
}

/** Every run of the home and every question to a person, as the host tells them. */
export const useRuns = create<Runs>()(() => ({ runs: [], asks: [], loaded: false, problem: null }))

let following: HostClient | null = null

/** Begins to follow, once for a connection; every panel that shows runs or asks calls it. */
export function followRuns(): void {
  const host = getHost()
  if (following === host) return
  following = host
  const known = new Map<string, RunSummary>()
  const failed = (error: Error): void => {
    if (following === host) useRuns.setState({ problem: error.message })
  }
  host.follow(
    'runs',
    {},
    (events) => {
      for (const summary of events) known.set(summary.run, summary)
      publish([...known.values()])
    },
    failed,
  )
  host.follow(
    'inbox',
    {},
    (events) => {
      const newest = events.at(-1)
      if (newest !== undefined) useRuns.setState({ asks: newest.asks })
    },
    failed,
  )
  // The list tells that there is none, which no event would.
  host.call('run.list', {}).then(({ runs }) => {
    for (const summary of runs) if (!known.has(summary.run)) known.set(summary.run, summary)
    publish([...known.values()])
  }, failed)
}

function publish(runs: readonly RunSummary[]): void {
  const newest = [...runs].sort((a, b) => b.startedAt - a.startedAt || b.run.localeCompare(a.run))
  useRuns.setState({ runs: newest, loaded: true, problem: null })
}
