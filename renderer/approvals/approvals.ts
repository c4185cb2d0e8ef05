import { create } from 'zustand'
import { usePlayback } from '../playback/playback.ts'
import { useRuns } from '../playback/runs.ts'

export interface AskKey {
  readonly run: string
  readonly ask: string
}

interface Approvals {
  /** The question that the card shows; it stays after its answer, until another is opened. */
  readonly chosen: AskKey | null
}

/** Which question is open. The app shows `ApprovalsPanel` where and when it likes. */
export const useApprovals = create<Approvals>()(() => ({ chosen: null }))

export function openAsk({ run, ask }: AskKey): void {
  useApprovals.setState({ chosen: { run, ask } })
}

/** Opens what a node of the shown run asks; false when it asks nothing. */
export function openAskOf(node: string): boolean {
  const { run } = usePlayback.getState()
  const ask = useRuns.getState().asks.find((one) => one.run === run && one.node === node)
  if (ask !== undefined) openAsk(ask)
  return ask !== undefined
}
