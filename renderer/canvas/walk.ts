import type { Drawing, DrawnNode } from './drawing/drawing.ts'

export type Direction = 'left' | 'right' | 'up' | 'down'

/**
 * The node that an arrow key leads to: right and left follow the edges forward and back where there are any; else, and
 * for up and down, the nearest card on that side.
 */
export function neighbourOf(drawing: Drawing, id: string, direction: Direction): string | null {
  const from = drawing.nodes.get(id)
  if (from === undefined) return null
  const joined = direction === 'right' || direction === 'left' ? alongEdges(drawing, id, direction) : []
  const others =
    joined.length > 0 ? joined : [...drawing.nodes.values()].filter((one) => isOn(from, one, direction))
  let best: DrawnNode | null = null
  for (const other of others)
    if (best === null || far(from, other, direction) < far(from, best, direction)) best = other
  return best?.node.id ?? null
}

function alongEdges(drawing: Drawing, id: string, direction: 'left' | 'right'): readonly DrawnNode[] {
  const found = [...drawing.edges.values()].flatMap((edge) => {
    if (edge.back) return []
    if (direction === 'right') return edge.source.node.id === id ? [edge.target] : []
    return edge.target.node.id === id ? [edge.source] : []
  })
  return found.filter((one) => one.node.id !== id)
}

function isOn(from: DrawnNode, other: DrawnNode, direction: Direction): boolean {
  switch (direction) {
    case 'left':
      return other.frame.x < from.frame.x
    case 'right':
      return other.frame.x > from.frame.x
    case 'up':
      return other.frame.y < from.frame.y
    case 'down':
      return other.frame.y > from.frame.y
  }
}

/** What lies straight ahead counts nearer than what lies aside. */
function far(from: DrawnNode, other: DrawnNode, direction: Direction): number {
  const x = Math.abs(other.frame.x - from.frame.x)
  const y = Math.abs(other.frame.y - from.frame.y)
  return direction === 'left' || direction === 'right' ? x + 2 * y : y + 2 * x
}
