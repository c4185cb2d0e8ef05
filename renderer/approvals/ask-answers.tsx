import { Check, CircleHelp, Play, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { AskView } from '../../shared/api/contract.ts'
import { clockText } from '../playback/texts.ts'
import { Button } from '../ui/button.tsx'
import { StateGlyph } from '../ui/glyph.tsx'
import { isYes } from './changes.ts'
import type { OpenAsk } from './use-ask.ts'

/** The keys approve only what was before a person's eyes for this long. */
const SEEN_MS = 1000

interface AskAnswersProps {
  readonly open: OpenAsk
  readonly view: AskView
}

/** The comment and the answers; afterwards who answered what, and when. */
export function AskAnswers({ open, view }: AskAnswersProps) {
  const [comment, setComment] = useState('')
  const id = useId()
  const root = useRef<HTMLElement>(null)
  const seen = useSeen(root)
  const gate = view.type === 'gate'
  const blocked = open.busy || open.changed !== null
  const field = useRef<HTMLTextAreaElement>(null)
  const [asked, setAsked] = useState(false)
  const missing = asked && comment.trim() === ''
  const reject = (): void => {
    setAsked(true)
    if (comment.trim() === '') field.current?.focus()
    else open.decide('reject', comment.trim())
  }
  useApproveKeys(root, () => {
    if (gate && !blocked && seen.current() && view.decision === null) open.decide('approve', comment.trim())
  })
  if (view.decision !== null) return <Decided view={view} />
  return (
    <footer className="ask-answers" ref={root}>
      {open.problem === null ? null : (
        <p className="ask-problem" role="alert">
          {open.problem}
        </p>
      )}
      <label className="visually-hidden" htmlFor={id}>
        Comment
      </label>
      <textarea
        id={id}
        ref={field}
        aria-invalid={missing}
        aria-describedby={missing ? `${id}-missing` : undefined}
        className="input ask-comment"
        rows={1}
        value={comment}
        placeholder={
          gate ? 'Say why (kept in the journal; needed to reject)' : 'Say how you know (kept in the journal)'
        }
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      {missing ? (
        <p id={`${id}-missing`} className="field-error" role="alert">
          Say why: who reads the journal later must understand the rejection
        </p>
      ) : null}
      {gate ? (
        <div className="ask-buttons">
          <Button
            look="primary"
            size="decision"
            icon={<Check />}
            keys="Ctrl Enter"
            disabled={blocked}
            onClick={() => open.decide('approve', comment.trim())}
          >
            Approve
          </Button>
          <Button look="danger" size="decision" icon={<X />} disabled={blocked} onClick={reject}>
            Reject
          </Button>
        </div>
      ) : (
        <DoubtButtons open={open} comment={comment.trim()} blocked={blocked} />
      )}
    </footer>
  )
}

interface DoubtButtonsProps {
  readonly open: OpenAsk
  readonly comment: string
  readonly blocked: boolean
}

function DoubtButtons({ open, comment, blocked }: DoubtButtonsProps) {
  return (
    <div className="ask-buttons">
      <Button
        size="decision"
        icon={<Check />}
        disabled={blocked}
        onClick={() => open.decide('happened', comment)}
      >
        It happened
      </Button>
      <Button
        size="decision"
        icon={<Play />}
        disabled={blocked}
        onClick={() => open.decide('not-happened', comment)}
      >
        It did not: run it
      </Button>
      <Button
        look="danger"
        size="decision"
        icon={<CircleHelp />}
        disabled={blocked}
        onClick={() => open.decide('failed', comment)}
      >
        Fail it
      </Button>
    </div>
  )
}

const ANSWERS: Readonly<Record<string, string>> = {
  approve: 'Approved',
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
          {decision.by === '' ? '' : `by ${decision.by} `}at {clockText(decision.at)}
        </span>
      </p>
      {decision.comment === '' ? null : <blockquote>{decision.comment}</blockquote>}
    </footer>
  )
}

/** Since when the card has been in sight and its evidence read to the end, or short enough to need no scrolling. */
function useSeen(root: React.RefObject<HTMLElement | null>): React.RefObject<() => boolean> {
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
function useApproveKeys(root: React.RefObject<HTMLElement | null>, approve: () => void): void {
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
