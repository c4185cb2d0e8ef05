import { useMemo } from 'react'
import { type Analyses, analyse } from '../../shared/hazards/analyses.ts'
import { sameToRules } from '../../shared/hazards/checker.ts'
import type { ParsedConfigs } from '../../shared/hazards/graph/graph.ts'
import { quorumAt } from '../../shared/hazards/quorum/index.ts'
import type { QuorumView } from '../../shared/hazards/quorum/view.ts'
import { kinds } from '../../shared/nodes/index.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { useDocument } from '../document/document.ts'

const parsed: ParsedConfigs = new WeakMap()
let last: Analyses | null = null

/** One look at a drawing for all that ask; a node that is dragged changes nothing that is counted. */
function look(document: TopologyDocument): Analyses {
  if (last === null || !sameToRules(last.document, document)) last = analyse(document, kinds, parsed)
  return last
}

/** Of what is shown, with the edit that was just made. Null for what decides nothing. */
export function useQuorum(id: string): QuorumView | null {
  const document = useDocument((state) => state.document)
  const inside = useDocument((state) => state.inside)
  return useMemo(() => quorumAt(look(document), [...inside, id].join('/')), [document, inside, id])
}
