import { readFileSync } from 'node:fs'
import { kinds } from '../../../nodes/index.ts'
import { compile } from '../../../topology/compile.ts'
import type { TopologyDocument } from '../../../topology/document.ts'
import { parseDocument } from '../../../topology/parse.ts'
import type { Plan } from '../../../topology/plan.ts'
import type { FaultBudget } from '../../result.ts'

const EXAMPLES = new URL('../../../../examples/', import.meta.url)

export const NO_FAULTS: FaultBudget = {
  host: 0,
  crash: 0,
  error: 0,
  wrong: 0,
  drop: 0,
  duplicate: 0,
  reorder: 0,
}

/** The example team as it stands in its file. */
export function wholeTeam(): TopologyDocument {
  return namedExample('ship-a-fix/ship-a-fix')
}

/** An example by its folder and name. */
export function namedExample(name: string): TopologyDocument {
  const parsed = parseDocument(readFileSync(new URL(`${name}.synod.json`, EXAMPLES), 'utf8'))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return structuredClone(parsed.value)
}

/** The example team, with few turns for each agent so that its space is small, and changed as a test wants it. */
export function exampleTeam(change: (document: TopologyDocument) => void = () => {}): TopologyDocument {
  const document = wholeTeam()
  for (const node of document.nodes) if (node.kind === 'agent') node.config = { ...node.config, turns: 1 }
  change(document)
  return document
}

export function configure(document: TopologyDocument, node: string, config: Record<string, unknown>): void {
  const found = document.nodes.find((one) => one.id === node)
  if (found === undefined) throw new Error(`no node ${node}`)
  found.config = { ...found.config, ...config }
}

export function planOf(document: TopologyDocument): Plan {
  const compiled = compile(document, kinds)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.value
}
