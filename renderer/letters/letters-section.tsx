import './letters.css'
import { useMemo, useState } from 'react'
import type { AuditEntry } from '../../shared/api/audit.ts'
import type { LetterTrace } from '../../shared/trace/letters.ts'
import { inlineError } from '../../shared/trace/words.ts'
import type { Moment } from '../playback/node-card.ts'
import { usePlayback } from '../playback/playback.ts'
import { clockText } from '../playback/texts.ts'
import { PayloadView } from '../run/payload-view.tsx'
import { StateChip } from '../ui/chip.tsx'
import { Section } from '../ui/section.tsx'
import { LetterCard } from './letter-card.tsx'
import { useAudit } from './use-audit.ts'
import { useLetters } from './use-letter.ts'

interface LettersSectionProps {
  readonly moment: Moment
  readonly edge: string
  readonly channels: readonly number[]
}

const REASONS = { failed: 'Failed', rejected: 'Rejected', dropped: 'Dropped', abandoned: 'Given up' } as const

/** The dead letters of an edge at the shown moment: those that lie there, and what has become of the others. */
export function LettersSection({ moment, edge, channels }: LettersSectionProps) {
  const { trace, position, over } = moment
  const run = usePlayback((state) => state.run)
  const live = usePlayback((state) => state.live) && !over
  const all = channels.flatMap((channel) => trace.letters.on(channel, position))
  const open = channels.flatMap((channel) => trace.letters.openOn(channel, position))
  const settled = all.filter((one) => !open.includes(one)).toReversed()
  const present = useLetters(
    live && open.length > 0 ? run : null,
    trace.changedAt(channels[0] ?? 0, position),
  )
  const names = useMemo(() => present?.filter((one) => one.edge === edge) ?? [], [present, edge])
  const audit = useAudit(settled.length > 0 ? run : null, settled.length)
  const [shown, show] = useState<string | null>(null)
  if (all.length === 0) return null
  return (
    <Section title="Dead letters" aside={open.length}>
      <ul className="letter-list">
        {open.map((one, place) => {
          const isShown = shown === one.id || (open.length === 1 && shown === null)
          const name = live ? names[place]?.letter : undefined
          return (
            <li key={one.id}>
              <button
                type="button"
                className="letter-row"
                aria-expanded={isShown}
                onClick={() => show(isShown ? '' : one.id)}
              >
                <StateChip state={one.letter.reason === 'failed' ? 'waiting' : 'failed'}>
                  {REASONS[one.letter.reason]}
                </StateChip>
                <span className="ellipsis">{whyText(one)}</span>
                <span className="data letter-time">{clockText(one.at)}</span>
              </button>
              {isShown ? (
                name === undefined || run === null ? (
                  <PayloadView payload={one.letter.message.payload} />
                ) : (
                  <LetterCard key={name} run={run} letter={name} bare />
                )
              ) : null}
            </li>
          )
        })}
        {settled.map((one) => (
          <li key={one.id} className="letter-row letter-settled">
            <StateChip state="skipped">{REASONS[one.letter.reason]}</StateChip>
            <span>{settledText(one, audit)}</span>
            <span className="data letter-time">{clockText(one.endAt)}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function whyText({ letter, exit }: LetterTrace): string {
  if (letter.reason === 'rejected') return 'The queue was full'
  if (letter.reason === 'dropped') return 'Dropped for a newer one'
  if (letter.reason === 'abandoned') return 'Its receiver was restarted'
  const text = letter.error === null ? null : inlineError(letter.error)
  return text ?? (exit === null ? 'It could not be dealt with' : `Exit ${exit}`)
}

const ENDS = {
  resent: 'Sent again as it was',
  changed: 'Changed and sent again',
  discarded: 'Dropped',
  forgotten: 'Forgotten: the edge keeps only the newest',
} as const

/** "Changed and sent again by mira: it was a slip" */
function settledText({ end, endAt, channel: _ }: LetterTrace, audit: readonly AuditEntry[]): string {
  if (end === null) return ''
  const entry = audit.find(({ type, at }) => type === 'letter' && at === endAt)
  if (entry === undefined) return ENDS[end]
  return `${ENDS[end]} by ${entry.by}${entry.comment === '' ? '' : `: ${entry.comment}`}`
}
