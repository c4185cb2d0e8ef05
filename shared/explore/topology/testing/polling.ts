import type { TopologyDocument } from '../../../topology/document.ts'
import type { Property } from '../../../topology/properties.ts'

/** A clock that has something looked at at each tick, until a person stops it. */
export function polling(properties: Property[]): TopologyDocument {
  return {
    synod: 1,
    name: 'Polling',
    nodes: [
      { id: 'in', kind: 'input', at: [0, 0] },
      { id: 'clock', kind: 'timer', at: [0, 0], config: { mode: 'interval', wait_ms: 1000, count: 0 } },
      { id: 'look', kind: 'command', at: [0, 0], config: { run: ['look'], class: 'pure' } },
      { id: 'enough', kind: 'gate', at: [0, 0], config: { ask: 'Is it enough?' } },
      { id: 'done', kind: 'output', at: [0, 0] },
    ],
    edges: [
      { id: 'a', from: 'in.out', to: 'clock.start' },
      { id: 'b', from: 'clock.tick', to: 'look.in' },
      { id: 'c', from: 'in.out', to: 'enough.in' },
      { id: 'd', from: 'enough.approved', to: 'clock.stop' },
      { id: 'e', from: 'enough.rejected', to: 'clock.stop' },
      { id: 'f', from: 'clock.done', to: 'done.in' },
    ],
    properties,
  }
}
