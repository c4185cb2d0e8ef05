import type { Cell } from '../../../kernel/cells.ts'

/**
 * A cell without what people see and no step goes by: what an edge gave up, what an output has received, and why a
 * run fails. A model's cells are these, found without its help.
 */
export function forgetful(cell: Cell): Cell {
  if (cell.type === 'channel') return { ...cell, dead: [] }
  if (cell.type === 'run') return { ...cell, failure: cell.failure && { ...cell.failure, error: {} } }
  if (cell.type !== 'actor' || !Object.hasOwn(cell.local as object, 'received')) return cell
  return { ...cell, local: {} }
}
