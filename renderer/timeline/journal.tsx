import './journal.css'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { isFailure } from '../../shared/trace/lanes.ts'
import { sentenceOf } from '../../shared/trace/sentences.ts'
import type { Trace } from '../../shared/trace/trace.ts'
import { nameAt, seconds } from '../../shared/trace/words.ts'
import { usePlayback } from '../playback/playback.ts'
import { goTo, stepBy } from '../playback/player.ts'

const ROW_HEIGHT = 24

/** Every transition in a sentence. The list is one tab stop: arrows step, a click goes there. */
export function Journal({ trace }: { readonly trace: Trace }) {
  const position = usePlayback((state) => state.position)
  const last = usePlayback((state) => state.last)
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: last,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  })
  useEffect(() => {
    if (position > 0) rows.scrollToIndex(position - 1, { align: 'auto' })
  }, [position, rows])
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    stepBy(step)
  }
  return (
    <div
      ref={scroller}
      className="journal"
      role="listbox"
      tabIndex={0}
      aria-label="Journal"
      aria-activedescendant={position > 0 ? `journal-${position}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div style={{ height: rows.getTotalSize(), position: 'relative' }} role="presentation">
        {rows.getVirtualItems().map((row) => (
          <JournalRow key={row.key} trace={trace} seq={row.index + 1} position={position} top={row.start} />
        ))}
      </div>
    </div>
  )
}

interface JournalRowProps {
  readonly trace: Trace
  readonly seq: number
  readonly position: number
  readonly top: number
}

function JournalRow({ trace, seq, position, top }: JournalRowProps) {
  const record = trace.record(seq)
  if (record === undefined) return null
  const look = seq === position ? 'journal-on' : seq > position ? 'journal-later' : ''
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys for its rows
    <div
      id={`journal-${seq}`}
      role="option"
      tabIndex={-1}
      aria-selected={seq === position}
      className={`journal-row ${look} ${isFailure(record) ? 'journal-failure' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => goTo(seq)}
    >
      <span className="journal-seq data">{seq}</span>
      <span className="journal-time data">{seconds(record.identity.at - trace.at(0))}</span>
      <span className="journal-node ellipsis">{nameAt(trace.plan, record.transition.input.component)}</span>
      <span className="ellipsis">{sentenceOf(trace, record)}</span>
    </div>
  )
}
