import type { Model } from '../../shared/explore/model.ts'
import type { FaultBudget } from '../../shared/explore/result.ts'
import { builtInMonitors } from '../../shared/explore/topology/builtin/index.ts'
import { REDUCED } from '../../shared/explore/topology/reductions.ts'
import { symmetric } from '../../shared/explore/topology/symmetric.ts'
import { topologyModel } from '../../shared/explore/topology/topology-model.ts'
import { kinds } from '../../shared/nodes/index.ts'
import { compile } from '../../shared/topology/compile.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'

const NO_FAULTS: FaultBudget = { host: 0, crash: 0, error: 0, wrong: 0, drop: 0, duplicate: 0, reorder: 0 }
const at: [number, number] = [0, 0]

/** Agents that use tools and one compare-and-swap store, all at once, and a join that waits for all. */
function drawn(agents: number): TopologyDocument {
  const names = Array.from({ length: agents }, (_, place) => `w${place + 1}`)
  return {
    synod: 1,
    name: `${agents} agents at one store`,
    nodes: [
      { id: 'start', kind: 'input', at },
      { id: 'board', kind: 'store', at, config: { keys: [{ name: 'notes' }], mode: 'compare-and-swap' } },
      ...names.map((id) => ({
        id,
        kind: 'agent',
        at,
        config: { turns: 3, tools: [{ name: 'look', run: ['look'], class: 'pure' }] },
      })),
      { id: 'all', kind: 'join', at, config: { inputs: names } },
      { id: 'end', kind: 'output', at },
      { id: 'failed', kind: 'output', at },
    ],
    edges: [
      ...names.flatMap((id) => [
        { id: `${id}-in`, from: 'start.out', to: `${id}.in` },
        { id: `${id}-store`, from: id, to: 'board', access: 'read-modify-write' as const },
        { id: `${id}-out`, from: `${id}.out`, to: `all.${id}` },
        { id: `${id}-error`, from: `${id}.error`, to: 'failed.in' },
      ]),
      { id: 'last', from: 'all.out', to: 'end.in' },
    ],
  }
}

/** The kernel as a model, step by step, or with all that a check leaves out. */
export function teamModel(agents: number, reduced: boolean): Model {
  const compiled = compile(drawn(agents), kinds)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  const model = topologyModel(compiled.value, {
    faults: NO_FAULTS,
    timing: 'partial-sync',
    monitors: builtInMonitors(compiled.value, NO_FAULTS),
    reductions: reduced ? REDUCED : [],
  })
  return (reduced ? symmetric(model, new Set()) : null) ?? model
}
