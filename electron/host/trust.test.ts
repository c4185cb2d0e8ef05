import { expect, it } from 'vitest'
import { kinds } from '../../shared/nodes/index.ts'
import { compile } from '../../shared/topology/compile.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { trustList } from './trust.ts'

const at: [number, number] = [0, 0]

function voted(equal: string): TopologyDocument {
  const script = [{ answer: 'x' }]
  return {
    synod: 1,
    name: 'vote',
    nodes: [
      { id: 'in', kind: 'input', at },
      { id: 'a', kind: 'agent', at, config: { model: 'standin', script } },
      {
        id: 'v',
        kind: 'vote',
        at,
        config: { inputs: ['a'], rule: 'unanimous', equal, model: 'openai:judge' },
      },
      { id: 'out', kind: 'output', at },
    ],
    edges: [
      { id: 'e1', from: 'in.out', to: 'a.in' },
      { id: 'e2', from: 'a.out', to: 'v.a' },
      { id: 'e3', from: 'v.decided', to: 'out.in' },
      { id: 'e4', from: 'v.undecided', to: 'out.in' },
    ],
  }
}

it.each([
  ['judge', ['openai:judge', 'standin']],
  ['digest', ['standin']],
])('names the model of a judge where there is one: votes compared by %s', (equal, models) => {
  const plan = compile(voted(equal), kinds)
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems))
  expect(trustList(plan.value).models).toEqual(models)
})
