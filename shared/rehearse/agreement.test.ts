import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { follow } from '../explore/topology/testing/follow.ts'
import { controlledDrawings } from '../kernel/testing/controlled.ts'
import { drawings } from '../kernel/testing/drawings.ts'
import type { TopologyDocument } from '../topology/document.ts'
import type { FaultPlan } from '../topology/faults.ts'
import { Stage } from './rehearsed-run.ts'
import { faultyPlan, planOf, seeds, settingsOf } from './testing/faulty.ts'

/** Edges are as good as those of a run, since the model is followed without their faults. */
function nodeFaults(document: TopologyDocument): FaultPlan {
  const { nodes = [] } = faultyPlan(document, 0.4)
  return { nodes, host: { crash_every_ms: 20_000, down_ms: 50 } }
}

/** Following tries all that the world may do unseen, which is much after a while. */
const FOLLOWED = 50

/** With the form that the model takes for granted, and without budgets: what a model call uses is not for a check. */
function checkable(document: TopologyDocument): TopologyDocument {
  const nodes = document.nodes.map((node) =>
    node.kind === 'input' ? { ...node, config: { fields: [{ name: 'task' }] } } : node,
  )
  const controllers = document.controllers?.filter(({ type }) => type !== 'budget') ?? []
  return { ...document, nodes, controllers }
}

function lost(drawn: TopologyDocument, seed: number): string | null {
  const document = checkable(drawn)
  const plan = planOf(document)
  const records = new Stage(plan, settingsOf(plan, nodeFaults(document))).replay(seed)
  return follow(
    plan,
    records.slice(0, FOLLOWED).map(({ transition }) => transition),
  ).lost
}

describe('a rehearsal and a check agree', () => {
  it('every rehearsed run is a path of the model that a check searches', () => {
    fc.assert(
      fc.property(fc.oneof(drawings, controlledDrawings), seeds, (document, seed) => {
        expect(lost(document, seed)).toBeNull()
      }),
      { numRuns: 25 },
    )
  })
})
