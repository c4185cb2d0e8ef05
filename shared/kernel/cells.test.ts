import { describe, expect, it } from 'vitest'
import type { NodeKind } from '../topology/kind.ts'
import { actorAt } from '../topology/plan.ts'
import { type ActorCell, actorCell, initialState, migrateCell } from './cells.ts'
import { PUPPETS, puppetKind } from './testing/puppet.ts'
import { sketch } from './testing/rig.ts'

/** The puppet of a later day, whose state has a count. */
const later: NodeKind = {
  ...puppetKind,
  stateVersion: 3,
  migrate: (local, from) => ({ ...(local as object), count: from }),
}
const PLAN = sketch({ a: {} }, [], new Map([...PUPPETS, ['puppet', later]]))
const A = PLAN.byId.get('a') as number

describe('the first state', () => {
  it('has a cell for each component, in the order of the plan', () => {
    const plan = sketch({ a: {}, s: { shelf: {} } }, ['start.out > a.in', 'a - s'])
    expect(initialState(plan).map((cell) => cell.type)).toEqual(
      plan.components.map((component) => component.type),
    )
    expect(() => actorCell(initialState(plan), 0)).toThrow(/not an actor/)
  })
})

describe('a cell of another version', () => {
  const cell = actorCell(initialState(PLAN), A)

  it('that is this one stays as it is', () => {
    expect(cell.version).toBe(3)
    expect(migrateCell(actorAt(PLAN, A), cell)).toBe(cell)
  })

  it('that is older is migrated by its kind, and the rest of it kept', () => {
    const old: ActorCell = { ...cell, version: 2, status: 'stopping', timers: [{ tag: 't', ms: 1 }] }
    expect(migrateCell(actorAt(PLAN, A), old)).toEqual({
      ...old,
      version: 3,
      local: { ...(cell.local as object), count: 2 },
    })
  })

  it('that is newer is refused', () => {
    expect(() => migrateCell(actorAt(PLAN, A), { ...cell, version: 4 })).toThrow(
      /newer Synod \(puppet state 4\)/,
    )
  })

  it("is only ever an actor's", () => {
    const channel = { type: 'channel', queue: [], held: [] } as const
    expect(migrateCell(actorAt(PLAN, A), channel)).toBe(channel)
  })
})
