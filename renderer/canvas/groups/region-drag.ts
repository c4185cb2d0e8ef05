import type { PointerEvent } from 'react'
import { useRef } from 'react'
import type { GroupSpec } from '../../../shared/topology/controls.ts'
import { move } from '../../document/commands/nodes.ts'
import { perform, useDocument } from '../../document/document.ts'
import { selectPart } from '../../document/selection.ts'
import { type Point, snap } from '../geometry/point.ts'
import { letGo, moveTo, useMoving } from '../moving.ts'
import { currentStage } from '../stage.ts'

/** A hand that trembles on a click moves nothing. */
const THRESHOLD = 4

/** Moves all members of a group by its name; a press without a move selects the group. */
export function useRegionDrag(group: GroupSpec) {
  const from = useRef<Point | null>(null)
  const end = (): void => {
    from.current = null
    letGo()
  }
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return
      event.stopPropagation()
      event.currentTarget.setPointerCapture(event.pointerId)
      from.current = { x: event.clientX, y: event.clientY }
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const start = from.current
      const stage = currentStage()
      if (start === null || stage === null) return
      const far = Math.hypot(event.clientX - start.x, event.clientY - start.y)
      if (far < THRESHOLD && useMoving.getState().places.size === 0) return
      const before = stage.toDrawing(start)
      const now = stage.toDrawing({ x: event.clientX, y: event.clientY })
      const [x, y] = [snap(now.x - before.x), snap(now.y - before.y)]
      const members = new Set(group.members)
      const { nodes } = useDocument.getState().shown
      moveTo(
        nodes
          .filter(({ id }) => members.has(id))
          .map(({ id, at }) => [id, { x: at[0] + x, y: at[1] + y }] as const),
      )
    },
    onPointerUp: () => {
      if (from.current === null) return
      const { places } = useMoving.getState()
      if (places.size > 0)
        perform(move(new Map([...places].map(([id, { x, y }]) => [id, [x, y] as const])), 'Move a group'))
      end()
      selectPart('group', group.id)
    },
    onPointerCancel: end,
    // A press of Enter or Space has no pointer.
    onClick: () => selectPart('group', group.id),
  }
}
