import { describe, expect, it } from 'vitest'
import { Access } from './access.ts'
import { initialState } from './cells.ts'
import { next, touches } from './enabled.ts'
import { step } from './step.ts'
import { Rig, sketch } from './testing/rig.ts'

const PLAN = sketch({ a: { on: { message: { finish: true } } }, s: { shelf: {} } }, [
  'start.out > a.in',
  'a.out > end.in',
  'a - s',
])
const AT = (id: string): number => PLAN.byId.get(id) as number

describe('a step', () => {
  it('throws when it leaves its footprint, to read or to write', () => {
    const access = new Access(PLAN, initialState(PLAN), new Set([AT('e1')]))
    expect(access.channel(AT('e1')).queue).toEqual([])
    expect(() => access.channel(AT('e2'))).toThrow(/outside the footprint/)
    expect(() => access.run()).toThrow(/outside the footprint/)
    expect(() => access.set(AT('e2'), { type: 'channel', queue: [], held: [] })).toThrow(
      /outside the footprint/,
    )
  })

  it('reads what it wrote, and lists each component once with its last state', () => {
    const access = new Access(PLAN, initialState(PLAN), new Set([AT('e1')]))
    const cell = (payload: string) => ({
      type: 'channel' as const,
      queue: [{ payload, activation: '' }],
      held: [],
    })
    access.set(AT('e1'), cell('x'))
    access.set(AT('e1'), cell('y'))
    expect(access.channel(AT('e1'))).toEqual(cell('y'))
    expect(access.changed()).toEqual([[AT('e1'), cell('y')]])
  })

  it('records what it read and wrote', () => {
    const rig = new Rig(PLAN)
    rig.start()
    const read = new Set<string>()
    const written = new Set<string>()
    const name = (at: number): string => PLAN.components[at]?.id ?? ''
    const recorder = {
      read: (at: number) => read.add(name(at)),
      write: (at: number) => written.add(name(at)),
    }
    step(PLAN, rig.state, { type: 'deliver', component: AT('a'), channel: AT('e1'), place: 0 }, recorder)
    expect([...read].sort()).toEqual(['a', 'e1', 'e2'])
    expect([...written].sort()).toEqual(['a', 'e1'])
    next(PLAN, rig.state, AT('a'), { recorder })
    expect([...read].sort()).toEqual(['a', 'e1', 'e2', 'e3', 'run'])
  })

  it('leaves the state alone that it is given', () => {
    const rig = new Rig(PLAN)
    const before = rig.state
    const text = JSON.stringify(before)
    rig.start()
    rig.deliver('e1')
    expect(JSON.stringify(before)).toBe(text)
  })
})

describe('a change', () => {
  it('may touch what actors can do at its two ends only', () => {
    expect(touches(PLAN, AT('a'))).toEqual([AT('a')])
    expect(touches(PLAN, AT('e2'))).toEqual([AT('end'), AT('a')])
    expect(touches(PLAN, AT('e3'))).toEqual([AT('a'), AT('s')])
    expect(touches(PLAN, 0)).toEqual(PLAN.actors.map((actor) => actor.index))
    expect(touches(PLAN, 999)).toEqual([])
    expect(next(PLAN, initialState(PLAN), 0)).toEqual([])
  })
})
