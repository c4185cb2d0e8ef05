import './card.css'
import { Copy, KeyRound } from 'lucide-react'
import type { AskView } from '../../shared/api/contract.ts'
import { laneText } from '../../shared/trace/words.ts'
import { askedText, shortDigest, shortRun } from '../playback/texts.ts'
import { DoubtNote } from '../run/doubt-note.tsx'
import { IconButton } from '../ui/button.tsx'
import { StateChip } from '../ui/chip.tsx'
import { Empty } from '../ui/empty.tsx'
import type { AskKey } from './approvals.ts'
import { AskAnswers } from './ask-answers.tsx'
import { AskSeats } from './ask-seats.tsx'
import { changesBetween, commandText, isYes } from './changes.ts'
import { deadlineText, useNow } from './deadline.ts'
import { Evidence } from './evidence.tsx'
import { useAsk } from './use-ask.ts'

/**
 * A question to a person, from top to bottom: how it stands, the question, exactly what will run, the digest, the
 * evidence, the comment, the answers. It stays after its answer.
 */
export function AskCard({ ask }: { readonly ask: AskKey }) {
  const open = useAsk(ask)
  const { view, changed, problem } = open
  if (view === null) {
    if (problem !== null) return <Empty title="This question cannot be shown">{problem}</Empty>
    return <Empty title="Reading what would run…" />
  }
  return (
    <article className="ask-card" aria-label={view.question}>
      <header className="ask-head">
        <AskState view={view} />
        <h2>{view.question}</h2>
        {view.type === 'doubt' ? <DoubtNote view={view} /> : null}
        <AskSeats view={view} />
      </header>
      {changed === null ? null : (
        <div className="ask-changed" role="alert">
          <p>
            What would run has changed since you opened this card:{' '}
            {changesBetween(view, changed).join(', ') || 'its digest'}. An answer to the old one is refused.
          </p>
          <button type="button" className="button button-outline button-control" onClick={open.renew}>
            Show the new one
          </button>
        </div>
      )}
      <WhatRuns view={view} />
      {view.type === 'question' ? <div className="evidence" /> : <Evidence view={view} />}
      <AskAnswers key={view.digest} open={open} view={view} />
    </article>
  )
}

const ASKS: Readonly<Record<AskView['type'], string>> = {
  gate: 'Gate',
  doubt: 'An effect',
  tool: 'A tool call',
  question: 'An agent asks',
}

function AskState({ view }: { readonly view: AskView }) {
  const { decision, deadline } = view
  const now = useNow(deadline !== null && decision === null)
  const doubt = view.type === 'doubt'
  return (
    <p className="ask-state">
      {decision === null ? (
        <StateChip state={doubt ? 'doubt' : 'waiting'}>{doubt ? 'In doubt' : 'Waiting for you'}</StateChip>
      ) : (
        <StateChip state={isYes(decision.answer) ? 'done' : 'failed'}>Answered</StateChip>
      )}
      {deadline === null || decision !== null ? null : (
        <strong className="ask-deadline" role="timer">
          {deadlineText(deadline, now)}
        </strong>
      )}
      <span>
        {ASKS[view.type]}
        {laneText(view.node) === '' ? '' : `, lane ${laneText(view.node)}`} in {view.runName}, run{' '}
        <code>{shortRun(view.run)}</code> · asked {askedText(view.askedAt, now)}
      </span>
    </p>
  )
}

/** To the byte: the arguments, where it runs, from which commit to which. */
function WhatRuns({ view }: { readonly view: AskView }) {
  const { command, fromCommit, toCommit } = view.shown
  const doubt = view.type === 'doubt'
  const once = command?.class === 'once'
  return (
    <section className="ask-runs">
      {view.type === 'question' ? null : (
        <h3>{doubt ? 'This is in doubt' : `Exactly this will run${once ? ', once' : ''}`}</h3>
      )}
      {view.type === 'question' ? (
        <p className="ask-none">
          Your answer goes into the conversation of {view.nodeName}, which goes on with it.
        </p>
      ) : command === null ? (
        <p className="ask-none">Nothing runs by itself after this answer.</p>
      ) : (
        <div className="ask-command">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
          <pre tabIndex={0}>
            <span aria-hidden="true">$ </span>
            {commandText(command.argv)}
          </pre>
          <p>
            {command.node} · in {command.cwd}
            {fromCommit === null && toCommit === null
              ? ''
              : ` · ${commitText(fromCommit)} → ${commitText(toCommit)}`}
            {` · key ${view.ask}`}
          </p>
        </div>
      )}
      <p className="ask-digest">
        <KeyRound size={13} aria-hidden="true" />
        <code title={view.digest}>sha256:{shortDigest(view.digest)}</code>
        <IconButton label="Copy the digest" onClick={() => void navigator.clipboard?.writeText(view.digest)}>
          <Copy />
        </IconButton>
        <span>Your answer holds for this digest only.</span>
      </p>
    </section>
  )
}

function commitText(commit: string | null): string {
  return commit === null ? 'none' : commit.slice(0, 8)
}
