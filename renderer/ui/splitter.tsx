import './splitter.css'
import type { KeyboardEvent, PointerEvent } from 'react'
import { useRef } from 'react'

interface SplitterProps {
  readonly label: string
  /** Upright lines change a width, level ones a height. */
  readonly orientation: 'vertical' | 'horizontal'
  /** The panel lies after the line (right of it, or below), so that a move towards it makes it smaller. */
  readonly after?: boolean
  readonly size: number
  readonly min: number
  readonly max: number
  onResize(size: number): void
}

const KEY_STEP = 16

/** The line between two panels: one pixel drawn, eight to grab, arrow keys move it by 16. */
export function Splitter({ label, orientation, after = false, size, min, max, onResize }: SplitterProps) {
  const start = useRef<{ readonly at: number; readonly size: number } | null>(null)
  const upright = orientation === 'vertical'
  const sign = after ? -1 : 1
  const resize = (next: number): void => onResize(Math.round(Math.min(max, Math.max(min, next))))
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId)
    start.current = { at: upright ? event.clientX : event.clientY, size }
  }
  const onPointerMove = (event: PointerEvent): void => {
    if (start.current === null) return
    resize(start.current.size + sign * ((upright ? event.clientX : event.clientY) - start.current.at))
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const [less, more] = upright ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown']
    if (event.key !== less && event.key !== more) return
    event.preventDefault()
    resize(size + sign * (event.key === more ? KEY_STEP : -KEY_STEP))
  }
  const end = (): void => {
    start.current = null
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is a widget, and no element is one
    <div
      role="separator"
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      className={`splitter splitter-${orientation}`}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={end}
      onPointerCancel={end}
      onKeyDown={onKeyDown}
    />
  )
}
