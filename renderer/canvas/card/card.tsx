import './card.css'
import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import type { HazardLevel } from '../../../shared/hazards/rule.ts'
import { isNested } from '../../../shared/topology/nested.ts'
import { CardControllers } from '../../controllers/card-controllers.tsx'
import { useDocument } from '../../document/document.ts'
import { useSelection } from '../../document/selection.ts'
import { pointedLevel, useHazards } from '../../hazards/hazards.ts'
import { useCanvas } from '../canvas-state.ts'
import { useDetail } from '../detail.ts'
import { controlsOf } from '../drawing/controls.ts'
import type { DrawnNode } from '../drawing/drawing.ts'
import { type NodeView, useCanvasViews } from '../view-model.ts'
import { CardBody } from './card-body.tsx'
import { CardShape } from './card-shape.tsx'
import { OpenInside } from './open-inside.tsx'
import { policyText } from './policy-marks.tsx'
import { CardPorts } from './ports.tsx'
import { ProblemBadge } from './problem-badge.tsx'
import { SmallCard } from './small-card.tsx'
import type { CardNode } from './types.ts'

/** One node: its silhouette tells the kind; ink, glyph and word tell the state. */
export const Card = memo(function Card({ id, data, selected }: NodeProps<CardNode>) {
  const { drawn, editable } = data
  const view = useCanvasViews().useNodeView(id)
  const detail = useDetail()
  const isStop = useSelection((state) => state.stop === id)
  const isUser = useIsUser(id)
  const hazard = useHazards((state) => pointedLevel(state, id))
  const pointed = view?.broken === true ? 'error' : hazard
  const state = view?.state ?? null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a card is a group of a drawing, not of form fields
    <div
      role="group"
      aria-label={spoken(drawn, view)}
      tabIndex={isStop ? 0 : -1}
      data-node={id}
      className={cardClass(view, { far: detail !== 'full', isUser, pointed })}
    >
      <CardShape outline={drawn.facts.outline} state={state} selected={selected} small={detail !== 'full'} />
      {detail === 'full' ? (
        <>
          <CardBody
            id={id}
            facts={drawn.facts}
            policy={drawn.node.policy}
            view={view}
            editable={editable}
            selected={selected}
          />
          <CardControllers controllers={drawn.controllers} />
          {isNested(drawn.node) ? <OpenInside id={id} /> : null}
          <CardPorts anchors={drawn.anchors} editable={editable} />
        </>
      ) : (
        <SmallCard facts={drawn.facts} state={state} named={detail === 'small'} />
      )}
      {view?.breakpoint === true ? <span className="card-breakpoint" title="Breakpoint" /> : null}
      {editable ? <ProblemBadge id={id} small={detail !== 'full'} /> : null}
    </div>
  )
})

/** Whether the controller that is selected, or is about to be let go here, is for this node. */
function useIsUser(id: string): boolean {
  const controller = useSelection(({ part }) => (part?.type === 'controller' ? part.id : null))
  const takesDrop = useCanvas((state) => state.dropOn === id)
  const isUser = useDocument(({ shown: document }) =>
    controller === null ? false : controlsOf(document).users.get(controller)?.includes(id) === true,
  )
  return isUser || takesDrop
}

interface CardMarks {
  readonly far: boolean
  readonly isUser: boolean
  /** The hazard that is pointed at in the list speaks of it. */
  readonly pointed: HazardLevel | null
}

function cardClass(view: NodeView | null, { far, isUser, pointed }: CardMarks): string {
  const names = ['card', `card-${view?.state ?? 'design'}`]
  if (view?.dimmed === true) names.push('card-dimmed')
  if (isUser) names.push('card-user')
  if (view?.ended === true) names.push('card-ended')
  if (pointed !== null) names.push(`card-pointed card-pointed-${pointed}`)
  if (far) names.push('card-far')
  return names.join(' ')
}

function limitsText(count: number): string {
  if (count === 0) return ''
  return count === 1 ? '1 limit' : `${count} limits`
}

/** "Verifier, verifier, retrying, attempt 2 of 3, 1 queued" */
function spoken({ facts, node, controllers }: DrawnNode, view: NodeView | null): string {
  const words = [facts.name, facts.kindLabel.toLowerCase()]
  if (view === null) words.push(facts.caption, policyText(node.policy), limitsText(controllers.length))
  else words.push(view.chip.toLowerCase(), ...(view.spoken === undefined ? [] : [view.spoken]))
  return words.filter((word) => word !== '').join(', ')
}
