import { describe, expect, it } from 'vitest'
import { kinds } from '../../nodes/index.ts'
import type { TopologyDocument } from '../../topology/document.ts'
import { checkTopology } from './check.ts'
import { NO_FAULTS } from './testing/seen.ts'

const at: [number, number] = [0, 0]

/** Three agents, each of its model, and a vote of the majority. */
function council(models: readonly string[]): TopologyDocument {
  const names = models.map((_, place) => `v${place}`)
  return {
    synod: 1,
    name: 'council',
    nodes: [
      { id: 'start', kind: 'input', at },
      ...models.map((model, place) => ({ id: `v${place}`, kind: 'agent', at, config: { model, turns: 1 } })),
      { id: 'vote', kind: 'vote', at, config: { inputs: names } },
      { id: 'end', kind: 'output', at },
    ],
    edges: [
      ...names.flatMap((id) => [
        { id: `i${id}`, from: 'start.out', to: `${id}.in` },
        { id: `o${id}`, from: `${id}.out`, to: `vote.${id}` },
      ]),
      { id: 'd', from: 'vote.decided', to: 'end.in' },
      { id: 'u', from: 'vote.undecided', to: 'end.in' },
    ],
  }
}

function brokenIn(models: readonly string[], wrong: number): readonly string[] {
  const checked = checkTopology(council(models), kinds, {
    faults: { ...NO_FAULTS, wrong },
    timing: 'partial-sync',
    maxStates: 100_000,
    maxBytes: 1e9,
    exact: false,
  })
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  expect(checked.value.coverage).toBe('exhausted within bounds')
  return checked.value.violated.map(({ property }) => property)
}

describe('a majority of three, one of which may misread its task', () => {
  it('is right where each has a model of its own', () => {
    expect(brokenIn(['a', 'b', 'c'], 1)).toEqual([])
  })

  it('decides for what is wrong where two or three fail together', () => {
    expect(brokenIn(['a', 'a', 'b'], 1)).toEqual(['valid vote'])
    expect(brokenIn(['a', 'a', 'a'], 1)).toEqual(['valid vote'])
  })

  it('decides for what is wrong where two misread theirs', () => {
    expect(brokenIn(['a', 'b', 'c'], 2)).toEqual(['valid vote'])
  })
})
