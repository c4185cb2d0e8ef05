import type { DocumentEdge } from './document.ts'

/** An actor on an edge, which its policy compiles to. */
export interface Stage {
  /** The policy's own name for it; the actor is `EDGE.name`. */
  readonly name: 'contract' | 'condition' | 'transform' | 'guard'
  readonly kind: string
  readonly config: { readonly [key: string]: unknown }
  /** The port by which a message goes on, and the name of the channel behind it. */
  readonly out: string
  readonly next: string
  readonly label: string
}

/** What stands on an edge, in the order in which a message meets it. Document ids have no dots, so ids clash with none. */
export function stagesOf({ policy = {} }: DocumentEdge): readonly Stage[] {
  const { contract, condition, transform, guard } = policy
  const stages: Stage[] = []
  if (contract !== undefined) {
    const config = { schema: contract }
    stages.push({ name: 'contract', kind: 'contract', config, out: 'out', next: 'met', label: 'Contract' })
  }
  if (condition !== undefined) {
    const config = { when: condition }
    stages.push({
      name: 'condition',
      kind: 'condition',
      config,
      out: 'out',
      next: 'held',
      label: 'Condition',
    })
  }
  if (transform !== undefined) {
    const config = { transform }
    stages.push({
      name: 'transform',
      kind: 'transform',
      config,
      out: 'out',
      next: 'changed',
      label: 'Transform',
    })
  }
  if (guard !== undefined)
    stages.push({
      name: 'guard',
      kind: 'gate',
      config: guard,
      out: 'approved',
      next: 'approved',
      label: 'Guard',
    })
  return stages
}
