import './story.css'
import { CircleCheck, CircleDashed, OctagonX } from 'lucide-react'
import { useDocument } from '../document/document.ts'
import { sameDrawing } from '../document/same.ts'
import { shownCounterexample, useChecking } from './checking.ts'
import { useShownStep } from './show.ts'
import { titleOf } from './views.ts'

/** Over the canvas in Check: what is shown there, or what the check came to. */
export function VerdictStrip() {
  const checking = useChecking()
  const step = useShownStep()
  const drawn = useDocument((state) => state.document)
  const found = shownCounterexample(checking)
  const { result, phase } = checking
  const changed = !sameDrawing(checking.document, drawn)
  if (found !== null) {
    return (
      <Strip look="broken" title={`Broken: ${titleOf(result, found.property)}`}>
        {`${found.sentence.replace(/\.$/, '')}. Step ${step + 1} of ${found.steps.length} is shown.${changed ? ' The drawing has changed since: check again.' : ''}`}
      </Strip>
    )
  }
  if (phase !== 'done' || result === null) return null
  if (changed) {
    return (
      <Strip look="open" title="The drawing has changed">
        What stands at the left is of the drawing before the change. Check again.
      </Strip>
    )
  }
  const broken = result.violated.length
  if (broken > 0) {
    return (
      <Strip look="broken" title={broken === 1 ? '1 property is broken' : `${broken} properties are broken`}>
        Choose one at the left to see how, step by step.
      </Strip>
    )
  }
  return (
    <Strip
      look={result.coverage === 'partial' || result.coverage === 'sampled' ? 'open' : 'holds'}
      title="Nothing is broken"
    >
      {`${result.coverage.charAt(0).toUpperCase() + result.coverage.slice(1)}: ${result.states.toLocaleString('en')} states.`}
    </Strip>
  )
}

const ICONS = {
  broken: <OctagonX size={16} aria-hidden="true" />,
  holds: <CircleCheck size={16} aria-hidden="true" />,
  open: <CircleDashed size={16} aria-hidden="true" />,
}

interface StripProps {
  readonly look: keyof typeof ICONS
  readonly title: string
  readonly children: string
}

function Strip({ look, title, children }: StripProps) {
  return (
    <div className="run-strip" role="status">
      <div className={`verdict-strip verdict-strip-${look}`}>
        {ICONS[look]}
        <div>
          <p className="verdict-strip-title">{title}</p>
          <p className="verdict-strip-text">{children}</p>
        </div>
      </div>
    </div>
  )
}
