import type { DocumentNode, NodePolicy } from './document.ts'
import type { NodeKind, PortSpec, Ports, Resource } from './kind.ts'

/**
 * Every port of a node: its kind's own, `exhausted` where an edge leads back from it, and `fallback` where its policy
 * has one.
 */
export function portsOf(
  kind: NodeKind,
  config: unknown,
  leadsBack: boolean,
  resources: readonly Resource[] = [],
  policy: NodePolicy = {},
): Ports {
  const own = kind.ports(config, resources)
  const more: PortSpec[] = []
  if (leadsBack) more.push({ name: 'exhausted', label: 'rounds used up' })
  if (policy.fallback === true) more.push({ name: 'fallback', label: 'instead' })
  return more.length === 0 ? own : { in: own.in, out: [...own.out, ...more] }
}

/** A node's config with the kind's defaults filled in, or null when it does not parse. */
export function configOf(kind: NodeKind, node: DocumentNode): unknown {
  const parsed = kind.schema.safeParse(node.config ?? {})
  return parsed.success ? parsed.data : null
}
