import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** A folder that goes when the tests of the file are over. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'synod-cli-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A form, a gate and two ends: it does nothing to the world, so it is quick. */
export const asking = {
  synod: 1,
  name: 'Ask',
  nodes: [
    {
      id: 'start',
      kind: 'input',
      at: [0, 0],
      config: {
        fields: [
          { name: 'task', required: true },
          { name: 'folder', type: 'repository' },
        ],
      },
    },
    {
      id: 'ok',
      kind: 'gate',
      at: [300, 0],
      name: 'Go on',
      config: { ask: 'Do {{in.task}}?', show: ['task'] },
    },
    { id: 'yes', kind: 'output', at: [600, 0] },
    { id: 'no', kind: 'output', at: [600, 200] },
  ],
  edges: [
    { id: 'e1', from: 'start.out', to: 'ok.in' },
    { id: 'e2', from: 'ok.approved', to: 'yes.in' },
    { id: 'e3', from: 'ok.rejected', to: 'no.in' },
  ],
}

/** The same with another gate, whose third way leads back to it twice. */
export function asked(gate: object, name = 'Ask'): object {
  const config = { ...asking.nodes[1]?.config, ...gate }
  const nodes = asking.nodes.map((node) => (node.id === 'ok' ? { ...node, config } : node))
  const late = { id: 'late', kind: 'output', at: [600, 400] }
  const back = { id: 'e4', from: 'ok.revise', to: 'ok.in', policy: { rounds: 2 } }
  const edges = [...asking.edges, back, { id: 'e5', from: 'ok.exhausted', to: 'late.in' }]
  return { ...asking, name, nodes: [...nodes, late], edges }
}
