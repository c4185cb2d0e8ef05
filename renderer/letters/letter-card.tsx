import './letters.css'
import { RotateCw, Trash2 } from 'lucide-react'
import { useId, useState } from 'react'
import type { Letter } from '../../shared/api/letter.ts'
import { clockText, shortRun } from '../playback/texts.ts'
import { Button } from '../ui/button.tsx'
import { StateChip } from '../ui/chip.tsx'
import { Empty } from '../ui/empty.tsx'
import { LetterFields, readEdit } from './letter-fields.tsx'
import { type OpenLetter, useLetter } from './use-letter.ts'

interface LetterCardProps {
  readonly run: string
  readonly letter: string
  /** Within a panel that has said already where it lies. */
  readonly bare?: boolean
}

/** A dead letter: why it is one, what it holds, and what a person may do with it. It stays after the answer. */
export function LetterCard({ run, letter: name, bare = false }: LetterCardProps) {
  const open = useLetter(run, name)
  const { letter, gone } = open
  if (letter === null) {
    if (gone === null) return <Empty title="Reading the message…" />
    return <Empty title="It is settled">This message was sent again, or dropped.</Empty>
  }
  return (
    <article className={`letter ${bare ? 'letter-bare' : ''}`} aria-label={titleOf(letter)}>
      {bare ? null : (
        <header className="letter-head">
          <p className="letter-state">
            <StateChip state={gone === null && letter.reason === 'failed' ? 'waiting' : 'skipped'}>
              Dead letter
            </StateChip>
            <span>
              Run <code>{shortRun(run)}</code> · from {letter.from} · since {clockText(letter.at)}
            </span>
          </p>
          <h2>{titleOf(letter)}</h2>
        </header>
      )}
      <LetterBody open={open} letter={letter} bare={bare} />
    </article>
  )
}

const TITLES = {
  failed: 'could not deal with this message',
  rejected: 'had no room for this message',
  dropped: 'had no room: this message was dropped for a newer one',
  abandoned: 'was restarted in the middle of this message, which its edge delivers at most once',
} as const

export function titleOf({ toName, reason }: Pick<Letter, 'toName' | 'reason'>): string {
  return `${toName} ${TITLES[reason]}`
}

/** An error of one short line stands in its row already. */
const SHORT = 60

interface LetterBodyProps {
  readonly open: OpenLetter
  readonly letter: Letter
  readonly bare: boolean
}

function LetterBody({ open, letter, bare }: LetterBodyProps) {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const { gone, busy } = open
  const { values, problems } = readEdit(letter.content, typed)
  const settled = gone !== null || !letter.open
  return (
    <>
      <div className="letter-main">
        {letter.error === null || (bare && letter.error.length < SHORT) ? null : (
          <pre className="letter-error">{letter.error}</pre>
        )}
        <h3>What it holds{letter.attempt > 1 ? `, sent ${letter.attempt} times` : ''}</h3>
        <LetterFields
          content={letter.content}
          typed={typed}
          problems={problems}
          disabled={settled || busy}
          onType={(field, text) => setTyped({ ...typed, [field]: text })}
        />
        {letter.fixed.length === 0 ? null : (
          <p className="letter-note">Stays as it is: {letter.fixed.join(', ')}</p>
        )}
      </div>
      <footer className="letter-foot">
        {open.problem === null ? null : (
          <p className="letter-problem" role="alert">
            {open.problem}
          </p>
        )}
        {settled ? (
          <p role="status">{settledText(gone)}</p>
        ) : (
          <Answers
            letter={letter}
            changed={Object.keys(values).length > 0}
            disabled={busy}
            broken={Object.keys(problems).length > 0}
            onAnswer={(answer, comment) => open.settle(answer, answer === 'resend' ? values : {}, comment)}
          />
        )}
      </footer>
    </>
  )
}

interface AnswersProps {
  readonly letter: Letter
  readonly changed: boolean
  readonly disabled: boolean
  /** What was typed cannot be read yet. */
  readonly broken: boolean
  onAnswer(answer: 'resend' | 'discard', comment: string): void
}

function Answers({ letter, changed, disabled, broken, onAnswer }: AnswersProps) {
  const [comment, setComment] = useState('')
  const id = useId()
  const anew = letter.reason === 'failed' ? ' and does its work anew' : ''
  return (
    <>
      <p className="letter-note">
        Sent again, {letter.toName} takes it as a new message{anew}. Dropped, nothing more comes of it.
      </p>
      <label className="visually-hidden" htmlFor={id}>
        Comment
      </label>
      <input
        id={id}
        className="input"
        placeholder="Say why (kept in the audit trail)"
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      <div className="letter-buttons">
        <Button
          look="primary"
          size="decision"
          icon={<RotateCw />}
          disabled={disabled || broken}
          onClick={() => onAnswer('resend', comment.trim())}
        >
          {changed ? 'Send it again, changed' : 'Send it again'}
        </Button>
        <Button
          look="danger"
          size="decision"
          icon={<Trash2 />}
          disabled={disabled}
          onClick={() => onAnswer('discard', comment.trim())}
        >
          Drop it
        </Button>
      </div>
    </>
  )
}

function settledText(gone: OpenLetter['gone']): string {
  switch (gone) {
    case 'resend':
      return 'You have sent it again'
    case 'discard':
      return 'You have dropped it'
    case 'elsewhere':
      return 'Somebody has settled it'
    case null:
      return 'The run has ended: it can be read, but not sent again'
  }
}
