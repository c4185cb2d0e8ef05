import { describe, expect, it } from 'vitest'
import type { DocumentNode, TopologyDocument } from '../topology/document.ts'
import type { FaultPlan, NodeFaults } from '../topology/faults.ts'
import { problemText } from '../topology/problem.ts'
import { Rehearsal, type RehearsalResult } from './rehearsal.ts'
import { planOf } from './testing/faulty.ts'

const AT: [number, number] = [0, 0]

function command(id: string, more: Partial<DocumentNode> = {}): DocumentNode {
  return { id, kind: 'command', at: AT, config: { run: ['do'], class: 'idempotent' }, ...more }
}

/** One after the other. */
function row(...nodes: readonly DocumentNode[]): TopologyDocument {
  const all = [{ id: 'in', kind: 'input', at: AT }, ...nodes, { id: 'out', kind: 'output', at: AT }]
  const edges = all
    .slice(1)
    .map(({ id }, at) => ({ id: `e${at}`, from: `${all[at]?.id}.out`, to: `${id}.in` }))
  return { synod: 1, name: 'row', nodes: all, edges }
}

function rehearse(document: TopologyDocument, faults: FaultPlan, runs = 2000, seed = 1): RehearsalResult {
  const rehearsal = Rehearsal.of(planOf(document), { seed, runs, faults })
  if (!rehearsal.ok) throw new Error(rehearsal.problems.map(problemText).join())
  while (rehearsal.value.advance());
  return rehearsal.value.result()
}

function constant(node: string, ms: number, more: Omit<NodeFaults, 'node'> = {}): NodeFaults {
  return { node, latency: { type: 'constant', p50_ms: ms }, ...more }
}

function partOf(result: RehearsalResult, end: string): { readonly low: number; readonly high: number } {
  return result.ends.find((one) => one.end === end)?.share ?? { low: 0, high: 0 }
}

function expectAround({ low, high }: { readonly low: number; readonly high: number }, truth: number): void {
  // The seed is fixed, so an interval that holds the truth now always does.
  expect(low).toBeLessThan(truth)
  expect(high).toBeGreaterThan(truth)
}

describe('what a rehearsal says', () => {
  it('is so often as the chances say: three attempts fail as often as one cubed', () => {
    const drawn = row(command('a', { policy: { attempts: 3, backoff_ms: 10 } }))
    const result = rehearse(drawn, { nodes: [constant('a', 100, { crash: 0.5 })] })
    expectAround(partOf(result, 'failed'), 0.125)
    // 1 + 1/2 + 1/4 attempts.
    expect(result.attempts.mean).toBeGreaterThan(1.7)
    expect(result.attempts.mean).toBeLessThan(1.8)
  })

  it('takes as long as its parts, and finds who is at work longest', () => {
    const result = rehearse(
      row(command('a'), command('b')),
      { nodes: [constant('a', 100), constant('b', 300)] },
      50,
    )
    expect([result.ms.min, result.ms.max]).toEqual([400, 400])
    expect(result.nodes.map(({ node, utilisation }) => [node, utilisation])).toEqual([
      ['b', 0.75],
      ['a', 0.25],
    ])
  })

  it('tells how long work waits for its controllers', () => {
    const side = row(command('a'))
    const drawn: TopologyDocument = {
      ...side,
      nodes: [...side.nodes, command('b')],
      edges: [
        ...side.edges,
        { id: 'x', from: 'in.out', to: 'b.in' },
        { id: 'y', from: 'b.out', to: 'out.in' },
      ],
      controllers: [{ id: 'k', type: 'bulkhead', at_once: 1 }],
    }
    const result = rehearse(drawn, { nodes: [constant('a', 100), constant('b', 100)] }, 50)
    expect(result.ms.max).toBe(200)
    expect(result.nodes.reduce((sum, { held_ms }) => sum + held_ms, 0)).toBe(100)
  })

  it('waits for what hangs until a limit ends it', () => {
    const faults = { nodes: [constant('a', 100, { hang: 1 })] }
    const limited = row(command('a', { policy: { timeout_ms: 1000 } }))
    const result = rehearse(limited, faults, 20)
    expect(result.ends).toMatchObject([{ end: 'failed', share: { count: 20 } }])
    expect(result.ms.max).toBe(1000)
  })

  it('knows how often a wrong answer comes out, and that a verifier stops it', () => {
    const agent: DocumentNode = {
      id: 'a',
      kind: 'agent',
      at: AT,
      config: { model: 'standin', prompt: 'Do it.' },
    }
    const faults = { nodes: [constant('a', 100, { wrong: 0.3 })] }
    const bare = rehearse(row(agent), faults)
    expectAround(bare.wrong.share, 0.3)
    expect(bare.usd.mean).toBeGreaterThan(0)
    const check: DocumentNode = { id: 'v', kind: 'verifier', at: AT, config: { run: ['check'] } }
    const nodes = row(agent, check)
    const edges = nodes.edges.map((edge) => (edge.from === 'v.out' ? { ...edge, from: 'v.pass' } : edge))
    const checked = rehearse({ ...nodes, edges }, faults)
    expect(checked.wrong.share.count).toBe(0)
  })

  it('never has happen twice what may happen once, however often the host dies', () => {
    const push = command('push', { config: { run: ['push'], class: 'once', probe: ['asked'] } })
    const host = { crash_every_ms: 80, down_ms: 10 }
    const result = rehearse(
      row(push),
      { nodes: [constant('push', 100, { crash: 0.1, cut: 0.1 })], host },
      500,
    )
    expect(result.crashes).toBeGreaterThan(200)
    expect(result.twice).toBe(0)
    expect(result.ends.map(({ end }) => end)).toEqual(['done'])
  })

  it('loses, doubles and delays messages, and cuts edges for a while', () => {
    const drawn = row(command('a'))
    const lost = rehearse(drawn, { edges: [{ edge: 'e0', drop: 0.5 }], nodes: [constant('a', 100)] })
    expect(lost.ends.map(({ end }) => end)).toEqual(['done'])
    expect(lost.attempts.mean).toBeGreaterThan(0.45)
    expect(lost.attempts.mean).toBeLessThan(0.55)
    const doubled = rehearse(
      drawn,
      { edges: [{ edge: 'e0', duplicate: 1 }], nodes: [constant('a', 100)] },
      20,
    )
    expect([doubled.attempts.mean, doubled.ms.max]).toEqual([2, 200])
    const cut = { edge: 'e0', partition: [{ from_ms: 0, to_ms: 5000 }] }
    expect(rehearse(drawn, { edges: [cut], nodes: [constant('a', 100)] }, 5).ms.max).toBe(5100)
    const late = { edge: 'e0', delay: { chance: 1, ms: 700 } }
    const delayed = rehearse(drawn, { edges: [late], nodes: [constant('a', 100)] }, 5)
    expect(delayed.ms.max).toBe(800)
    expect(delayed.edges[0]).toMatchObject({ edge: 'e0', mean_depth: 700 / 800, most: { p50: 1, max: 1 } })
  })

  it('is the same for the same seed, and another for another', () => {
    const drawn = row(command('a'))
    const faults = { nodes: [{ node: 'a', crash: 0.2 }] }
    expect(rehearse(drawn, faults, 100)).toEqual(rehearse(drawn, faults, 100))
    expect(rehearse(drawn, faults, 100, 2).ms).not.toEqual(rehearse(drawn, faults, 100).ms)
  })

  it('has samples that play again by their seed', () => {
    const rehearsal = Rehearsal.of(planOf(row(command('a'))), {
      ...{ seed: 3, runs: 50, faults: { nodes: [{ node: 'a', crash: 0.5 }] } },
    })
    if (!rehearsal.ok) throw new Error()
    while (rehearsal.value.advance());
    for (const { end, seeds } of rehearsal.value.result().ends)
      for (const seed of seeds) {
        const last = rehearsal.value.replay(seed).at(-1)?.transition.input
        expect(last).toMatchObject(end === 'done' ? { type: 'deliver' } : { type: 'cancel' })
      }
  })
})

it('faults for what is gone, or twice for the same, are refused with their place', () => {
  const faults: FaultPlan = {
    nodes: [{ node: 'a' }, { node: 'gone' }, { node: 'a' }],
    edges: [{ edge: 'e0' }, { edge: 'e9', drop: 0.1 }],
  }
  const refused = Rehearsal.of(planOf(row(command('a'))), { seed: 1, runs: 1, faults })
  expect(refused.ok ? [] : refused.problems.map(problemText)).toEqual([
    'faults.nodes[1].node: there is no node "gone" that faults could be for: it may be gone',
    'faults.nodes[2].node: "a" stands here twice',
    'faults.edges[1].edge: there is no edge "e9" that faults could be for: it may be gone',
  ])
})
