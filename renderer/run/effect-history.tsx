import './effects.css'
import type { AuditEntry } from '../../shared/api/audit.ts'
import type { EffectTrace } from '../../shared/trace/effects.ts'
import { type LedgerEntry, ledgerOf } from '../../shared/trace/ledger.ts'
import { useAudit } from '../letters/use-audit.ts'
import type { Moment } from '../playback/node-card.ts'
import { usePayload } from '../playback/payloads.ts'
import { usePlayback } from '../playback/playback.ts'
import { goTo } from '../playback/player.ts'
import { clockText } from '../playback/texts.ts'

interface EffectHistoryProps {
  readonly moment: Moment
  readonly effect: EffectTrace
}

interface Line {
  readonly key: string
  readonly at: number
  /** The position that it leads to; what a probe said is no step of the run. */
  readonly seq: number | null
  readonly type: LedgerEntry['type'] | 'probe'
  readonly text: string
}

/** All that happened to one effect up to the shown moment, with what the probe saw and who decided. */
export function EffectHistory({ moment, effect }: EffectHistoryProps) {
  const run = usePlayback((state) => state.run)
  const person = effect.ask.kind === 'human.ask'
  const decided = effect.doubts.some((one) => one.endSeq > 0) || (person && effect.end !== null)
  const audit = useAudit(decided ? run : null, effect.doubts.length)
  const error = usePayload(effect.error)
  return (
    <ol className="effect-history" aria-label={`History of ${effect.id}`}>
      {linesOf(moment, effect, audit).map(({ key, at, seq, type, text }) => (
        <li key={key} className={`effect-step effect-step-${type}`}>
          <span className="data effect-step-at">{clockText(at)}</span>
          {seq === null ? (
            <span>{text}</span>
          ) : (
            <button type="button" onClick={() => goTo(seq)} title="Go to this moment">
              {text}
              {type === 'ended' && effect.error !== null && error.state === 'ready' ? `: ${error.text}` : ''}
            </button>
          )}
        </li>
      ))}
    </ol>
  )
}

function linesOf(
  { trace, chunks, position, streamed }: Moment,
  effect: EffectTrace,
  audit: readonly AuditEntry[],
): readonly Line[] {
  const said = audit.filter(({ ask }) => ask === effect.id)
  const steps = ledgerOf(trace, effect, position).map((entry, place): Line => {
    const { type, at, seq, text } = entry
    return { key: `${seq} ${place}`, at, seq, type, text: `${text}${whoText(entry, said)}` }
  })
  const shownTo = trace.at(position)
  const probes = chunks
    .probes(effect.id, Math.min(streamed, position === trace.last ? Infinity : shownTo))
    .map(
      ({ at, evidence }): Line => ({
        key: `probe ${at}`,
        at,
        seq: null,
        type: 'probe',
        text: evidence,
      }),
    )
  // A probe's word comes before what was made of it.
  return [...probes, ...steps].sort((a, b) => a.at - b.at)
}

/** Who said so; where no person did, the probe knew. */
function whoText({ type, at }: LedgerEntry, audit: readonly AuditEntry[]): string {
  if (type !== 'resolved' && type !== 'settled') return ''
  const kind = type === 'resolved' ? 'doubt' : 'decision'
  const entry = audit.findLast((one) => one.type === kind && one.at <= at + CLOCK_MS)
  if (entry === undefined) return type === 'resolved' ? ' (as its probe or its executor says)' : ''
  const answer = kind === 'decision' ? `${entry.answer} ` : ''
  return ` (${answer}by ${entry.by}${entry.comment === '' ? '' : `: ${entry.comment}`})`
}

/** An answer is noted a moment before it is kept; of two doubts the later one is the later answer's. */
const CLOCK_MS = 50
