import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { picks, type Walked, walk } from '../../kernel/testing/walk.ts'
import { verdict } from '../../kernel/verdict.ts'
import { compile } from '../../topology/compile.ts'
import { actorAt, channelAt, type Plan } from '../../topology/plan.ts'
import { kinds } from '../index.ts'

const ENDS = ['approved', 'rejected', 'revise', 'error']

/** Two gates side by side, the second of which may send back to itself twice. */
function plan(first: object, second: object): Plan {
  const at: [number, number] = [0, 0]
  const outputs = ['yes', 'no', 'back', 'yes2', 'no2', 'late'].map((id) => ({ id, kind: 'output', at }))
  const edges = [
    ['start.out', 'a.in'],
    ['start.out', 'b.in'],
    ['a.approved', 'yes.in'],
    ['a.rejected', 'no.in'],
    ['a.revise', 'back.in'],
    ['a.error', 'back.in'],
    ['b.approved', 'yes2.in'],
    ['b.rejected', 'no2.in'],
    ['b.error', 'no2.in'],
    ['b.exhausted', 'late.in'],
  ].map(([from = '', to = ''], index) => ({ id: `e${index}`, from, to }))
  const compiled = compile(
    {
      synod: 1,
      name: 'Gates',
      nodes: [
        { id: 'start', kind: 'input', at },
        { id: 'a', kind: 'gate', at, config: { ask: 'A?', ...first } },
        { id: 'b', kind: 'gate', at, config: { ask: 'B?', ...second } },
        ...outputs,
      ],
      edges: [...edges, { id: 'again', from: 'b.revise', to: 'b.in', policy: { rounds: 2 } }],
    },
    kinds,
  )
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.value
}

/** How many messages a gate took in, and how many it ended, by port. */
function ends({ plan, transitions }: Walked, gate: string): { taken: number; ended: number } {
  const component = plan.byId.get(gate) ?? -1
  let [taken, ended] = [0, 0]
  for (const { input, sent } of transitions) {
    if (input.component !== component) continue
    if (input.type === 'deliver') taken += 1
    const ports = new Set(sent.map(({ channel }) => channelAt(plan, channel).fromPort))
    if (ports.size > 1) throw new Error(`one answer, and it went out by ${[...ports]}`)
    if (sent.length > 0) ended += 1
  }
  return { taken, ended }
}

const CONFIGS: readonly (readonly [object, object])[] = [
  [{}, {}],
  [{ deadline_ms: 1000 }, { deadline_ms: 1000, default: 'revise' }],
  [
    { approvers: 3, needed: 2, deadline_ms: 1000 },
    { approvers: ['x', 'y'], default: 'approve', deadline_ms: 5000 },
  ],
]

describe.each(CONFIGS)('gates of %j and %j', (first, second) => {
  const drawn = plan(first, second)

  it('end each message once, in whatever order answers, deadlines, crashes and cancels come', () => {
    fc.assert(
      fc.property(picks, (chosen) => {
        const walked = walk(drawn, chosen)
        const state = walked.states.at(-1) ?? []
        const { status } = verdict(drawn, state)
        for (const gate of ['a', 'b']) {
          const { taken, ended } = ends(walked, gate)
          if (status === 'done') expect(ended).toBe(taken)
          else expect(ended).toBeLessThanOrEqual(taken)
        }
        expect(['done', 'cancelled']).toContain(status)
        for (const { index } of ['a', 'b'].map((id) => actorAt(drawn, drawn.byId.get(id) ?? -1)))
          expect(state[index]).toMatchObject({ effects: [], timers: [] })
      }),
      { numRuns: 300 },
    )
  })

  it('has only ports that a drawing can wire', () => {
    const gate = actorAt(drawn, drawn.byId.get('a') ?? -1)
    expect(gate.kind.ports(gate.bound.config).out.map((port) => port.name)).toEqual(ENDS)
  })
})
