import { Cable, Copy, CornerDownRight, PenLine, Plus, SquareStack, Trash2, WandSparkles } from 'lucide-react'
import { MenuAt, type MenuItem } from '../ui/menu.tsx'
import {
  askConnection,
  type CanvasMenu as CanvasMenuState,
  openMenu,
  openPicker,
  startRenaming,
} from './canvas-state.ts'
import { deleteSelection, duplicateSelection, selectAll } from './edit.ts'
import { focusInspector } from './keys.ts'
import { currentStage } from './stage.ts'
import { tidyUp } from './tidy.ts'

/** What may be done with what is under the pointer. */
export function CanvasMenu({
  menu,
  editable,
}: {
  readonly menu: CanvasMenuState
  readonly editable: boolean
}) {
  return (
    <MenuAt
      label="Actions"
      at={menu.window}
      items={itemsFor(menu, editable)}
      onClose={() => {
        openMenu(null)
        if (menu.type === 'node') currentStage()?.focusNode(menu.id)
      }}
    />
  )
}

function itemsFor(menu: CanvasMenuState, editable: boolean): readonly MenuItem[] {
  if (menu.type === 'pane') return paneItems(menu)
  const open: MenuItem = { label: 'Open', icon: <CornerDownRight />, keys: 'Enter', run: focusInspector }
  if (!editable) return [open]
  return menu.type === 'node' ? [open, ...nodeItems(menu.id)] : [open, ...edgeItems(menu)]
}

function paneItems(menu: Extract<CanvasMenuState, { type: 'pane' }>): readonly MenuItem[] {
  return [
    {
      label: 'Add a node…',
      icon: <Plus />,
      keys: 'N',
      run: () => openPicker({ for: { type: 'free' }, window: menu.window, at: menu.at }),
    },
    { label: 'Select all', icon: <SquareStack />, keys: 'Ctrl A', run: selectAll },
    { label: 'Tidy up', icon: <WandSparkles />, keys: 'Alt Shift T', run: () => void tidyUp() },
  ]
}

function nodeItems(id: string): readonly MenuItem[] {
  return [
    { label: 'Rename', icon: <PenLine />, keys: 'F2', run: () => startRenaming(id) },
    { label: 'Connect to…', icon: <Cable />, keys: 'C', run: () => askConnection(id) },
    { label: 'Duplicate', icon: <Copy />, keys: 'Ctrl D', run: duplicateSelection },
    { label: 'Delete', icon: <Trash2 />, keys: 'Delete', danger: true, apart: true, run: deleteSelection },
  ]
}

function edgeItems(menu: Extract<CanvasMenuState, { type: 'node' | 'edge' }>): readonly MenuItem[] {
  const at = currentStage()?.toDrawing(menu.window)
  const insert: readonly MenuItem[] =
    at === undefined
      ? []
      : [
          {
            label: 'Insert a node…',
            icon: <Plus />,
            run: () => openPicker({ for: { type: 'edge', edge: menu.id }, window: menu.window, at }),
          },
        ]
  return [
    ...insert,
    { label: 'Delete', icon: <Trash2 />, keys: 'Delete', danger: true, apart: true, run: deleteSelection },
  ]
}
