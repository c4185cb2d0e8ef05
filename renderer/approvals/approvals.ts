import { create } from 'zustand'
import type { AskSummary, AskView } from '../../shared/api/contract.ts'
import { isInside } from '../../shared/topology/inside.ts'
import { showElement } from '../canvas/showing.ts'
import { usePlayback } from '../playback/playback.ts'
import { useRuns } from '../playback/runs.ts'
import { readStored, store } from '../theme/stored.ts'

export interface AskKey {
  readonly run: string
  readonly ask: string
  /** What is asked, where that is known: a dead letter has a card of its own. */
  readonly type?: AskSummary['type']
}

interface Approvals {
  /** The question that the card shows; it stays after its answer, until another is opened. */
  readonly chosen: AskKey | null
  /** Who answers, where several people are asked; empty: the account that Synod runs under. */
  readonly as: string
}

const AS = 'synod.answer-as'

/** Which question is open. The app shows `ApprovalsPanel` where and when it likes. */
export const useApprovals = create<Approvals>()(() => ({ chosen: null, as: readStored(AS) ?? '' }))

export function answerAs(as: string): void {
  useApprovals.setState({ as })
  store(AS, as)
}

export function openAsk({ run, ask, type = 'gate' }: AskKey): void {
  useApprovals.setState({ chosen: { run, ask, type } })
}

/** Who asks, in the drawing beside the question, where its run is the one that is shown. */
export function showAsker({ run, node }: AskSummary): void {
  if (usePlayback.getState().run === run) showElement(node, [], 'look')
}

/** Who may answer: one person of whom nobody is named, several of whom any may, or only people by name. */
export function answerers({ tally, votes }: AskView): 'one' | 'anybody' | 'named' {
  if (tally === null || (tally.of === 1 && tally.waitsFor.length === 0)) return 'one'
  return tally.waitsFor.length > 0 && tally.waitsFor.length + votes.length >= tally.of ? 'named' : 'anybody'
}

/** Shows no question any more, unless one waits. */
export function closeAsk(): void {
  useApprovals.setState({ chosen: null })
}

/** Opens what a node of the shown run asks, or one inside it; false when nothing is asked. */
export function openAskOf(node: string): boolean {
  const { run } = usePlayback.getState()
  const ask = useRuns
    .getState()
    .asks.find((one) => one.run === run && (one.node === node || isInside(one.node, node)))
  if (ask !== undefined) openAsk(ask)
  return ask !== undefined
}
