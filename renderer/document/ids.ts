import type { TopologyDocument } from '../../shared/topology/document.ts'

/** Every id of a document: nodes, edges, groups and controllers share one space. */
export function idsOf({ nodes, edges, groups = [], controllers = [] }: TopologyDocument): Set<string> {
  return new Set([...nodes, ...edges, ...groups, ...controllers].map((one) => one.id))
}

/** The first free id of the form `agent1`. */
export function freshId(
  document: TopologyDocument,
  base: string,
  taken: ReadonlySet<string> = new Set(),
): string {
  const used = idsOf(document)
  for (let number = 1; ; number += 1) {
    const id = `${base}${number}`
    if (!used.has(id) && !taken.has(id)) return id
  }
}

/** The first free id of the form `team1` for a topology inside the drawing. */
export function freshTopologyId(base: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) if (!taken.has(`${base}${number}`)) return `${base}${number}`
}
