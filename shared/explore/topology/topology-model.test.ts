import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { explore } from '../../kernel/testing/naive-explorer.ts'
import { kinds } from '../../nodes/index.ts'
import { compile } from '../../topology/compile.ts'
import { parseDocument } from '../../topology/parse.ts'
import type { Plan } from '../../topology/plan.ts'
import { search } from '../engine/search.ts'
import type { FaultBudget } from '../result.ts'
import { forgetful } from './testing/forgetful.ts'
import { topologyModel } from './topology-model.ts'

const EXAMPLE = new URL('../../../examples/ship-a-fix/ship-a-fix.synod.json', import.meta.url)
const NONE: FaultBudget = { host: 0, crash: 0, error: 0, wrong: 0, drop: 0, duplicate: 0, reorder: 0 }

function example(turns: number): Plan {
  const parsed = parseDocument(readFileSync(EXAMPLE, 'utf8'))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const document = structuredClone(parsed.value)
  for (const node of document.nodes) if (node.kind === 'agent') node.config = { ...node.config, turns }
  const compiled = compile(document, kinds)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.value
}

describe('the example', () => {
  it('has as many states as by the book', () => {
    const plan = example(3)
    // What the probe says happened is what did happen, so it is known by the same name here.
    const seen = new Set<string>()
    const found = explore(
      plan,
      'deploy',
      { crashes: 1, wrong: 1, errors: 0 },
      300_000,
      ({ state, watched, left }) => {
        const text = JSON.stringify([state.map(forgetful), watched, left])
        seen.add(text.replaceAll('"probe"', '"deploy.exec.result@"'))
      },
    )
    const options = { faults: { ...NONE, host: 1, wrong: 1 }, timing: 'partial-sync', monitors: [] } as const
    const model = topologyModel(plan, { ...options, reductions: ['stops', 'fusion'] })
    expect(found.states).toBe(6939)
    expect(search(model, { keys: 'exact' }).distinct).toBe(seen.size)
    const reduced = search(topologyModel(plan, options), { keys: 'exact' })
    expect(reduced.coverage).toBe('proved within bounds')
    expect(reduced.distinct).toBeLessThan(seen.size)
  })
})
