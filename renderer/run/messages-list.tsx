import './messages.css'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
import type { Plan } from '../../shared/topology/plan.ts'
import type { MessageTrace } from '../../shared/trace/messages.ts'
import { partsText } from '../../shared/trace/sentences.ts'
import type { Trace } from '../../shared/trace/trace.ts'
import { drawnFrom, drawnTo, nameAt, seconds } from '../../shared/trace/words.ts'
import { Empty } from '../ui/empty.tsx'
import { PayloadView } from './payload-view.tsx'
import { ScrollRegion } from './scroll-region.tsx'

interface MessagesListProps {
  readonly trace: Trace
  readonly position: number
  readonly messages: readonly MessageTrace[]
  /** The actor whose messages these are: its own side of each is left out. */
  readonly self: number | null
  readonly empty: string
  onGo(seq: number): void
}

/** Messages in the order in which they were sent; each opens to its payload. */
export function MessagesList({ trace, position, messages, self, empty, onGo }: MessagesListProps) {
  const [open, setOpen] = useState<string | null>(null)
  const scroller = useRef<HTMLElement>(null)
  const rows = useVirtualizer({
    count: messages.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 46,
    getItemKey: (index) => messages[index]?.id ?? index,
    overscan: 8,
  })
  if (messages.length === 0) return <Empty title="No messages yet">{empty}</Empty>
  return (
    <ScrollRegion ref={scroller} label="Messages" className="messages">
      <ul style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map((row) => {
          const message = messages[row.index]
          if (message === undefined) return null
          return (
            <li
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              className="message"
              style={{
                position: 'absolute',
                top: 0,
                left: 0,
                right: 0,
                transform: `translateY(${row.start}px)`,
              }}
            >
              <MessageHead
                trace={trace}
                message={message}
                position={position}
                self={self}
                open={open === message.id}
                onToggle={() => setOpen(open === message.id ? null : message.id)}
              />
              {open === message.id ? (
                <div className="message-body">
                  <div className="message-facts">
                    <span className="data">{message.id}</span>
                    {message.activation === '' ? null : <span className="data">{message.activation}</span>}
                    <button type="button" className="message-go" onClick={() => onGo(message.sentSeq)}>
                      Go to where it was sent
                    </button>
                  </div>
                  <PayloadView
                    payload={message.payload}
                    fresh={partsText(trace, message).split(/, | and /)}
                  />
                </div>
              ) : null}
            </li>
          )
        })}
      </ul>
    </ScrollRegion>
  )
}

interface MessageHeadProps {
  readonly trace: Trace
  readonly message: MessageTrace
  readonly position: number
  readonly self: number | null
  readonly open: boolean
  onToggle(): void
}

function MessageHead({ trace, message, position, self, open, onToggle }: MessageHeadProps) {
  const what = message.type === 'message' ? partsText(trace, message) || 'message' : message.label
  return (
    <button type="button" className="message-head" aria-expanded={open} onClick={onToggle}>
      <span className="message-line">
        <span className="message-way">{wayText(trace.plan, message, self)}</span>
        <span className="message-time">{seconds(message.sentAt - trace.at(0))}</span>
      </span>
      <span className="message-line">
        <span className="message-what">
          {what}
          {message.attempt > 1 ? ` · sent ${message.attempt} times` : ''}
        </span>
        <span className={`message-fate message-${fateOf(message, position)}`}>
          {FATES[fateOf(message, position)]}
        </span>
      </span>
    </button>
  )
}

function wayText(plan: Plan, message: MessageTrace, self: number | null): string {
  const from = nameAt(plan, drawnFrom(plan, message.from))
  const to = nameAt(plan, drawnTo(plan, message.to))
  if (self === message.from) return `to ${to}`
  if (self === message.to) return `from ${from}`
  return `${from} → ${to}`
}

const FATES = {
  queued: 'queued',
  held: 'held back',
  delivered: 'delivered',
  dropped: 'dropped',
  rejected: 'rejected',
} as const

export function fateOf(message: MessageTrace, position: number): keyof typeof FATES {
  if (message.end !== null && message.endSeq <= position) return message.end
  return message.fate === 'held' ? 'held' : 'queued'
}
