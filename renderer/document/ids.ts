import type { TopologyDocument } from '../../shared/topology/document.ts'

/** The first free id of the form `agent1`; node and edge ids share one space. */
export function freshId(
  document: TopologyDocument,
  base: string,
  taken: ReadonlySet<string> = new Set(),
): string {
  const used = new Set([
    ...document.nodes.map((node) => node.id),
    ...document.edges.map((edge) => edge.id),
    ...taken,
  ])
  for (let number = 1; ; number += 1) {
    const id = `${base}${number}`
    if (!used.has(id)) return id
  }
}
