import { askConnection, askController, openPicker, startRenaming } from '../canvas/canvas-state.ts'
import {
  canUnpack,
  deleteSelection,
  duplicateSelection,
  extractSelection,
  groupSelection,
  groupsSelected,
  selectAll,
  ungroupSelection,
  unpackSelection,
} from '../canvas/edit.ts'
import { focusFirstField } from '../canvas/keys.ts'
import { goInto, goOut, openInside, opens } from '../canvas/showing.ts'
import { currentStage } from '../canvas/stage.ts'
import { tidyUp } from '../canvas/tidy.ts'
import { redo, settleChange, undo } from '../document/document.ts'
import { clearSelection, isAnySelected, useSelection } from '../document/selection.ts'
import { IMPACT_COMMANDS } from '../impact/commands.ts'
import { chooseTheme, useTheme } from '../theme/theme.ts'
import { useDialogs } from './dialogs.ts'
import { FILE_COMMANDS, isOpen } from './file-commands.ts'
import { setMode, showLeft, toggleDock, toggleLeft, useLayout } from './layout.ts'
import { CANVAS_KEYS, RUN_KEYS } from './shown-keys.ts'

/** Something that can be done: by the palette, by a key, by a menu. One list, so that they never differ. */
export interface Command {
  readonly id: string
  readonly title: string
  readonly group: 'File' | 'Edit' | 'Draw' | 'View' | 'Run' | 'Canvas'
  /** As on a PC's keyboard; on a Mac Ctrl is the command key. */
  readonly keys?: readonly string[]
  /** Also while someone types in a field. */
  readonly everywhere?: boolean
  /** Shown among the keys, but listened to elsewhere (the canvas, the clipboard). */
  readonly shownOnly?: boolean
  enabled?(): boolean
  run(): void
}

const ZOOM = 1.25

function isDrawing(): boolean {
  return isOpen() && useLayout.getState().mode === 'design'
}

function hasSelection(): boolean {
  return isDrawing() && isAnySelected(useSelection.getState())
}

function hasNodes(): boolean {
  return isDrawing() && useSelection.getState().nodes.size > 0
}

function onlyNode(): string | null {
  const { nodes, stop } = useSelection.getState()
  if (nodes.size === 1) return [...nodes][0] ?? null
  return nodes.size === 0 ? stop : null
}

function onNode(act: (id: string) => void): () => void {
  return () => {
    const id = onlyNode()
    if (id !== null) act(id)
  }
}

function hasNode(): boolean {
  return isDrawing() && onlyNode() !== null
}

function addNode(): void {
  const center = currentStage()?.center()
  if (center === undefined) return
  const window = { x: center.window.x - 120, y: center.window.y - 150 }
  openPicker({ for: { type: 'free', near: true }, window, at: center.drawing })
}

const EDIT: readonly Command[] = [
  { id: 'undo', title: 'Undo', group: 'Edit', keys: ['Ctrl Z'], enabled: isDrawing, run: undo },
  {
    id: 'redo',
    title: 'Redo',
    group: 'Edit',
    keys: ['Ctrl Shift Z', 'Ctrl Y'],
    enabled: isDrawing,
    run: redo,
  },
  copying('cut', 'Cut', 'Ctrl X'),
  copying('copy', 'Copy as text', 'Ctrl C'),
  {
    id: 'paste',
    title: 'Paste',
    group: 'Edit',
    keys: ['Ctrl V'],
    shownOnly: true,
    enabled: isDrawing,
    run: () => {},
  },
  {
    id: 'duplicate',
    title: 'Duplicate',
    group: 'Edit',
    keys: ['Ctrl D'],
    enabled: hasNodes,
    run: duplicateSelection,
  },
  {
    id: 'delete',
    title: 'Delete',
    group: 'Edit',
    keys: ['Delete', 'Backspace'],
    enabled: hasSelection,
    run: deleteSelection,
  },
  {
    id: 'select-all',
    title: 'Select all',
    group: 'Edit',
    keys: ['Ctrl A'],
    enabled: isDrawing,
    run: selectAll,
  },
  {
    id: 'select-none',
    title: 'Select nothing',
    group: 'Edit',
    keys: ['Escape'],
    enabled: () => isAnySelected(useSelection.getState()),
    run: clearSelection,
  },
]

/** The clipboard is reached by the browser's own copy and cut, which need no permission. */
function copying(id: 'cut' | 'copy', title: string, keys: string): Command {
  const run = (): void => void document.execCommand(id)
  return { id, title, group: 'Edit', keys: [keys], shownOnly: true, enabled: hasSelection, run }
}

const DRAW: readonly Command[] = [
  { id: 'add', title: 'Add a node…', group: 'Draw', keys: ['N'], enabled: isDrawing, run: addNode },
  {
    id: 'rename',
    title: 'Rename the node or the group',
    group: 'Draw',
    keys: ['F2'],
    enabled: hasNode,
    // A group's name stands first in the inspector; a node's is written on its card.
    run: () => (useSelection.getState().part === null ? onNode(startRenaming)() : focusFirstField()),
  },
  {
    id: 'connect',
    title: 'Connect to…',
    group: 'Draw',
    keys: ['C'],
    enabled: hasNode,
    run: onNode(askConnection),
  },
  {
    id: 'group',
    title: 'Group',
    group: 'Draw',
    keys: ['Ctrl G'],
    enabled: hasNodes,
    run: groupSelection,
  },
  {
    id: 'ungroup',
    title: 'Ungroup',
    group: 'Draw',
    keys: ['Ctrl Shift G'],
    enabled: () => isDrawing() && groupsSelected().length > 0,
    run: ungroupSelection,
  },
  {
    id: 'extract',
    title: 'Make a topology of the selected nodes',
    group: 'Draw',
    keys: ['Alt X'],
    enabled: hasNodes,
    run: extractSelection,
  },
  {
    id: 'unpack',
    title: 'Take the topology apart',
    group: 'Draw',
    keys: ['Alt Shift X'],
    enabled: () => isDrawing() && canUnpack(),
    run: unpackSelection,
  },
  {
    id: 'controller',
    title: 'Add a breaker, bulkhead, rate limit or budget…',
    group: 'Draw',
    enabled: isDrawing,
    run: () => askController(true),
  },
  {
    id: 'tidy',
    title: 'Tidy up',
    group: 'Draw',
    keys: ['Alt Shift T'],
    enabled: isDrawing,
    run: () => void tidyUp(),
  },
]

const VIEW: readonly Command[] = [
  {
    id: 'go-in',
    title: 'Open what is inside the node',
    group: 'View',
    keys: ['Enter'],
    shownOnly: true,
    enabled: () => isOpen() && opens(onlyNode() ?? ''),
    run: onNode(goInto),
  },
  {
    id: 'go-out',
    title: 'Back to the topology around it',
    group: 'View',
    keys: ['Alt ArrowUp', 'Escape'],
    enabled: () => isOpen() && openInside().length > 0,
    run: goOut,
  },
  {
    id: 'find',
    title: 'Find a node…',
    group: 'View',
    keys: ['Ctrl F'],
    everywhere: true,
    enabled: isOpen,
    run: () => useDialogs.setState({ find: true }),
  },
  {
    id: 'fit',
    title: 'Fit all in view',
    group: 'View',
    keys: ['1'],
    enabled: isOpen,
    run: () => currentStage()?.fit(),
  },
  {
    id: 'zoom-100',
    title: 'Zoom to 100 %',
    group: 'View',
    keys: ['0'],
    enabled: isOpen,
    run: () => currentStage()?.zoomTo(1),
  },
  {
    id: 'zoom-in',
    title: 'Zoom in',
    group: 'View',
    keys: ['+', '='],
    enabled: isOpen,
    run: () => currentStage()?.zoomBy(ZOOM),
  },
  {
    id: 'zoom-out',
    title: 'Zoom out',
    group: 'View',
    keys: ['-'],
    enabled: isOpen,
    run: () => currentStage()?.zoomBy(1 / ZOOM),
  },
  {
    id: 'left',
    title: 'Show or fold the panel at the left',
    group: 'View',
    keys: ['Ctrl B'],
    everywhere: true,
    enabled: isOpen,
    run: toggleLeft,
  },
  {
    id: 'dock',
    title: 'Show or fold the panel below',
    group: 'View',
    keys: ['Ctrl J'],
    everywhere: true,
    enabled: isOpen,
    run: toggleDock,
  },
  {
    id: 'outline',
    title: 'Show the outline',
    group: 'View',
    enabled: isOpen,
    run: () => showLeft('outline'),
  },
  { id: 'runs', title: 'Show the runs', group: 'View', enabled: isOpen, run: () => showLeft('runs') },
  {
    id: 'design',
    title: 'Go to Design',
    group: 'View',
    keys: ['Alt 1'],
    everywhere: true,
    enabled: isOpen,
    run: () => setMode('design'),
  },
  {
    id: 'check-mode',
    title: 'Go to Check',
    group: 'View',
    keys: ['Alt 2'],
    everywhere: true,
    enabled: isOpen,
    run: () => setMode('check'),
  },
  {
    id: 'rehearse-mode',
    title: 'Go to Rehearse',
    group: 'View',
    keys: ['Alt 3'],
    everywhere: true,
    enabled: isOpen,
    run: () => setMode('rehearse'),
  },
  {
    id: 'run-mode',
    title: 'Go to Run',
    group: 'View',
    keys: ['Alt 4'],
    everywhere: true,
    enabled: isOpen,
    run: () => setMode('run'),
  },
  theme('light', 'Light theme'),
  theme('dark', 'Dark theme'),
  theme('system', 'Theme of the system'),
  {
    id: 'keys',
    title: 'All keys',
    group: 'View',
    keys: ['?'],
    run: () => useDialogs.setState({ shortcuts: true }),
  },
  {
    id: 'commands',
    title: 'Search or run a command',
    group: 'View',
    keys: ['Ctrl K'],
    everywhere: true,
    run: () => useDialogs.setState({ commands: true }),
  },
]

function theme(choice: 'light' | 'dark' | 'system', title: string): Command {
  return {
    id: `theme-${choice}`,
    title,
    group: 'View',
    enabled: () => useTheme.getState().choice !== choice,
    run: () => chooseTheme(choice),
  }
}

export const COMMANDS: readonly Command[] = [
  ...FILE_COMMANDS,
  ...IMPACT_COMMANDS,
  ...EDIT,
  ...DRAW,
  ...VIEW,
  ...RUN_KEYS,
  ...CANVAS_KEYS,
]

export function canRun(command: Command): boolean {
  return command.enabled?.() ?? true
}

export function runCommand(command: Command): void {
  if (!canRun(command)) return
  settleChange()
  command.run()
}
