import { move } from '../document/commands/nodes.ts'
import { perform, useDocument } from '../document/document.ts'
import { type Drawing, draw } from './drawing/drawing.ts'
import { NODE_HEIGHT, NODE_WIDTH, snap } from './geometry/point.ts'
import { currentStage } from './stage.ts'

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.layered.spacing.nodeNodeBetweenLayers': '56',
  'elk.spacing.nodeNode': '56',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
} as const

/** Lays the drawing out in layers from left to right, as one change that can be undone. */
export async function tidyUp(): Promise<void> {
  const { document } = useDocument.getState()
  if (document.nodes.length === 0) return
  const places = await layOut(draw(document))
  // An edit meanwhile makes the answer stale: what is new would be left where it is, so begin again.
  if (useDocument.getState().document !== document) return tidyUp()
  perform(move(places, 'Tidy up'))
  requestAnimationFrame(() => currentStage()?.fit())
}

async function layOut(drawing: Drawing): Promise<ReadonlyMap<string, readonly [number, number]>> {
  const { createLayout } = await import('./tidy-engine.ts')
  const engine = createLayout()
  try {
    const graph = await engine.layout({
      id: 'root',
      layoutOptions: OPTIONS,
      children: [...drawing.nodes.keys()].map((id) => ({ id, width: NODE_WIDTH, height: NODE_HEIGHT })),
      edges: [...drawing.edges.values()]
        .filter((edge) => !edge.back)
        .map((edge) => ({
          id: edge.edge.id,
          sources: [edge.source.node.id],
          targets: [edge.target.node.id],
        })),
    })
    return new Map(
      (graph.children ?? []).map((child) => [
        child.id,
        [snap((child.x ?? 0) + 40), snap((child.y ?? 0) + 40)],
      ]),
    )
  } finally {
    engine.terminateWorker()
  }
}
