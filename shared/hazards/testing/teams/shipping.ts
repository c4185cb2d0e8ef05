import type { TopologyDocument } from '../../../topology/document.ts'
import { draw, type Sketch, type Wire } from '../draw.ts'

export interface Part {
  readonly nodes: { readonly [id: string]: Sketch }
  /** From `plan.out` to `tests.in`. */
  readonly wires: readonly Wire[]
}

export const WORK = { run: ['true'], class: 'pure' }
/** A program that may run again. */
export const RUN = ['command', WORK] as const
export const ACT = { run: ['act'], class: 'once', probe: ['acted'] }
export const STANDIN = { model: 'standin', script: [{ answer: 'done' }] }

/** A team that plans, works, tests what it made, asks a person and pushes; `part` is how it works. */
export function shipping(
  name: string,
  part: Part,
  more: Partial<TopologyDocument> = {},
  task: Sketch = ['input'],
): TopologyDocument {
  return draw(
    name,
    {
      task,
      plan: ['agent', STANDIN],
      ...part.nodes,
      tests: ['verifier', { run: ['npm', 'test'] }],
      ok: ['gate', { ask: 'Push it?' }],
      push: ['command', ACT],
      end: ['output'],
      no: ['output'],
    },
    [
      ...part.wires,
      ...['task.out plan.in', 'tests.pass ok.in', 'tests.fail no.in'],
      ...['ok.approved push.in', 'ok.rejected no.in', 'push.out end.in'],
    ],
    more,
  )
}

/** Two at work at the same time, joined behind. */
export function pair(one: Sketch, two: Sketch, more: Part): Part {
  return {
    nodes: { one, two, both: ['join', { inputs: ['a', 'b'] }], ...more.nodes },
    wires: [
      ...['plan.out one.in', 'plan.out two.in', 'one.out both.a', 'two.out both.b', 'both.out tests.in'],
      ...more.wires,
    ],
  }
}
