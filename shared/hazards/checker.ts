import type { DocumentNode, TopologyDocument } from '../topology/document.ts'
import type { KindTable } from '../topology/kind.ts'
import { analyse } from './analyses.ts'
import type { ParsedConfigs } from './graph/graph.ts'
import { HAZARD_RULES, type Hazard, hazardsIn } from './index.ts'
import type { HazardRule } from './rule.ts'

/** Looks for hazards again and again while somebody draws. */
export interface HazardChecker {
  check(document: TopologyDocument): readonly Hazard[]
}

/**
 * Keeps what it can from one version of a drawing to the next: the parsed config of each node that did not change, and
 * all findings where nothing changed that a rule looks at (nodes were moved, something else was set aside).
 */
export function hazardChecker(kinds: KindTable, rules: readonly HazardRule[] = HAZARD_RULES): HazardChecker {
  const parsed: ParsedConfigs = new WeakMap()
  let last: { readonly document: TopologyDocument; readonly hazards: readonly Hazard[] } | null = null
  return {
    check(document) {
      if (last === null || !sameToRules(last.document, document))
        last = { document, hazards: hazardsIn(analyse(document, kinds, parsed), rules) }
      return last.hazards
    },
  }
}

/** Are two versions the same but for the places of their nodes? What is unchanged is the same object. */
export function sameToRules(one: TopologyDocument, other: TopologyDocument): boolean {
  if (one === other) return true
  const { nodes, edges, groups, controllers, topologies, silenced } = other
  if (one.edges !== edges || one.groups !== groups || one.controllers !== controllers) return false
  if (one.topologies !== topologies || one.silenced !== silenced) return false
  return one.nodes.length === nodes.length && one.nodes.every((node, at) => sameButPlace(node, nodes[at]))
}

function sameButPlace(one: DocumentNode, other: DocumentNode | undefined): boolean {
  if (one === other) return true
  if (other === undefined) return false
  const { id, kind, name, config, policy } = other
  return (
    one.id === id && one.kind === kind && one.name === name && one.config === config && one.policy === policy
  )
}
