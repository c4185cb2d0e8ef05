import type { ControllerSpec } from '../../shared/topology/controls.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { groupName } from '../canvas/drawing/controls.ts'
import { namesApart } from '../canvas/drawing/nodes.ts'

const MAX_NAMES = 3

/** Whom it is for: "the whole run", "Planner and Fixer", "the group Reviewers". */
export function scopeText(
  spec: Pick<ControllerSpec, 'nodes' | 'group' | 'model' | 'tool'>,
  document: TopologyDocument,
): string {
  const parts: string[] = []
  if (spec.nodes !== undefined) parts.push(namesText(spec.nodes, document))
  if (spec.group !== undefined) {
    const group = document.groups?.find(({ id }) => id === spec.group)
    parts.push(`the group ${group === undefined ? spec.group : groupName(group)}`)
  }
  if (spec.model !== undefined) parts.push(`all who use the model ${spec.model}`)
  if (spec.tool !== undefined) parts.push(`all who use the tool ${spec.tool}`)
  return parts.length === 0 ? 'the whole run' : parts.join(', of these ')
}

/** "Planner, Fixer and 2 more" */
export function namesText(ids: readonly string[], { nodes }: TopologyDocument): string {
  const apart = namesApart(nodes)
  const names = ids.map((id) => apart.get(id) ?? id)
  if (names.length > MAX_NAMES)
    return `${names.slice(0, MAX_NAMES - 1).join(', ')} and ${names.length - MAX_NAMES + 1} more`
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
