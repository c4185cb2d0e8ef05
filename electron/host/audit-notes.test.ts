import { expect, it } from 'vitest'
import type { RecordedTransition } from '../../shared/api/contract.ts'
import { kinds } from '../../shared/nodes/index.ts'
import { compile } from '../../shared/topology/compile.ts'
import { createMemoryJournal } from '../journal/memory-journal.ts'
import { auditNotes } from './audit-notes.ts'

const at: [number, number] = [0, 0]
const compiled = compile(
  {
    synod: 1,
    name: 'Two deadlines',
    nodes: [
      { id: 'start', kind: 'input', at },
      { id: 'ok', kind: 'gate', at, config: { ask: 'Go on?', deadline_ms: 60_000 } },
      { id: 'wait', kind: 'join', at, config: { inputs: ['a', 'b'] } },
      { id: 'end', kind: 'output', at },
    ],
    edges: [
      { id: 'e1', from: 'start.out', to: 'ok.in' },
      { id: 'e2', from: 'ok.approved', to: 'wait.a' },
      { id: 'e3', from: 'ok.rejected', to: 'wait.b' },
      { id: 'e4', from: 'wait.out', to: 'end.in' },
    ],
  },
  kinds,
)
if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
const plan = compiled.value
const { payloads } = createMemoryJournal()

function fired(node: string): RecordedTransition {
  return {
    transition: {
      input: { type: 'fire', component: plan.byId.get(node) ?? -1, tag: 'deadline' },
      ...{ changed: [], sent: [], asked: [], withdrawn: [], armed: [], disarmed: [] },
    },
    identity: { seq: 1, at: 7, cause: 0, sent: [], asked: [], due: [] },
  }
}

it('a default is noted as a decision, and the deadline of another kind is not', () => {
  const notes = auditNotes('r', plan, [fired('wait'), fired('ok')], { payloads, doubt: () => null })
  expect(notes).toEqual([
    {
      ...{ run: 'r', ask: null, node: 'ok', at: 7, by: 'deadline', account: '', shown: null },
      ...{ type: 'decision', answer: 'reject', comment: 'No decision within 60 s', record: null },
    },
  ])
})
