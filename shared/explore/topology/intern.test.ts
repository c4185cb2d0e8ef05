import { expect, test } from 'vitest'
import { setEdgePolicy } from '../../hazards/edit.ts'
import { draw } from '../../hazards/testing/draw.ts'
import { explore } from '../../kernel/testing/naive-explorer.ts'
import { kinds } from '../../nodes/index.ts'
import { compile } from '../../topology/compile.ts'
import { search } from '../engine/search.ts'
import { forgetful } from './testing/forgetful.ts'
import { NO_FAULTS } from './testing/seen.ts'
import { topologyModel } from './topology-model.ts'

const WORK = { run: ['true'], class: 'pure' }
const ticks = draw(
  'Ticks to a slow one',
  {
    task: ['input'],
    clock: ['timer', { mode: 'interval', wait_ms: 1000, count: 4 }],
    look: ['command', WORK],
    end: ['output'],
  },
  ['task.out clock.start', ['clock.tick look.in', { capacity: 1 }], 'look.out end.in'],
)

test.each(['reject', 'drop-oldest'] as const)(
  'what no step goes by is forgotten, and nothing else (%s)',
  (full) => {
    const compiled = compile(setEdgePolicy('e2', { full })(ticks), kinds)
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
    const plan = compiled.value
    const seen = new Set<string>()
    const budget = { crashes: 0, wrong: 0, errors: 0, limits: true }
    const found = explore(plan, '', budget, 10_000, ({ state }) => {
      seen.add(JSON.stringify(state.map(forgetful)))
    })
    const model = topologyModel(plan, { faults: NO_FAULTS, timing: 'async', monitors: [] })
    expect(search(model, { keys: 'exact' }).distinct).toBe(seen.size)
    expect(found.states).toBeGreaterThan(seen.size)
  },
)
