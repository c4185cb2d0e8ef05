import { CircleHelp, EyeOff, Info, OctagonAlert, TriangleAlert, Wrench } from 'lucide-react'
import { useState } from 'react'
import type { Hazard } from '../../shared/hazards/index.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { AcceptForm } from './accept-form.tsx'
import { applyFix, showElements } from './apply.ts'
import { pointAt } from './hazards.ts'
import { showHelp } from './help.ts'

const ICONS = {
  error: <OctagonAlert size={15} aria-label="Error" />,
  warning: <TriangleAlert size={15} aria-label="Warning" />,
  note: <Info size={15} aria-label="Note" />,
} as const

/** One hazard: what can happen and under which fault; a click goes there, its buttons change the drawing. */
export function HazardRow({ hazard }: { readonly hazard: Hazard }) {
  const [accepting, accept] = useState(false)
  const { rule, finding, level, key } = hazard
  return (
    <li
      className={`hazard hazard-${level}`}
      onPointerEnter={() => pointAt(key)}
      onPointerLeave={() => pointAt(null)}
      onFocus={() => pointAt(key)}
      onBlur={() => pointAt(null)}
    >
      <button type="button" className="hazard-main" onClick={() => showElements(finding)}>
        {ICONS[level]}
        <span className="hazard-title">{rule.title}</span>
        <span className="hazard-text">{finding.sentence}</span>
        <span className="hazard-when">{`Possible, ${finding.assumption}`}</span>
      </button>
      <div className="hazard-actions">
        {finding.fixes.map((fix) => (
          <Button
            key={fix.label}
            icon={<Wrench />}
            title={finding.remedy}
            onClick={() => applyFix(hazard, fix)}
          >
            {fix.label}
          </Button>
        ))}
        {finding.fixes.length === 0 ? <span className="hazard-remedy">{finding.remedy}</span> : null}
        <IconButton label="Why this matters" onClick={() => showHelp(rule.id)}>
          <CircleHelp />
        </IconButton>
        <IconButton label="Accept it here, with a reason" onClick={() => accept(true)}>
          <EyeOff />
        </IconButton>
      </div>
      {accepting ? <AcceptForm hazard={hazard} onClose={() => accept(false)} /> : null}
    </li>
  )
}
