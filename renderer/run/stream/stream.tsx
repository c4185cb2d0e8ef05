import './stream.css'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef } from 'react'
import { ScrollRegion } from '../scroll-region.tsx'
import { StreamBlock } from './blocks.tsx'
import type { StreamItem } from './items.ts'

const NEAR_END_PX = 40

/** The blocks of a stream, only those in sight drawn. It follows the end until a person scrolls away from it. */
export function Stream({ items, label }: { readonly items: readonly StreamItem[]; readonly label: string }) {
  const scroller = useRef<HTMLElement>(null)
  const follows = useRef(true)
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 60,
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 6,
  })
  const height = rows.getTotalSize()
  // biome-ignore lint/correctness/useExhaustiveDependencies: it scrolls when the blocks or their height have grown
  useLayoutEffect(() => {
    const element = scroller.current
    if (element !== null && follows.current) element.scrollTop = element.scrollHeight
  }, [height, items])
  const onScroll = (): void => {
    const element = scroller.current
    if (element === null) return
    follows.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX
  }
  return (
    <ScrollRegion ref={scroller} label={label} className="stream" onScroll={onScroll}>
      <div style={{ height, position: 'relative' }}>
        {rows.getVirtualItems().map((row) => {
          const item = items[row.index]
          if (item === undefined) return null
          return (
            <div
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              className="stream-row"
              style={{
                position: 'absolute',
                top: 0,
                left: 0,
                right: 0,
                transform: `translateY(${row.start}px)`,
              }}
            >
              <StreamBlock item={item} />
            </div>
          )
        })}
      </div>
    </ScrollRegion>
  )
}
