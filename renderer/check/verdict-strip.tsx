import './story.css'
import { CircleCheck, CircleDashed, OctagonX } from 'lucide-react'
import type { CheckProgress, CheckSettings } from '../../shared/api/check.ts'
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
  const { result, phase, progress, settings } = checking
  const changed = !sameDrawing(checking.document, drawn)
  if (found !== null) {
    return (
      <Strip look="broken" title={`Broken: ${titleOf(result, found.property)}`}>
        {`${found.sentence.replace(/\.$/, '')}. Step ${step + 1} of ${found.steps.length} is shown.${changed ? ' The drawing has changed since: check again.' : ''}`}
      </Strip>
    )
  }
  if (phase === 'running')
    return (
      <Strip quiet look="open" title={titleWhile(settings)}>
        {progress === null ? 'It begins.' : soFar(progress)}
      </Strip>
    )
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
  const sure = result.coverage !== 'partial' && result.coverage !== 'sampled'
  return (
    <Strip look={sure ? 'holds' : 'open'} title={sure ? 'Nothing is broken' : 'Nothing broken so far'}>
      {`${result.coverage.charAt(0).toUpperCase() + result.coverage.slice(1)}: ${result.states.toLocaleString('en')} states.`}
    </Strip>
  )
}

function titleWhile({ sample, swarm }: CheckSettings): string {
  if (swarm !== undefined) return 'A swarm looks, deep first'
  return sample === undefined ? 'Trying every order' : 'Drawing schedules'
}

function soFar({ states, depth }: CheckProgress): string {
  return `${states.toLocaleString('en')} states so far${depth === 0 ? '' : `, all that ${depth} steps lead to`}.`
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
  /** What counts on is seen, and not read aloud at every change. */
  readonly quiet?: boolean
}

function Strip({ look, title, children, quiet }: StripProps) {
  return (
    <div className="run-strip" role={quiet === true ? undefined : 'status'}>
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
