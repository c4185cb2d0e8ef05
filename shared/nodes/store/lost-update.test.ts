import { describe, expect, it } from 'vitest'
import { actorCell } from '../../kernel/cells.ts'
import { type Exploration, explore } from '../../kernel/testing/naive-explorer.ts'
import { compile } from '../../topology/compile.ts'
import { kinds } from '../index.ts'
import type { StoreLocal } from './state.ts'

/** Two workers read, work and write one key: every schedule, with the keys that were ever replaced unseen. */
function explored(mode: string): { readonly found: Exploration; readonly lost: boolean } {
  const at: [number, number] = [0, 0]
  const config = { run: ['x'], class: 'pure', reads: ['list'], updates: [{ key: 'list' }] }
  const writers = ['a', 'b']
  const lease = mode === 'lease' ? { expiry_ms: 10 } : {}
  const nodes = [
    { id: 'in', kind: 'input', at },
    { id: 'board', kind: 'store', at, config: { keys: [{ name: 'list', initial: '0' }], mode, ...lease } },
    ...writers.map((id) => ({ id, kind: 'command', at, config })),
    { id: 'out', kind: 'output', at },
  ]
  const edges = writers.flatMap((id) => [
    { id: `i${id}`, from: 'in.out', to: `${id}.in` },
    { id: `s${id}`, from: id, to: 'board', access: 'read-modify-write' as const },
    { id: `o${id}`, from: `${id}.out`, to: 'out.in' },
  ])
  const compiled = compile({ synod: 1, name: '', nodes, edges }, kinds)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  const plan = compiled.value
  const board = plan.byId.get('board') as number
  let lost = false
  const found = explore(plan, 'none', { crashes: 0, wrong: 0, errors: 0 }, 300_000, ({ state }) => {
    lost ||= (actorCell(state, board).local as StoreLocal).blind.length > 0
  })
  return { found, lost }
}

describe('two workers that read, work and write one key', () => {
  it('may lose an update where the last write wins', () => {
    const { found, lost } = explored('last-write-wins')
    expect([found.complete, lost, [...found.ends.keys()]]).toEqual([true, true, ['done']])
  })

  it('lose none by compare and swap: the second works again, and every schedule ends', () => {
    const { found, lost } = explored('compare-and-swap')
    expect([found.complete, lost, [...found.ends.keys()]]).toEqual([true, false, ['done']])
    expect(found.stuck).toBeNull()
  })

  it('lose none by leases, even where one expires at any moment: who comes too late fails', () => {
    const { found, lost } = explored('lease')
    expect([found.complete, lost]).toEqual([true, false])
    expect([...found.ends.keys()].sort()).toEqual(['done', 'failed'])
    expect(found.stuck).toBeNull()
  })
})
