import type { TopologyDocument } from '../../shared/topology/document.ts'
import { formatDocument } from '../../shared/topology/parse.ts'

const AT: [number, number] = [0, 0]

/** A run that waits for a person. */
export const WAITING: TopologyDocument = {
  synod: 1,
  name: 'A gate that waits',
  nodes: [
    { id: 'in', kind: 'input', at: AT },
    { id: 'ok', kind: 'gate', at: AT, config: { ask: 'Go on?' } },
    { id: 'out', kind: 'output', at: AT },
  ],
  edges: [
    { id: 'e1', from: 'in.out', to: 'ok.in' },
    { id: 'e2', from: 'ok.approved', to: 'out.in' },
    { id: 'e3', from: 'ok.rejected', to: 'out.in' },
  ],
}

export const WORDS = 100

/** What each streaming stand-in says: numbered, so that nothing can be lost or change places unseen. */
const SPEECH: string = Array.from({ length: WORDS }, (_, at) =>
  `word ${String(at).padStart(4, '0')} `.padEnd(40, '.'),
).join('')

const ANSWER = 'Spoken.'

/** All that its stream holds: what it says, then its answer. */
export const SPOKEN = `${SPEECH}\n\n${ANSWER}`

/** An agent that speaks a hundred pieces. */
export const STREAMING: TopologyDocument = {
  synod: 1,
  name: 'A stand-in that speaks',
  nodes: [
    { id: 'in', kind: 'input', at: AT },
    {
      id: 'agent',
      kind: 'agent',
      at: AT,
      config: { model: 'standin', prompt: 'Speak.', script: [{ say: SPEECH, answer: ANSWER }] },
    },
    { id: 'out', kind: 'output', at: AT },
  ],
  edges: [
    { id: 'e1', from: 'in.out', to: 'agent.in' },
    { id: 'e2', from: 'agent.out', to: 'out.in' },
  ],
}

export const TICK_MS = 2500
export const TICKS = 86_400_000 / TICK_MS

/** Looks after something every 2.5 s for a day: what it finds goes nowhere, as on most days. */
export const POLLING: TopologyDocument = {
  synod: 1,
  name: 'A team that polls',
  nodes: [
    { id: 'in', kind: 'input', at: AT },
    { id: 'every', kind: 'timer', at: AT, config: { mode: 'interval', wait_ms: TICK_MS, count: TICKS } },
    { id: 'look', kind: 'router', at: AT, config: { cases: [{ port: 'found', when: 'in.found' }] } },
    { id: 'out', kind: 'output', at: AT },
  ],
  edges: [
    { id: 'e1', from: 'in.out', to: 'every.start' },
    { id: 'e2', from: 'every.tick', to: 'look.in' },
    { id: 'e3', from: 'look.found', to: 'out.in' },
    { id: 'e4', from: 'every.done', to: 'out.in' },
  ],
}

export function textOf(document: TopologyDocument): string {
  return formatDocument(document)
}
