import type { CheckedDocument, CheckedNode } from './check.ts'
import type { ControllerSpec } from './controls.ts'

/** What is asked of a drawing to find them, whether or not it could run. */
interface Drawn {
  readonly document: Pick<CheckedDocument['document'], 'groups'>
  readonly nodes: ReadonlyMap<string, Pick<CheckedNode, 'node' | 'kind' | 'config'>>
}

/** The nodes that a controller is for, in the document's order. */
export function usersOf(spec: ControllerSpec, checked: Drawn): readonly string[] {
  const named = spec.nodes === undefined ? null : new Set(spec.nodes)
  const group = checked.document.groups?.find(({ id }) => id === spec.group)
  const members = spec.group === undefined ? null : new Set(group?.members)
  return [...checked.nodes.values()]
    .filter(({ node, kind, config }) => {
      if (named !== null && !named.has(node.id)) return false
      if (members !== null && !members.has(node.id)) return false
      const uses = kind.uses?.(config) ?? { models: [], tools: [] }
      if (spec.model !== undefined && !uses.models.includes(spec.model)) return false
      return spec.tool === undefined || uses.tools.includes(spec.tool)
    })
    .map(({ node }) => node.id)
}
