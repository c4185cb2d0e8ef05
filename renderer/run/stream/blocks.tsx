import './stream.css'
import { TriangleAlert, UserRound } from 'lucide-react'
import { useState } from 'react'
import type { Ref } from '../../../shared/topology/payload.ts'
import type { EffectStatus } from '../../../shared/trace/effects.ts'
import { seconds } from '../../../shared/trace/words.ts'
import type { NodeState } from '../../canvas/view-model.ts'
import { usePayload } from '../../playback/payloads.ts'
import { countText } from '../../playback/texts.ts'
import { StateGlyph } from '../../ui/glyph.tsx'
import type { StreamItem } from './items.ts'
import { SpeechBlock } from './speech.tsx'

export function StreamBlock({ item }: { readonly item: StreamItem }) {
  switch (item.type) {
    case 'turn':
      return <TurnBlock item={item} />
    case 'speech':
      return <SpeechBlock segment={item.segment} live={item.live} />
    case 'work':
      return <WorkBlock item={item} />
    case 'told':
      return <ToldBlock message={item.message} />
    case 'error':
      return <ErrorBlock text={item.text} error={item.error} />
  }
}

function TurnBlock({ item }: { readonly item: Extract<StreamItem, { type: 'turn' }> }) {
  const tokens = item.usage.inputTokens + item.usage.outputTokens
  return (
    <div className="stream-turn">
      <span>Turn {item.turn}</span>
      <span>{item.note !== '' ? item.note : tokens > 0 ? `${countText(tokens)} tokens` : ''}</span>
    </div>
  )
}

const GLYPHS: Readonly<Record<EffectStatus, NodeState>> = {
  asked: 'idle',
  begun: 'running',
  waiting: 'retrying',
  doubt: 'doubt',
  settled: 'done',
  failed: 'failed',
  withdrawn: 'skipped',
}

const LONG_OUTPUT = 1200

function WorkBlock({ item }: { readonly item: Extract<StreamItem, { type: 'work' }> }) {
  const open = item.status === 'begun' || item.status === 'doubt'
  const [chosen, choose] = useState<boolean | null>(null)
  const shown = (chosen ?? (open || item.output.length < LONG_OUTPUT)) && item.output !== ''
  const outcome = item.status === 'settled' ? item.effect.outcome : null
  const exit = outcome?.control['exit']
  const saidNo = (typeof exit === 'number' && exit !== 0) || outcome?.tag === 'conflict'
  const glyph = saidNo ? 'failed' : GLYPHS[item.status]
  return (
    <section className={`stream-work ${open ? 'stream-work-open' : ''}`}>
      <button
        type="button"
        className="stream-work-head"
        aria-expanded={shown}
        disabled={item.output === ''}
        onClick={() => choose(!shown)}
      >
        <span className={`stream-glyph stream-glyph-${glyph}`}>
          <StateGlyph state={glyph} />
        </span>
        <span className="stream-work-name">{item.title}</span>
        <span className="stream-work-note">{workNote(item, exit)}</span>
        <span className="stream-aside">{item.ms > 0 ? seconds(item.ms) : ''}</span>
      </button>
      {item.superseded.map((segment) => (
        <pre key={segment.key} className="stream-output stream-superseded">
          {`attempt ${segment.attempt}, replaced by a later one\n${segment.text}`}
        </pre>
      ))}
      {shown ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre className="stream-output" tabIndex={0}>
          {item.output}
          {open ? <span className="stream-caret" /> : null}
        </pre>
      ) : null}
    </section>
  )
}

function workNote(item: Extract<StreamItem, { type: 'work' }>, exit: unknown): string {
  const notes: string[] = []
  if (item.effect.ask.class === 'once') notes.push('once')
  if (item.effect.attempts.length > 1) notes.push(`attempt ${item.effect.attempts.length}`)
  if (typeof exit === 'number' && exit !== 0) notes.push(`exit ${exit}`)
  if (item.status === 'asked') notes.push('not begun')
  if (item.status === 'waiting') notes.push('waits to try again')
  if (item.status === 'doubt') notes.push('in doubt')
  if (item.status === 'withdrawn') notes.push('taken back')
  return notes.join(' · ')
}

function ToldBlock({ message }: { readonly message: Ref }) {
  const found = usePayload(message)
  return (
    <div className="stream-told">
      <UserRound size={13} aria-label="A person says" />
      <span>{found.state === 'ready' ? found.text : found.state === 'failed' ? found.problem : '…'}</span>
    </div>
  )
}

function ErrorBlock({ text, error }: { readonly text: string; readonly error: Ref | null }) {
  const found = usePayload(error)
  return (
    <div className="stream-error">
      <TriangleAlert size={13} />
      <span>
        {text}
        {error === null
          ? null
          : `: ${found.state === 'ready' ? found.text : found.state === 'failed' ? found.problem : '…'}`}
      </span>
    </div>
  )
}
