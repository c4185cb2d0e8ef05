import type { DocumentNode, TopologyDocument } from '../../shared/topology/document.ts'
import { wayTo } from '../../shared/topology/inside.ts'
import { factsOf } from '../canvas/drawing/nodes.ts'
import { showIn } from '../canvas/showing.ts'
import { topologyName } from '../document/inside.ts'
import type { Found } from '../ui/finder.tsx'
import { KindIcon } from '../ui/kind-icon.tsx'

/** Every node of a drawing by name, those inside its topologies too. */
export function foundNodes(document: TopologyDocument, close: () => void): readonly Found[] {
  const found = (node: DocumentNode, topology: string | null, where: string): Found => {
    const facts = factsOf(node)
    return {
      id: topology === null ? node.id : `${topology}/${node.id}`,
      label: facts.name,
      aside: where === '' ? facts.kindLabel : `${facts.kindLabel} in ${where}`,
      icon: <KindIcon name={facts.icon} size={14} />,
      words: `${node.id} ${facts.caption}`,
      run: () => {
        close()
        showIn(topology, node.id)
      },
    }
  }
  const inner = (document.topologies ?? []).filter(({ id }) => wayTo(document, id) !== null)
  return [
    ...document.nodes.map((node) => found(node, null, '')),
    ...inner.flatMap((one) => one.nodes.map((node) => found(node, one.id, topologyName(one)))),
  ]
}
