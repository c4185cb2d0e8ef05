import './approvals.css'
import { BellRing, X } from 'lucide-react'
import { type KeyboardEvent, useEffect } from 'react'
import type { AskSummary } from '../../shared/api/contract.ts'
import { laneText } from '../../shared/trace/words.ts'
import { LetterCard } from '../letters/letter-card.tsx'
import { useSelectedInRun } from '../playback/naming.ts'
import { usePlayback } from '../playback/playback.ts'
import { followRuns, useRuns } from '../playback/runs.ts'
import { shortRun } from '../playback/texts.ts'
import { useRunShell } from '../run/shell.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { StateChip } from '../ui/chip.tsx'
import { Empty } from '../ui/empty.tsx'
import { AllowedList } from './allowed-list.tsx'
import { type AskKey, openAsk, showAsker, useApprovals } from './approvals.ts'
import { AskCard } from './ask-card.tsx'
import { deadlineText, useNow } from './deadline.ts'
import { useNotifyPermission } from './notify.ts'

/** The inbox, where more than one question waits, and the card of the one that is open. */
export function ApprovalsPanel() {
  const asks = useRuns((state) => state.asks)
  const key = useShownAsk(asks)
  const shell = useRunShell()
  useEffect(() => followRuns(), [])
  const others = asks.filter((ask) => ask.run !== key?.run || ask.ask !== key.ask)
  return (
    <div className="approvals">
      <IconButton label="Close the approvals" className="approvals-close" onClick={shell.showRun}>
        <X />
      </IconButton>
      {others.length === 0 ? null : <Inbox asks={asks} shown={key} />}
      {key === null ? (
        <>
          <Empty title="Nothing waits for you">
            When a run reaches a gate, or cannot tell whether something happened, its question stands here
            with exactly what would run.
          </Empty>
          <NotifyOffer />
          <AllowedList />
        </>
      ) : key.type === 'letter' ? (
        <LetterCard key={`${key.run} ${key.ask}`} run={key.run} letter={key.ask} />
      ) : (
        <AskCard key={`${key.run} ${key.ask}`} ask={key} />
      )}
    </div>
  )
}

/** The one that was opened; else that of the selected node, then of the shown run; else the oldest. */
function useShownAsk(asks: readonly AskSummary[]): AskKey | null {
  const chosen = useApprovals((state) => state.chosen)
  const run = usePlayback((state) => state.run)
  const selected = useSelectedInRun()?.id ?? null
  const shown =
    chosen ??
    asks.find((ask) => ask.run === run && ask.node === selected) ??
    asks.find((ask) => ask.run === run) ??
    asks[0] ??
    null
  return shown
}

function Inbox({ asks, shown }: { readonly asks: readonly AskSummary[]; readonly shown: AskKey | null }) {
  const now = useNow(asks.some((ask) => ask.deadline !== null))
  return (
    <ul className="inbox" aria-label="Questions that wait" onKeyDown={walkRows}>
      {asks.map((ask) => (
        <li key={`${ask.run} ${ask.ask}`}>
          <button
            type="button"
            className="inbox-row"
            aria-current={ask.run === shown?.run && ask.ask === shown.ask}
            onClick={() => {
              openAsk(ask)
              showAsker(ask)
            }}
          >
            <StateChip state={ask.type === 'doubt' ? 'doubt' : 'waiting'}>{KINDS[ask.type]}</StateChip>
            <span className="ellipsis">{ask.question}</span>
            <span className="inbox-standing">
              {[askerText(ask), standingText(ask, now)].filter((part) => part !== '').join(' · ')}
            </span>
            <span className="inbox-run ellipsis">
              {ask.runName} <code>{shortRun(ask.run)}</code>
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

const KINDS: Readonly<Record<AskSummary['type'], string>> = {
  gate: 'Gate',
  doubt: 'In doubt',
  tool: 'Tool call',
  question: 'Question',
  letter: 'Dead letter',
}

/** In which lane of a map it is asked: the same node asks in each. */
function askerText({ node, nodeName }: AskSummary): string {
  return laneText(node) === '' ? '' : `${nodeName}, lane ${laneText(node)}`
}

/** How far it is, and how long it waits: "1 of 2 · 4 min 10 s left, then reject". */
function standingText({ tally, deadline }: AskSummary, now: number): string {
  const parts = []
  if (tally !== null && tally.of > 1) parts.push(`${tally.approved} of ${tally.needed}`)
  if (deadline !== null) parts.push(deadlineText(deadline, now))
  return parts.join(' · ')
}

/** Up and down go from question to question, as in any list. */
function walkRows(event: KeyboardEvent<HTMLUListElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  event.preventDefault()
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.inbox-row')]
  rows[rows.indexOf(document.activeElement as HTMLElement) + step]?.focus()
}

function NotifyOffer() {
  const { permission, ask } = useNotifyPermission()
  if (permission !== 'default') return null
  return (
    <p className="notify-offer">
      <Button icon={<BellRing />} onClick={ask}>
        Tell me on the desktop when this window is hidden
      </Button>
    </p>
  )
}
