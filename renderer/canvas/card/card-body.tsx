import { type KeyboardEvent, useEffect, useRef } from 'react'
import { isCouncil } from '../../../shared/hazards/quorum/index.ts'
import type { NodePolicy } from '../../../shared/topology/document.ts'
import { rename } from '../../document/commands/nodes.ts'
import { perform, settleChange } from '../../document/document.ts'
import { CardCouncil } from '../../quorum/card-council.tsx'
import { StateChip } from '../../ui/chip.tsx'
import { KindIcon } from '../../ui/kind-icon.tsx'
import { startRenaming, useCanvas } from '../canvas-state.ts'
import type { NodeFacts } from '../drawing/nodes.ts'
import { silhouetteOf } from '../geometry/outlines.ts'
import { currentStage } from '../stage.ts'
import type { NodeView } from '../view-model.ts'
import { PolicyMarks } from './policy-marks.tsx'

interface CardBodyProps {
  readonly id: string
  readonly facts: NodeFacts
  readonly policy: NodePolicy | undefined
  readonly view: NodeView | null
  readonly editable: boolean
  readonly selected: boolean
}

/** Name, one line, and a chip: the same three rows whatever happens. */
export function CardBody({ id, facts, policy, view, editable, selected }: CardBodyProps) {
  const { inset, insetRight } = silhouetteOf(facts.outline)
  const renaming = useCanvas((state) => editable && state.renaming === id)
  return (
    <div
      className={`card-body card-body-${facts.outline}`}
      style={{ paddingLeft: inset, paddingRight: insetRight }}
    >
      <div className="card-head">
        <span className="card-tile">
          <KindIcon name={facts.icon} />
        </span>
        {renaming ? <NameField id={id} name={facts.name} /> : <span className="card-name">{facts.name}</span>}
        {view?.time == null ? null : <span className="card-time">{view.time}</span>}
      </div>
      {view?.live == null ? (
        <div className="card-caption">{view?.caption ?? facts.caption}</div>
      ) : (
        <div className="card-live">
          <span className="card-live-end">
            <bdi dir="ltr">{view.live}</bdi>
          </span>
          <span className="card-caret" />
        </div>
      )}
      <div className="card-foot">
        {view === null ? (
          <>
            <span className="card-fact">{facts.fact}</span>
            <PolicyMarks policy={policy} />
          </>
        ) : (
          <StateChip state={view.state}>{view.chip}</StateChip>
        )}
        {view?.meter == null ? null : <Meter text={view.meter.text} part={view.meter.part} />}
      </div>
      {isCouncil(facts.kind?.kind ?? '') ? (
        <CardCouncil id={id} selected={selected} right={insetRight} />
      ) : null}
    </div>
  )
}

const NEARLY_USED_UP = 0.85

function Meter({ text, part }: { readonly text: string; readonly part: number | null }) {
  return (
    <span className="card-meter">
      {part === null ? null : (
        <span className="meter">
          <span
            className={part > NEARLY_USED_UP ? 'meter-part meter-part-warn' : 'meter-part'}
            style={{ width: `${Math.min(1, part) * 100}%` }}
          />
        </span>
      )}
      {text}
    </span>
  )
}

function NameField({ id, name }: { readonly id: string; readonly name: string }) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.select(), [])
  const end = (keep: boolean): void => {
    const value = input.current?.value.trim() ?? name
    if (keep && value !== name) perform(rename(id, value))
    settleChange()
    startRenaming(null)
    currentStage()?.focusNode(id)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation()
    if (event.key === 'Enter') end(true)
    if (event.key === 'Escape') end(false)
  }
  return (
    <input
      ref={input}
      className="card-name-field nodrag nopan"
      aria-label="Name"
      defaultValue={name}
      maxLength={200}
      onKeyDown={onKeyDown}
      onBlur={() => end(true)}
    />
  )
}
