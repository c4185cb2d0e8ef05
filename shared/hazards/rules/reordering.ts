import { COMMUTING } from '../../nodes/commuting.ts'
import { setEdgePolicy } from '../edit.ts'
import { elementsOf } from '../elements.ts'
import { vertexAt } from '../graph/graph.ts'
import { edgeName, nameOf, upper } from '../names.ts'
import { isDrawn } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

export const reordering: HazardRule = {
  id: 'reordering',
  row: 10,
  title: 'Order matters and is not kept',
  level: 'warning',
  property: 'in-order',
  source: 'Hellerstein and Alvaro, Keeping CALM: when distributed consistency is easy, 2020',
  find: (analyses) =>
    analyses.graph.arcs.flatMap((arc): readonly Finding[] => {
      const [from, to] = [vertexAt(analyses.graph, arc.from), vertexAt(analyses.graph, arc.to)]
      const first = from.edge?.id !== arc.edge.id
      const ticks = from.kind === 'timer' && arc.fromPort === 'tick'
      const many = analyses.order.many(arc.from) || ticks
      if (arc.edge.policy?.order !== 'any' || !first || !many || !isDrawn(arc) || COMMUTING.has(to.kind))
        return []
      const name = nameOf(analyses, arc.to)
      return [
        {
          elements: [arc.edge.id, ...elementsOf(analyses, [arc.to])],
          sentence: `${upper(edgeName(analyses, arc))} may hand over several messages in any order, and what ${name} does with the one may depend on the other.`,
          assumption: 'with no fault at all',
          remedy: 'Keep the order on this edge, unless it makes no difference.',
          fixes: [{ label: 'Keep the order', apply: setEdgePolicy(arc.edge.id, { order: 'fifo' }) }],
        },
      ]
    }),
}
