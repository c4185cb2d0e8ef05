import { splitEnd, type TopologyDocument } from '../../shared/topology/document.ts'
import { placeOf, topologyInside } from '../../shared/topology/inside.ts'
import { laneText } from '../../shared/trace/words.ts'
import { nameOf } from './drawing/nodes.ts'

/** A node or an edge of a run or a finding as people know it: "Judge, lane 2", "Planner → Judge". */
export function elementName(document: TopologyDocument, idOfRun: string): string {
  const { inside, id } = placeOf(document, idOfRun)
  const { nodes, edges } = topologyInside(document, inside) ?? document
  const named = (one: string): string => {
    const node = nodes.find((other) => other.id === one)
    return node === undefined ? one : nameOf(node)
  }
  const edge = edges.find((one) => one.id === id)
  const name =
    edge === undefined ? named(id) : [edge.from, edge.to].map((end) => named(splitEnd(end).node)).join(' → ')
  const lane = laneText(idOfRun)
  return lane === '' ? name : `${name}, lane ${lane}`
}
