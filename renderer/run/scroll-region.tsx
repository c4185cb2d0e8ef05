import type { ReactNode, Ref } from 'react'

interface ScrollRegionProps {
  readonly label: string
  readonly className: string
  readonly children: ReactNode
  readonly ref?: Ref<HTMLElement>
  onScroll?(): void
}

/** A part of a panel that scrolls, so it is a tab stop: else nobody could scroll it by keyboard. */
export function ScrollRegion({ label, className, children, ref, onScroll }: ScrollRegionProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={ref} className={className} aria-label={label} tabIndex={0} onScroll={onScroll}>
      {children}
    </section>
  )
}
