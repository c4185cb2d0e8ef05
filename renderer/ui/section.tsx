import './section.css'
import { ChevronDown, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { useState } from 'react'

interface SectionProps {
  readonly title: string
  readonly aside?: ReactNode
  readonly open?: boolean
  readonly children: ReactNode
}

/** A part of a panel that folds away, with a hairline above it. */
export function Section({ title, aside, open = true, children }: SectionProps) {
  const [shown, show] = useState(open)
  return (
    <section className="section">
      <h3>
        <button type="button" className="section-head" aria-expanded={shown} onClick={() => show(!shown)}>
          {shown ? <ChevronDown size={13} /> : <ChevronRight size={13} />}
          <span className="section-title">{title}</span>
          {aside === undefined ? null : <span className="section-aside">{aside}</span>}
        </button>
      </h3>
      {shown ? <div className="section-body">{children}</div> : null}
    </section>
  )
}
