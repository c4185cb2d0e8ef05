import { create } from 'zustand'

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
