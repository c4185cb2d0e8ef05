import type { Command } from './commands.ts'

/** The run's own buttons hear these. */
export const RUN_KEYS: readonly Command[] = [
  { ...shown('start', 'Run the topology', ['Ctrl Enter']), group: 'Run' },
  { ...shown('step', 'Step a paused run', ['F10']), group: 'Run' },
  { ...shown('scrub', 'Back and forward in time', ['[', ']']), group: 'Run' },
]

/** Keys that only the canvas hears; they stand in the list of keys. */
export const CANVAS_KEYS: readonly Command[] = [
  shown('walk', 'Walk along the edges', ['← → ↑ ↓']),
  shown('nudge', 'Move the node by 8', ['Alt ← → ↑ ↓']),
  shown('open-node', 'Open the node in the inspector', ['Enter', 'Shift Enter']),
  shown('pan', 'Move the view', ['Space and drag', 'wheel']),
  shown('zoom-wheel', 'Zoom', ['Ctrl and wheel']),
  shown('box', 'Select with a box', ['drag']),
  shown('add-to', 'Add to the selection', ['Ctrl and click']),
]

function shown(id: string, title: string, keys: readonly string[]): Command {
  return { id, title, group: 'Canvas', keys, shownOnly: true, enabled: () => false, run: () => {} }
}
