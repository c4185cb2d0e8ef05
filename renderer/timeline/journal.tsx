import './journal.css'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { isFailure } from '../../shared/trace/lanes.ts'
import { sentenceOf } from '../../shared/trace/sentences.ts'
import type { Trace } from '../../shared/trace/trace.ts'
import { nameAt, seconds } from '../../shared/trace/words.ts'
import { showElement } from '../canvas/showing.ts'
import { usePlayback } from '../playback/playback.ts'
import { goTo, stepBy } from '../playback/player.ts'

const ROW_HEIGHT = 24

/** Every transition in a sentence. The list is one tab stop: arrows step, a click goes there; Enter, or a click on the name, shows the node. */
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
    if (event.key === 'Enter') {
      event.preventDefault()
      showAt(trace, position)
      return
    }
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

/** Shows in the drawing whose event it is. */
function showAt(trace: Trace, seq: number): void {
  const component = trace.record(seq)?.transition.input.component
  const id = component === undefined ? undefined : trace.plan.components[component]?.id
  if (id !== undefined) showElement(id)
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
      onClick={(event) => {
        goTo(seq)
        // A click on its name goes to the node as well.
        if (event.target instanceof Element && event.target.matches('.journal-node')) showAt(trace, seq)
      }}
    >
      <span className="journal-seq data">{seq}</span>
      <span className="journal-time data">{seconds(record.identity.at - trace.at(0))}</span>
      <span className="journal-node ellipsis">{nameAt(trace.plan, record.transition.input.component)}</span>
      <span className="ellipsis">{sentenceOf(trace, record)}</span>
    </div>
  )
}
