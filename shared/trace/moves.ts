import type { Recorded } from './recorded.ts'
import type { Trace } from './trace.ts'

export type StepBy = 'transition' | 'message' | 'node'

/**
 * Where a step leads from a position. By message: the next transition that takes or sends one. By node: the next one
 * of this node; without a node, the next one of another node than the present.
 */
export function moveBy(
  trace: Trace,
  from: number,
  direction: 1 | -1,
  by: StepBy,
  node: number | null,
): number {
  const edge = direction === 1 ? trace.last : 0
  if (by === 'transition') return clamp(from + direction, trace.last)
  const present = trace.record(from)?.transition.input.component ?? null
  for (let position = from + direction; position > 0 && position <= trace.last; position += direction) {
    const record = trace.record(position)
    if (record !== undefined && stopsAt(record, by, node, present)) return position
  }
  return edge
}

function stopsAt(record: Recorded, by: StepBy, node: number | null, present: number | null): boolean {
  const { input, sent } = record.transition
  if (by === 'message') return sent.length > 0 || ['deliver', 'serve', 'reply'].includes(input.type)
  return node === null ? input.component !== present : input.component === node
}

function clamp(position: number, last: number): number {
  return Math.max(0, Math.min(last, position))
}
