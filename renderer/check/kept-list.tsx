import { CircleCheck, CircleDashed, OctagonX } from 'lucide-react'
import type { KeptTrace } from '../../shared/api/check.ts'
import { Section } from '../ui/section.tsx'
import { useChecking } from './checking.ts'
import { showCounterexample } from './show.ts'
import { titleOf } from './views.ts'

const ICONS = {
  broken: <OctagonX size={14} aria-label="Broken" />,
  holds: <CircleCheck size={14} aria-label="Holds" />,
  unknown: <CircleDashed size={14} aria-label="Unknown" />,
  unreadable: <CircleDashed size={14} aria-label="Cannot be read" />,
}
const LOOK = { broken: 'broken', holds: 'holds', unknown: 'open', unreadable: 'open' } as const

/** Counterexamples that were kept beside the drawing: what they break must not break again. */
export function KeptList() {
  const kept = useChecking((state) => state.kept)
  if (kept.length === 0) return null
  return (
    <Section title="Kept as tests" aside={kept.length}>
      <ul className="standing">
        {kept.map((trace) => (
          <li key={trace.path}>
            <KeptRow trace={trace} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

function KeptRow({ trace }: { readonly trace: KeptTrace }) {
  const shown = useChecking((state) => state.shown === trace.path)
  const title = useChecking((state) => titleOf(state.result, trace.property))
  const className = `property property-${LOOK[trace.verdict]}`
  const content = (
    <>
      {ICONS[trace.verdict]}
      <span className="property-title">{title}</span>
      <span className="property-verdict">{trace.message}</span>
    </>
  )
  if (trace.counterexample === null) return <div className={className}>{content}</div>
  return (
    <button
      type="button"
      className={className}
      aria-pressed={shown}
      onClick={() => showCounterexample(trace.path)}
    >
      {content}
    </button>
  )
}
