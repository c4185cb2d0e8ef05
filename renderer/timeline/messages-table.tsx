import './messages-table.css'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { MessageTrace } from '../../shared/trace/messages.ts'
import { partsText } from '../../shared/trace/sentences.ts'
import type { Trace } from '../../shared/trace/trace.ts'
import { drawnFrom, drawnTo, nameAt, seconds } from '../../shared/trace/words.ts'
import { showElement } from '../canvas/showing.ts'
import { usePlayback } from '../playback/playback.ts'
import { goTo } from '../playback/player.ts'
import { fateOf } from '../run/messages-list.tsx'
import { ScrollRegion } from '../run/scroll-region.tsx'
import { Empty } from '../ui/empty.tsx'

const ROW_HEIGHT = 24

/** All messages of the run up to the shown moment; a click goes to where one was sent and selects its edge. */
export function MessagesTable({ trace }: { readonly trace: Trace }) {
  const position = usePlayback((state) => state.position)
  const scroller = useRef<HTMLElement>(null)
  const all = trace.messages.all()
  const count = countSent(all, position)
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  })
  const live = usePlayback((state) => state.live)
  useEffect(() => {
    const element = scroller.current
    if (element === null || count === 0) return
    // A person who reads further up is left there while the run goes on.
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 4 * ROW_HEIGHT
    if (!live || atEnd) rows.scrollToIndex(count - 1, { align: 'end' })
  }, [count, live, rows])
  if (count === 0)
    return <Empty title="No messages yet">Each message that travels on an edge stands here.</Empty>
  const items = rows.getVirtualItems()
  const below = rows.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <ScrollRegion ref={scroller} label="Messages of the run" className="message-table">
      <table aria-rowcount={count + 1}>
        <thead>
          <tr>
            {['Sent', 'Id', 'From', 'To', 'What', 'State'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <SpaceRow height={items[0]?.start ?? 0} />
          {items.map((row) => {
            const message = all[row.index]
            return message === undefined ? null : (
              <MessageRow
                key={message.id}
                trace={trace}
                message={message}
                position={position}
                at={row.index}
              />
            )
          })}
          <SpaceRow height={below} />
        </tbody>
      </table>
    </ScrollRegion>
  )
}

/** Stands for the rows that are not drawn. */
function SpaceRow({ height }: { readonly height: number }) {
  if (height <= 0) return null
  return (
    <tr className="message-table-space">
      <td colSpan={6} style={{ height }} />
    </tr>
  )
}

function countSent(all: readonly MessageTrace[], position: number): number {
  let low = 0
  let high = all.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((all[middle] as MessageTrace).sentSeq <= position) low = middle + 1
    else high = middle
  }
  return low
}

interface MessageRowProps {
  readonly trace: Trace
  readonly message: MessageTrace
  readonly position: number
  readonly at: number
}

function MessageRow({ trace, message, position, at }: MessageRowProps) {
  const { plan } = trace
  const what = message.type === 'message' ? partsText(trace, message) || 'message' : message.label
  const fate = fateOf(message, position)
  return (
    <tr aria-rowindex={at + 2}>
      <td className="data message-table-time">{seconds(message.sentAt - trace.at(0))}</td>
      <td>
        <button
          type="button"
          className="message-table-go data"
          onClick={() => {
            showElement(plan.components[message.component]?.id ?? '')
            goTo(message.sentSeq)
          }}
        >
          {message.id}
        </button>
      </td>
      <td>{nameAt(plan, drawnFrom(plan, message.from))}</td>
      <td>{nameAt(plan, drawnTo(plan, message.to))}</td>
      <td className="message-table-what">{what}</td>
      <td className={`message-fate message-${fate}`}>{fate}</td>
    </tr>
  )
}
