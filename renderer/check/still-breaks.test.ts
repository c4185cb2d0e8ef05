import { expect, it } from 'vitest'
import { checkTopology } from '../../shared/explore/topology/check.ts'
import { setConfig, setPolicy } from '../../shared/hazards/edit.ts'
import { kinds } from '../../shared/nodes/index.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { useChecking } from './checking.ts'
import { stillBreaks } from './still-breaks.ts'

const drawing: TopologyDocument = {
  synod: 1,
  name: 'Push at least once',
  nodes: [
    { id: 'start', kind: 'input', at: [0, 0] },
    { id: 'push', kind: 'command', at: [240, 0], config: { run: ['push'], class: 'idempotent' } },
    { id: 'end', kind: 'output', at: [480, 0] },
  ],
  edges: [
    { id: 'e1', from: 'start.out', to: 'push.in' },
    { id: 'e2', from: 'push.out', to: 'end.in' },
  ],
  properties: [{ at_most: 1, of: 'push.acted' }],
}

it('offers what takes a counterexample away, and not what leaves it', () => {
  const { settings } = useChecking.getState()
  const checked = checkTopology(drawing, kinds, { ...settings, maxBytes: 1e9 })
  const found = checked.ok ? checked.value.violated[0] : undefined
  if (found === undefined) throw new Error('it is broken')
  expect(stillBreaks(drawing, found, settings)).toBe(true)
  expect(stillBreaks(setPolicy('push', { attempts: 3 })(drawing), found, settings)).toBe(true)
  expect(stillBreaks(setConfig('push', { class: 'once' })(drawing), found, settings)).toBe(false)
  expect(stillBreaks({ ...drawing, properties: [] }, found, settings)).toBe(true)
})
