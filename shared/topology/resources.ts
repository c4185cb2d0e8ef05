import type { CheckedEdge, CheckedNode } from './check.ts'
import type { Resource } from './kind.ts'

/** What every worker is joined to by dashed edges, in the order of the document. */
export function resourcesByNode(checked: {
  readonly nodes: ReadonlyMap<string, Pick<CheckedNode, 'kind' | 'config'>>
  readonly resources: readonly CheckedEdge[]
}): ReadonlyMap<string, readonly Resource[]> {
  const found = new Map<string, Resource[]>()
  for (const { edge, from, to } of checked.resources) {
    const target = checked.nodes.get(to)
    const offers = target?.kind.offers?.(target.config)
    const resource: Resource = {
      node: to,
      kind: target?.kind.kind ?? '',
      access: edge.access ?? 'read',
      ...(offers === undefined ? {} : { offers }),
    }
    found.set(from, [...(found.get(from) ?? []), resource])
  }
  return found
}
