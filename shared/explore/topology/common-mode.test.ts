import { describe, expect, it } from 'vitest'
import { analyse } from '../../hazards/analyses.ts'
import { quorumAt } from '../../hazards/quorum/index.ts'
import { kinds } from '../../nodes/index.ts'
import type { TopologyDocument } from '../../topology/document.ts'
import { checkTopology } from './check.ts'
import { NO_FAULTS } from './testing/seen.ts'

const at: [number, number] = [0, 0]

/** Three agents, each of its model, and a vote of the majority. */
function council(models: readonly string[], vote: object = {}): TopologyDocument {
  const names = models.map((_, place) => `v${place}`)
  return {
    synod: 1,
    name: 'council',
    nodes: [
      { id: 'start', kind: 'input', at },
      ...models.map((model, place) => ({ id: `v${place}`, kind: 'agent', at, config: { model, turns: 1 } })),
      { id: 'vote', kind: 'vote', at, config: { inputs: names, ...vote } },
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

function brokenIn(models: readonly string[], wrong: number, vote: object = {}): readonly string[] {
  const checked = checkTopology(council(models, vote), kinds, {
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

function isValid(document: TopologyDocument): boolean | undefined {
  const laws = quorumAt(analyse(document, kinds), 'vote')?.laws
  return laws?.find(({ law }) => law.startsWith('q >'))?.holds
}

const TRIOS = [
  ['a', 'b', 'c'],
  ['a', 'a', 'b'],
  ['a', 'a', 'a'],
  ['standin', 'standin', 'a'],
]

describe.each(TRIOS)('voters of the models %s, %s and %s', (...models) => {
  it.each([1, 2, 3])(
    'of whom %i decide are outvoted by one that is wrong where the numbers say so',
    (quorum) => {
      const vote = { rule: 'quorum', quorum }
      expect(!brokenIn(models, 1, vote).includes('valid vote')).toBe(isValid(council(models, vote)))
    },
  )
})

describe('a majority of three, one of which may misread its task', () => {
  it('is right where each has a model of its own', () => {
    expect(brokenIn(['a', 'b', 'c'], 1)).toEqual([])
  })

  it('decides for what is wrong where two or three fail together', () => {
    expect(brokenIn(['a', 'a', 'b'], 1)).toEqual(['valid vote'])
    expect(brokenIn(['a', 'a', 'a'], 1)).toEqual(['valid vote'])
  })

  it('is right where each is a stand-in, which plays what the drawing says', () => {
    expect(brokenIn(['standin', 'standin', 'standin'], 1)).toEqual([])
  })

  it('is right where those that fail together have one vote, and wrong where a group has two of them', () => {
    const pair = (...inputs: string[]) => ({ groups: inputs.map((input) => ({ input, group: 'g' })) })
    const four = ['a', 'a', 'b', 'c']
    expect(brokenIn(four, 1, { ...pair('v0', 'v1') })).toEqual([])
    expect(brokenIn(four, 1, { ...pair('v1', 'v2'), rule: 'quorum', quorum: 2 })).toEqual(['valid vote'])
  })

  it('decides for what is wrong where two misread theirs', () => {
    expect(brokenIn(['a', 'b', 'c'], 2)).toEqual(['valid vote'])
  })
})
