import type { DocumentNode } from './document.ts'
import type { NodeKind, PortSpec, Ports } from './kind.ts'

/** Every port of a node: its kind's own, and `exhausted` where an edge leads back from it. */
export function portsOf(kind: NodeKind, config: unknown, leadsBack: boolean): Ports {
  const own = kind.ports(config)
  if (!leadsBack) return own
  const exhausted: PortSpec = { name: 'exhausted', label: 'rounds used up' }
  return { in: own.in, out: [...own.out, exhausted] }
}

/** A node's config with the kind's defaults filled in, or null when it does not parse. */
export function configOf(kind: NodeKind, node: DocumentNode): unknown {
  const parsed = kind.schema.safeParse(node.config ?? {})
  return parsed.success ? parsed.data : null
}
