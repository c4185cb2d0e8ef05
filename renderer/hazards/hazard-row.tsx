import { CircleHelp, EyeOff, Info, OctagonAlert, Play, TriangleAlert, Wrench } from 'lucide-react'
import { useState } from 'react'
import type { Hazard } from '../../shared/hazards/index.ts'
import { setMode } from '../app/layout.ts'
import { useChecking } from '../check/checking.ts'
import { showCounterexample } from '../check/show.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { AcceptForm } from './accept-form.tsx'
import { applyFix, showElements } from './apply.ts'
import { pointAt, useHazards } from './hazards.ts'
import { showHelp } from './help.ts'
import { useWord, type Word } from './word.ts'

const ICONS = {
  error: <OctagonAlert size={15} aria-label="Error" />,
  warning: <TriangleAlert size={15} aria-label="Warning" />,
  note: <Info size={15} aria-label="Note" />,
} as const

/** One hazard: what can happen and under which fault; a click goes there, its buttons change the drawing. */
export function HazardRow({ hazard }: { readonly hazard: Hazard }) {
  const [accepting, accept] = useState(false)
  const { rule, finding, level, key } = hazard
  const document = useHazards((state) => state.document)
  const truth = useWord(hazard, document)
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
        <span className="hazard-when">{truthText(truth, finding.assumption)}</span>
      </button>
      <div className="hazard-actions">
        {truth.word === 'shown' ? (
          <Button icon={<Play />} onClick={() => showAgain(truth.property)}>
            Show how
          </Button>
        ) : null}
        {finding.fixes.map((fix) => (
          <Button
            key={fix.label}
            icon={<Wrench />}
            title={finding.remedy}
            onClick={() => applyFix(finding, fix)}
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

/** "Possible, if an agent crashes once"; or what the last check of this very drawing says of it. */
function truthText(truth: Word, assumption: string): string {
  switch (truth.word) {
    case 'possible':
      return `Possible, ${assumption}`
    case 'shown':
      return 'Shown: Check has found how'
    case 'not within these bounds':
      return `Not within these bounds: ${truth.bounds}`
  }
}

function showAgain(property: string): void {
  setMode('check')
  if (useChecking.getState().shown !== property) showCounterexample(property)
}
