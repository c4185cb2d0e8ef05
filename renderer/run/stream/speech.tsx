import './stream.css'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { seconds } from '../../../shared/trace/words.ts'
import type { Segment } from '../../playback/chunk-log.ts'
import { codeParts, readCall } from './parts.ts'

interface SpeechProps {
  readonly segment: Segment
  readonly live: boolean
}

/** What an agent says: reasoning, text, a call of a tool. Notes of Synod's own stand between in small type. */
export function SpeechBlock({ segment, live }: SpeechProps) {
  if (segment.type === 'note') return <p className="stream-note">{segment.text.trim()}</p>
  if (segment.type === 'tool') return <ToolCall segment={segment} />
  return <Spoken segment={segment} live={live} />
}

const TITLES = {
  reasoning: 'Reasoning',
  text: 'Text',
  output: 'Output',
  tool: 'Tool call',
  note: 'Note',
} as const

function Spoken({ segment, live }: SpeechProps) {
  const [shown, show] = useState(true)
  const Chevron = shown ? ChevronDown : ChevronRight
  const spentMs = segment.endAt - segment.startAt
  return (
    <section className={`stream-speech ${segment.superseded ? 'stream-superseded' : ''}`}>
      <button type="button" className="stream-head" aria-expanded={shown} onClick={() => show(!shown)}>
        <Chevron size={13} />
        <span>{TITLES[segment.type]}</span>
        <Superseded segment={segment} />
        <span className="stream-aside">{spentMs === 0 ? '' : seconds(spentMs)}</span>
      </button>
      {shown ? <SpokenText segment={segment} live={live} /> : null}
    </section>
  )
}

function Superseded({ segment }: { readonly segment: Segment }) {
  if (!segment.superseded) return null
  return <span className="stream-mark">attempt {segment.attempt}, replaced by a later one</span>
}

function SpokenText({ segment, live }: SpeechProps) {
  const caret = live ? <span className="stream-caret" /> : null
  if (segment.type !== 'text') {
    return (
      <div className={`stream-text stream-${segment.type}`}>
        {segment.text}
        {caret}
      </div>
    )
  }
  const parts = codeParts(segment.text)
  return (
    <div className="stream-text stream-answer">
      {parts.map((part, at) => {
        const end = at === parts.length - 1 ? caret : null
        return part.code ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts only grow at the end
          <pre key={at} className="stream-code">
            {part.text}
            {end}
          </pre>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts only grow at the end
          <p key={at}>
            {part.text}
            {end}
          </p>
        )
      })}
    </div>
  )
}

function ToolCall({ segment }: { readonly segment: Segment }) {
  const call = readCall(segment.text)
  if (call === null) return <div className="stream-text stream-tool">{segment.text}</div>
  return (
    <div className={`stream-call ${segment.superseded ? 'stream-superseded' : ''}`}>
      <p>
        Calls <strong>{call.tool}</strong> <Superseded segment={segment} />
      </p>
      {call.args === null ? null : <pre className="stream-code">{call.args}</pre>}
    </div>
  )
}
