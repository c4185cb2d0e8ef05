import './seats.css'
import type { AskView } from '../../shared/api/contract.ts'
import { clockText } from '../playback/texts.ts'
import { StateGlyph } from '../ui/glyph.tsx'
import { isYes } from './changes.ts'

const WORDS: Readonly<Record<string, string>> = {
  approve: 'approved',
  edit: 'edited and approved',
  reject: 'rejected',
  revise: 'sent it back',
}

/** Who has answered what, whom it still waits for, and how many approvals it needs. */
export function AskSeats({ view }: { readonly view: AskView }) {
  const { tally, votes, decision } = view
  const several = tally === null ? votes.length > 1 : tally.of > 1 || tally.waitsFor.length > 0
  if (!several) return null
  const anybody = tally === null ? 0 : tally.of - votes.length - tally.waitsFor.length
  return (
    <section className="seats" aria-label="Who decides">
      {tally === null || decision !== null ? null : (
        <p className="seats-count">
          <strong>
            {tally.approved} of {tally.needed}
          </strong>{' '}
          {tally.needed === 1 ? 'approval' : 'approvals'}
          {tally.of > tally.needed ? ` · ${tally.of} are asked` : ''}
        </p>
      )}
      <ul>
        {votes.map((vote) => (
          <li key={vote.by} className={isYes(vote.answer) ? 'seat-yes' : 'seat-no'}>
            <StateGlyph state={isYes(vote.answer) ? 'done' : 'failed'} />
            <span>
              <strong>{vote.by}</strong> {WORDS[vote.answer] ?? vote.answer} at {clockText(vote.at)}
              {vote.comment === '' ? '' : `: ${vote.comment}`}
            </span>
          </li>
        ))}
        {(tally?.waitsFor ?? []).map((name) => (
          <li key={name} className="seat-open">
            <StateGlyph state="waiting" />
            <span>
              <strong>{name}</strong> has not answered
            </span>
          </li>
        ))}
        {anybody > 0 ? (
          <li className="seat-open">
            <StateGlyph state="waiting" />
            <span>{anybody === 1 ? 'One more person' : `${anybody} more people`}, anybody</span>
          </li>
        ) : null}
      </ul>
    </section>
  )
}
