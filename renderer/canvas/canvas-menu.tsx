import {
  Boxes,
  Cable,
  Copy,
  CornerDownRight,
  Gauge,
  Maximize2,
  PackageOpen,
  PackagePlus,
  PenLine,
  Plus,
  SquareStack,
  Trash2,
  Ungroup,
  Unplug,
  WandSparkles,
} from 'lucide-react'
import { useLayout } from '../app/layout.ts'
import { leaveGroup } from '../document/commands/groups.ts'
import { perform, useDocument } from '../document/document.ts'
import { selectNodes, useSelection } from '../document/selection.ts'
import { ask, wayOf } from '../impact/asking.ts'
import { MenuAt, type MenuItem } from '../ui/menu.tsx'
import {
  askConnection,
  askController,
  type CanvasMenu as CanvasMenuState,
  openMenu,
  openPicker,
  startRenaming,
} from './canvas-state.ts'
import { groupName, groupsOf } from './drawing/controls.ts'
import {
  canUnpack,
  deleteSelection,
  duplicateSelection,
  extractSelection,
  groupSelection,
  selectAll,
  ungroupSelection,
  unpackSelection,
} from './edit.ts'
import { focusInspector } from './keys.ts'
import { goInto, opens } from './showing.ts'
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
  const open: MenuItem = {
    label: 'Open',
    icon: <CornerDownRight />,
    keys: 'Enter',
    run: () => focusInspector(),
  }
  if (menu.type === 'node' && opens(menu.id)) {
    const inside: MenuItem = {
      label: 'Open what is inside',
      icon: <Maximize2 />,
      keys: 'Enter',
      run: () => goInto(menu.id),
    }
    const settings = { ...open, label: 'Settings', keys: 'Shift Enter' }
    return editable ? [inside, settings, ...nodeItems(menu.id)] : [inside, settings, ...whatIf(menu.id)]
  }
  if (!editable) return [open, ...whatIf(menu.id)]
  if (menu.type === 'group') return [open, ...groupItems(menu.id)]
  return menu.type === 'node' ? [open, ...nodeItems(menu.id)] : [open, ...edgeItems(menu)]
}

/** In Design and Check, where nothing else is played. */
function whatIf(id: string): readonly MenuItem[] {
  const { mode } = useLayout.getState()
  if (mode !== 'design' && mode !== 'check') return []
  return [{ label: 'What if it fails', icon: <Unplug />, keys: 'W', run: () => ask(wayOf(id)) }]
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
    ...whatIf(id),
    { label: 'Group', icon: <Boxes />, keys: 'Ctrl G', run: groupSelection, apart: true },
    { label: 'Make a topology of it', icon: <PackagePlus />, keys: 'Alt X', run: extractSelection },
    ...(canUnpack()
      ? [{ label: 'Take it apart', icon: <PackageOpen />, keys: 'Alt Shift X', run: unpackSelection }]
      : []),
    ...membership(id),
    { label: 'Add a limit or breaker…', icon: <Gauge />, run: () => askController(true) },
    { label: 'Duplicate', icon: <Copy />, keys: 'Ctrl D', run: duplicateSelection },
    { label: 'Delete', icon: <Trash2 />, keys: 'Delete', danger: true, apart: true, run: deleteSelection },
  ]
}

/** The ways out of the groups that it is in. */
function membership(id: string): readonly MenuItem[] {
  const { nodes } = useSelection.getState()
  return groupsOf(useDocument.getState().shown, id).map((group) => ({
    label: `Take out of ${groupName(group)}`,
    icon: <Ungroup />,
    run: () => perform(leaveGroup(group.id, [...nodes])),
  }))
}

function groupItems(id: string): readonly MenuItem[] {
  const group = useDocument.getState().shown.groups?.find((one) => one.id === id)
  return [
    {
      label: 'Select its members',
      icon: <SquareStack />,
      run: () => selectNodes(group?.members ?? []),
    },
    ...whatIf(id),
    { label: 'Add a limit or breaker…', icon: <Gauge />, run: () => askController(true) },
    { label: 'Ungroup', icon: <Ungroup />, keys: 'Ctrl Shift G', apart: true, run: ungroupSelection },
  ]
}

function edgeItems(menu: Extract<CanvasMenuState, { type: 'node' | 'edge' | 'group' }>): readonly MenuItem[] {
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
    ...whatIf(menu.id),
    { label: 'Delete', icon: <Trash2 />, keys: 'Delete', danger: true, apart: true, run: deleteSelection },
  ]
}
