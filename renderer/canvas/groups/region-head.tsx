import { Boxes, OctagonAlert } from 'lucide-react'
import { ControllerChip } from '../../controllers/controller-chip.tsx'
import { useShownProblems } from '../../document/problems.ts'
import { selectPart, useSelection } from '../../document/selection.ts'
import { marksOf, useHazards } from '../../hazards/hazards.ts'
import { RegionCouncil } from '../../quorum/card-council.tsx'
import { StateChip } from '../../ui/chip.tsx'
import { openMenu } from '../canvas-state.ts'
import { useDetail } from '../detail.ts'
import { controlsOf, groupName } from '../drawing/controls.ts'
import type { Drawing } from '../drawing/drawing.ts'
import { focusInspector } from '../keys.ts'
import { useCanvasViews } from '../view-model.ts'
import { useRegionDrag } from './region-drag.ts'
import type { Region } from './regions.ts'
import { supervisionText } from './words.ts'

interface RegionHeadProps {
  readonly region: Region
  readonly drawing: Drawing
  readonly editable: boolean
}

/** The name in a region's upper line: a click selects the group, a drag moves all that is in it. */
export function RegionHead({ region: { group, frame }, drawing, editable }: RegionHeadProps) {
  const selected = useSelection(({ part }) => part?.type === 'group' && part.id === group.id)
  const open = useHazards((state) => state.open)
  const problems =
    useShownProblems().own.filter(({ element }) => element === group.id).length +
    marksOf(open, group.id).errors
  const drag = useRegionDrag(group)
  const controllers = controlsOf(drawing.document).onGroup.get(group.id) ?? []
  const rule = supervisionText(group)
  const far = useDetail() !== 'full'
  const run = useCanvasViews().usePartView(group.id)
  const acts = run !== null && run.state !== 'idle'
  return (
    <div
      className={far ? 'region-head region-head-far' : 'region-head'}
      style={{ transform: `translate(${frame.x + 12}px, ${frame.y - 11}px)` }}
    >
      <button
        type="button"
        tabIndex={-1}
        className="region-name nodrag nopan"
        aria-pressed={selected}
        {...(editable ? drag : { disabled: true })}
        onDoubleClick={() => focusInspector()}
        onContextMenu={(event) => {
          event.preventDefault()
          event.stopPropagation()
          if (!editable) return
          selectPart('group', group.id)
          openMenu({ type: 'group', id: group.id, window: { x: event.clientX, y: event.clientY } })
        }}
      >
        <Boxes size={13} strokeWidth={1.75} aria-hidden="true" />
        <span className="visually-hidden">Group </span>
        <span>{groupName(group)}</span>
        {rule === '' || acts ? null : <span className="region-rule">{rule}</span>}
      </button>
      {acts ? (
        <StateChip state={run.state}>
          {[run.word, run.text].filter((part) => part !== '').join(' · ')}
        </StateChip>
      ) : null}
      <RegionCouncil id={group.id} selected={selected} />
      {controllers.map((spec) => (
        <ControllerChip key={spec.id} spec={spec} wide />
      ))}
      {editable && problems > 0 ? (
        <span className="region-badge" role="img" aria-label={`${problems} problems`}>
          <OctagonAlert size={11} strokeWidth={2} />
          {problems}
        </span>
      ) : null}
    </div>
  )
}
