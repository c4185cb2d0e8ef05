import fc from 'fast-check'
import { kinds } from '../../nodes/index.ts'
import { compile } from '../../topology/compile.ts'
import type { TopologyDocument } from '../../topology/document.ts'
import type { FaultPlan } from '../../topology/faults.ts'
import type { Plan } from '../../topology/plan.ts'
import { resolveFaults, type Settings } from '../settings.ts'

export function planOf(document: TopologyDocument): Plan {
  const compiled = compile(document, kinds)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.value
}

export function settingsOf(plan: Plan, faults: FaultPlan): Settings {
  const resolved = resolveFaults(plan, faults)
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems))
  return resolved.value
}

/** Everything goes wrong now and then: every node and edge of a drawing has faults. */
export function faultyPlan(document: TopologyDocument, chance: number): FaultPlan {
  const each = chance / 7
  return {
    nodes: document.nodes.map(({ id }) => ({
      node: id,
      ...{ crash: each, hang: each, rate_limit: each, cut: each, malformed: each, wrong: each, error: each },
      slow: { chance, times: 10 },
    })),
    edges: document.edges
      .filter(({ access }) => access === undefined)
      .map(({ id }) => ({
        edge: id,
        latency: { type: 'exponential', p50_ms: 20 },
        ...{ drop: each, duplicate: each, reorder: each },
        delay: { chance, ms: 500 },
        partition: [{ from_ms: 1000, to_ms: 4000 }],
      })),
    host: { crash_at_ms: [700], crash_every_ms: 30_000, down_ms: 100 },
  }
}

export const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 })
