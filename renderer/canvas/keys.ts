import type { KeyboardEvent } from 'react'
import { move } from '../document/commands/nodes.ts'
import { perform, useDocument } from '../document/document.ts'
import { clearSelection, isAnySelected, selectNodes, useSelection } from '../document/selection.ts'
import { useAsking } from '../impact/asking.ts'
import { openMenu, startRenaming } from './canvas-state.ts'
import type { Drawing } from './drawing/drawing.ts'
import { GRID } from './geometry/point.ts'
import { goInto, openInside, opens } from './showing.ts'
import { currentStage } from './stage.ts'
import { type Direction, neighbourOf } from './walk.ts'

const DIRECTIONS: ReadonlyMap<string, Direction> = new Map([
  ['ArrowLeft', 'left'],
  ['ArrowRight', 'right'],
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down'],
])

/** Keys that belong to the focused node: arrows walk along the edges, Alt with arrows moves it. */
export function useCanvasKeys(drawing: Drawing, editable: boolean) {
  return (event: KeyboardEvent): void => {
    const id = event.target instanceof HTMLElement ? event.target.dataset['node'] : undefined
    if (id === undefined || event.ctrlKey || event.metaKey) return
    const direction = DIRECTIONS.get(event.key)
    if (direction !== undefined) {
      // The way out, unless it is what moves a node that is chosen.
      if (
        direction === 'up' &&
        event.altKey &&
        openInside().length > 0 &&
        !useSelection.getState().nodes.has(id)
      )
        return
      event.preventDefault()
      if (event.altKey && editable) nudge(id, direction)
      else walk(drawing, id, direction)
      return
    }
    if (event.altKey) return
    if (event.key === 'Enter' || event.key === ' ') {
      if (event.key === ' ' && useSelection.getState().nodes.has(id)) return
      event.preventDefault()
      selectNodes([id])
      if (event.key !== 'Enter') return
      if (opens(id) && !event.shiftKey) goInto(id)
      else focusInspector()
    } else if (event.key === 'F2' && editable && useSelection.getState().part === null) {
      event.preventDefault()
      startRenaming(id)
    } else if (
      event.key === 'Escape' &&
      useAsking.getState().element === null &&
      isAnySelected(useSelection.getState())
    ) {
      event.preventDefault()
      clearSelection()
    } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault()
      selectNodes([id])
      const box = event.target instanceof HTMLElement ? event.target.getBoundingClientRect() : new DOMRect()
      openMenu({ type: 'node', id, window: { x: box.left + 24, y: box.bottom } })
    }
  }
}

const FIRST = 'input, textarea, select, [role="tab"][tabindex="0"], button'

/** Puts the keyboard into the panel that describes what is selected. */
export function focusInspector(): void {
  focusInside(FIRST)
}

/** The same, but to the first value that can be typed there. */
export function focusFirstField(): void {
  focusInside('input')
}

function focusInside(sort: string): void {
  requestAnimationFrame(() => {
    const panel = document.querySelector('[data-inspector]')
    panel?.querySelector<HTMLElement>(sort)?.focus()
  })
}

function walk(drawing: Drawing, id: string, direction: Direction): void {
  const next = neighbourOf(drawing, id, direction)
  if (next === null) return
  selectNodes([next])
  currentStage()?.focusNode(next)
}

const STEPS: Readonly<Record<Direction, readonly [number, number]>> = {
  left: [-GRID, 0],
  right: [GRID, 0],
  up: [0, -GRID],
  down: [0, GRID],
}

function nudge(id: string, direction: Direction): void {
  const { nodes } = useSelection.getState()
  const ids = nodes.has(id) ? nodes : new Set([id])
  const [x, y] = STEPS[direction]
  const places = useDocument
    .getState()
    .shown.nodes.filter((node) => ids.has(node.id))
    .map((node) => [node.id, [node.at[0] + x, node.at[1] + y] as const] as const)
  perform({ ...move(new Map(places)), merge: `nudge/${[...ids].join()}` })
}
