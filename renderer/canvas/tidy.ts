import type { ElkNode } from 'elkjs/lib/elk-api.js'
import type { TopologyDocument } from '../../shared/topology/document.ts'
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

/** Edges may lead into a group and out of it. */
const GROUPED_OPTIONS = { ...OPTIONS, 'elk.hierarchyHandling': 'INCLUDE_CHILDREN' } as const

/** As much room as a region has around its members. */
const GROUP_OPTIONS = { ...OPTIONS, 'elk.padding': '[top=40,left=24,bottom=28,right=24]' } as const

/** Lays the drawing out in layers from left to right, as one change that can be undone. */
export async function tidyUp(): Promise<void> {
  const { shown: document, inside } = useDocument.getState()
  if (document.nodes.length === 0) return
  const places = await layOut(draw(document))
  // An edit meanwhile makes the answer stale: what is new would be left where it is, so begin again.
  const now = useDocument.getState()
  if (now.inside !== inside) return
  if (now.shown !== document) return tidyUp()
  perform(move(places, 'Tidy up'))
  requestAnimationFrame(() => currentStage()?.fit())
}

async function layOut(drawing: Drawing): Promise<ReadonlyMap<string, readonly [number, number]>> {
  const { createLayout } = await import('./tidy-engine.ts')
  const engine = createLayout()
  try {
    const graph = await engine.layout({
      id: 'root',
      layoutOptions: drawing.document.groups === undefined ? OPTIONS : GROUPED_OPTIONS,
      children: [...childrenOf(drawing.document)],
      edges: [...drawing.edges.values()]
        .filter((edge) => !edge.back)
        .map((edge) => ({
          id: edge.edge.id,
          sources: [edge.source.node.id],
          targets: [edge.target.node.id],
        })),
    })
    return new Map(placesIn(graph.children ?? [], 40, 40))
  } finally {
    engine.terminateWorker()
  }
}

/** A group is laid out as one box, so that its region covers nobody else; of several groups the first counts. */
function childrenOf({ nodes, groups = [] }: TopologyDocument): readonly ElkNode[] {
  const boxes = new Map<string, ElkNode>()
  const children: ElkNode[] = []
  for (const { id } of nodes) {
    const card = { id, width: NODE_WIDTH, height: NODE_HEIGHT }
    const group = groups.find(({ members }) => members.includes(id))
    const box = group === undefined ? undefined : boxes.get(group.id)
    if (group === undefined) children.push(card)
    else if (box === undefined) {
      const fresh = { id: group.id, layoutOptions: GROUP_OPTIONS, children: [card] }
      boxes.set(group.id, fresh)
      children.push(fresh)
    } else box.children?.push(card)
  }
  return children
}

/** Places in a box count from its corner; here they count from the drawing's. */
function placesIn(
  children: readonly ElkNode[],
  x: number,
  y: number,
): (readonly [string, readonly [number, number]])[] {
  return children.flatMap((child) => {
    const [left, top] = [x + (child.x ?? 0), y + (child.y ?? 0)]
    if (child.children !== undefined && child.children.length > 0) return placesIn(child.children, left, top)
    return [[child.id, [snap(left), snap(top)]] as const]
  })
}
