import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react'
import type { Answer, AskView } from '../../shared/api/contract.ts'
import { clockText } from '../playback/texts.ts'
import { StateGlyph } from '../ui/glyph.tsx'
import { AnswerAs } from './answer-as.tsx'
import { AskButtons } from './ask-buttons.tsx'
import { AskEdit } from './ask-edit.tsx'
import { AskReassign } from './ask-reassign.tsx'
import { isYes } from './changes.ts'
import type { AnswerParts, OpenAsk } from './use-ask.ts'

/** The keys approve only what was before a person's eyes for this long. */
const SEEN_MS = 1000

interface AskAnswersProps {
  readonly open: OpenAsk
  readonly view: AskView
}

/** What must be said with an answer, and why. */
const NEEDS: Readonly<Record<string, string>> = {
  reject: 'Say why: who reads the journal later must understand the rejection',
  revise: 'Say what is to be done: it is what the worker gets',
  answer: 'Write your answer: it goes into the conversation',
}

const PLACEHOLDERS: Readonly<Record<AskView['type'], string>> = {
  gate: 'Say why (kept in the journal; needed to reject and to send back)',
  tool: 'Say why (kept in the journal; the model is told when you reject)',
  question: 'Your answer',
  doubt: 'Say how you know (kept in the journal)',
}

/** The comment and the answers; afterwards who answered what, and when. */
export function AskAnswers({ open, view }: AskAnswersProps) {
  const [comment, setComment] = useState('')
  const [asked, setAsked] = useState<Answer | null>(null)
  const [room, setRoom] = useState<'edit' | 'reassign' | null>(null)
  const root = useRef<HTMLElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const seen = useSeen(root)
  const blocked = open.busy || open.changed !== null
  const said = comment.trim()
  const missing = asked !== null && said === '' ? NEEDS[asked] : undefined
  const send = async (answer: Answer, more?: AnswerParts): Promise<void> => {
    if (!(await open.decide(answer, said, more))) return
    // Others may be asked still; what one has said is said.
    setComment('')
    setAsked(null)
    setRoom(null)
  }
  const press = (answer: Answer): void => {
    if (answer === 'edit' || answer === 'reassign') {
      setRoom(answer)
      return
    }
    setAsked(answer)
    // A question of an agent's may be left without an answer, and a call be refused, without a word.
    const free = answer === 'reject' && view.type !== 'gate'
    if (NEEDS[answer] !== undefined && said === '' && !free) field.current?.focus()
    else void send(answer)
  }
  useApproveKeys(root, () => {
    if (view.decision !== null || blocked || room !== null || !seen.current()) return
    if (view.answers.includes('approve')) press('approve')
    else if (view.answers.includes('answer')) press('answer')
  })
  if (view.decision !== null) return <Decided view={view} />
  const close = (): void => setRoom(null)
  return (
    <footer className="ask-answers" ref={root}>
      {open.problem === null ? null : (
        <p className="ask-problem" role="alert">
          {open.problem}
        </p>
      )}
      <AnswerAs view={view} />
      <CommentField
        type={view.type}
        comment={comment}
        missing={missing}
        field={field}
        onChange={setComment}
      />
      {room === 'edit' ? (
        <AskEdit
          view={view}
          busy={blocked}
          close={close}
          approve={(edit, shown) => void send('edit', { edit, shown })}
        />
      ) : room === 'reassign' ? (
        <AskReassign
          view={view}
          busy={blocked}
          close={close}
          reassign={(to, from) => void send('reassign', from === undefined ? { to } : { to, from })}
        />
      ) : (
        <AskButtons view={view} disabled={blocked} press={press} />
      )}
    </footer>
  )
}

interface CommentFieldProps {
  readonly type: AskView['type']
  readonly comment: string
  /** Why it must not stay empty, once an answer that needs it was pressed. */
  readonly missing: string | undefined
  readonly field: RefObject<HTMLTextAreaElement | null>
  onChange(comment: string): void
}

function CommentField({ type, comment, missing, field, onChange }: CommentFieldProps) {
  const id = useId()
  return (
    <>
      <label className="visually-hidden" htmlFor={id}>
        {type === 'question' ? 'Your answer' : 'Comment'}
      </label>
      <textarea
        id={id}
        ref={field}
        aria-invalid={missing !== undefined}
        aria-describedby={missing === undefined ? undefined : `${id}-missing`}
        className="input ask-comment"
        rows={type === 'question' ? 3 : 1}
        value={comment}
        placeholder={PLACEHOLDERS[type]}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {missing === undefined ? null : (
        <p id={`${id}-missing`} className="field-error" role="alert">
          {missing}
        </p>
      )}
    </>
  )
}

const ANSWERS: Readonly<Record<string, string>> = {
  approve: 'Approved',
  edit: 'Edited and approved',
  always: 'Approved, and every later call that is exactly like it',
  answer: 'Answered',
  revise: 'Sent back',
  reject: 'Rejected',
  happened: 'It happened',
  'not-happened': 'It did not happen: it runs again',
  failed: 'Given up as failed',
}

function Decided({ view }: { readonly view: AskView }) {
  const { decision } = view
  if (decision === null) return null
  const yes = isYes(decision.answer)
  return (
    <footer className="ask-answers ask-decided">
      <p className={yes ? 'evidence-good' : 'evidence-bad'}>
        <StateGlyph state={yes ? 'done' : 'failed'} />
        <strong>{ANSWERS[decision.answer] ?? decision.answer}</strong>
        <span>
          {decision.by === '' ? '' : `by ${decision.by === 'deadline' ? 'default' : decision.by} `}at{' '}
          {clockText(decision.at)}
        </span>
      </p>
      {decision.comment === '' ? null : <blockquote>{decision.comment}</blockquote>}
    </footer>
  )
}

/** Since when the card has been in sight and its evidence read to the end, or short enough to need no scrolling. */
function useSeen(root: RefObject<HTMLElement | null>): RefObject<() => boolean> {
  const since = useRef<number | null>(null)
  const scrolled = useRef(false)
  useEffect(() => {
    since.current = performance.now()
    const main = root.current?.closest('.ask-card')?.querySelector('.evidence-main')
    const look = (): void => {
      if (!(main instanceof HTMLElement)) scrolled.current = true
      else if (main.scrollHeight - main.scrollTop - main.clientHeight < 24) scrolled.current = true
    }
    look()
    main?.addEventListener('scroll', look)
    return () => main?.removeEventListener('scroll', look)
  }, [root])
  return useRef(
    () => scrolled.current && since.current !== null && performance.now() - since.current > SEEN_MS,
  )
}

/** Ctrl Enter within the card approves, and nothing else hears it. */
function useApproveKeys(root: RefObject<HTMLElement | null>, approve: () => void): void {
  const latest = useRef(approve)
  latest.current = approve
  useEffect(() => {
    const card = root.current?.closest('.ask-card')
    if (!(card instanceof HTMLElement)) return
    const onKeyDown = (event: Event): void => {
      const { key, ctrlKey, metaKey } = event as unknown as KeyboardEvent
      if (key !== 'Enter' || !(ctrlKey || metaKey)) return
      event.preventDefault()
      latest.current()
    }
    card.addEventListener('keydown', onKeyDown)
    return () => card.removeEventListener('keydown', onKeyDown)
  }, [root])
}
