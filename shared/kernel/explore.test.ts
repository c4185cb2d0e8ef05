import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { kinds } from '../nodes/index.ts'
import { compile } from '../topology/compile.ts'
import type { TopologyDocument } from '../topology/document.ts'
import { parseDocument } from '../topology/parse.ts'
import type { Plan } from '../topology/plan.ts'
import type { Budget } from './testing/driver-world.ts'
import { explore } from './testing/naive-explorer.ts'

const EXAMPLE = new URL('../../examples/ship-a-fix/ship-a-fix.synod.json', import.meta.url)
const ONE_OF_EACH: Budget = { crashes: 1, wrong: 1, errors: 0 }

/** The example, with fewer turns for each agent so that the space stays small, and changed as a test wants it. */
function example(change: (document: TopologyDocument) => void = () => {}): Plan {
  const parsed = parseDocument(readFileSync(EXAMPLE, 'utf8'))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const document = structuredClone(parsed.value)
  for (const node of document.nodes) if (node.kind === 'agent') node.config = { ...node.config, turns: 3 }
  change(document)
  const compiled = compile(document, kinds)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.value
}

function configure(document: TopologyDocument, node: string, config: Record<string, unknown>): void {
  const found = document.nodes.find((one) => one.id === node)
  if (found === undefined) throw new Error(`no node ${node}`)
  found.config = { ...found.config, ...config }
}

describe('the example under one host crash and one wrong answer', () => {
  it('is exhausted, always ends, and deploys at most once', () => {
    const found = explore(example(), 'deploy', ONE_OF_EACH)
    expect(found.complete).toBe(true)
    expect(found.states).toBeGreaterThan(1000)
    expect([...found.ends.keys()].sort()).toEqual(['done', 'failed'])
    expect(found.twice).toBeNull()
    expect(found.stuck).toBeNull()
  })

  it('deploys twice when its class is idempotent: the shortest schedule crashes after the push', () => {
    const plan = example((document) => configure(document, 'deploy', { class: 'idempotent' }))
    const found = explore(plan, 'deploy', ONE_OF_EACH)
    const names = found.twice?.map((step) => step.name) ?? []
    expect(names.slice(-5)).toEqual(['perform', 'act', 'host crash (deploy)', 'perform', 'act'])
  })

  it('never sends a wrong fix past the verifier, and lets it through without one', () => {
    const wrongReachesGate = (plan: Plan): boolean => {
      let seen = false
      explore(plan, 'deploy', ONE_OF_EACH, 100_000, (world) => {
        const gate = plan.byId.get('gate') as number
        const cell = world.state[gate]
        if (
          cell?.type === 'actor' &&
          JSON.stringify(cell.unfinished).includes('"change":"minimist.commit.change@!"')
        )
          seen = true
      })
      return seen
    }
    expect(wrongReachesGate(example())).toBe(false)
    const bypass = example((document) => {
      document.edges = document.edges
        .filter((edge) => !edge.from.startsWith('verifier.'))
        .map((edge) => (edge.from === 'fixer.out' ? { ...edge, to: 'gate.in' } : edge))
    })
    expect(wrongReachesGate(bypass)).toBe(true)
  })

  it('is found out when the outbox forgets the doubt: a probe before the old attempt is quelled', () => {
    const found = explore(example(), 'deploy', ONE_OF_EACH, 300_000, undefined, { probeBeforeQuell: true })
    expect(found.twice).not.toBeNull()
  })
})

describe('what may happen once only, under a crash, errors and limits at any moment', () => {
  const budget: Budget = { crashes: 1, wrong: 0, errors: 2, limits: true }

  function push(config: Record<string, unknown>): Plan {
    const compiled = compile(
      {
        synod: 1,
        name: 'push',
        nodes: [
          { id: 'in', kind: 'input', at: [0, 0] },
          {
            id: 'push',
            kind: 'command',
            at: [0, 0],
            config: { run: ['push'], ...config },
            policy: { attempts: 2 },
          },
          { id: 'out', kind: 'output', at: [0, 0] },
        ],
        edges: [
          { id: 'a', from: 'in.out', to: 'push.in' },
          { id: 'b', from: 'push.out', to: 'out.in' },
        ],
      },
      kinds,
    )
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
    return compiled.value
  }

  it('is finite, always ends, and never happens twice', () => {
    const found = explore(push({ class: 'once' }), 'push', budget)
    expect(found.complete).toBe(true)
    expect(found.twice).toBeNull()
    expect(found.stuck).toBeNull()
    expect([...found.ends.keys()].sort()).toEqual(['done', 'failed'])
  })

  it('happens twice when it is said to be idempotent, or when the probe is asked before a cut line is quelled', () => {
    expect(explore(push({ class: 'idempotent' }), 'push', budget).twice).not.toBeNull()
    const hasty = explore(push({ class: 'once' }), 'push', { ...budget, crashes: 0 }, 300_000, undefined, {
      probeBeforeQuell: true,
    })
    expect(hasty.twice?.map((step) => step.name)).toContain('orphan acts')
  })
})

describe('a looped topology', () => {
  it('is finite: the round is raised, and leaves by "exhausted" at the bound', () => {
    const document: TopologyDocument = {
      synod: 1,
      name: 'loop',
      nodes: [
        { id: 'in', kind: 'input', at: [0, 0] },
        { id: 'try', kind: 'agent', at: [0, 0], config: { turns: 1 } },
        { id: 'check', kind: 'router', at: [0, 0], config: { cases: [{ port: 'again', when: 'true' }] } },
        { id: 'out', kind: 'output', at: [0, 0] },
      ],
      edges: [
        { id: 'a', from: 'in.out', to: 'try.in' },
        { id: 'b', from: 'try.out', to: 'check.in' },
        { id: 'c', from: 'check.again', to: 'try.in', policy: { rounds: 4 } },
        { id: 'd', from: 'check.otherwise', to: 'out.in' },
        { id: 'e', from: 'check.exhausted', to: 'out.in' },
      ],
    }
    const compiled = compile(document, kinds)
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
    const found = explore(compiled.value, 'none', { crashes: 1, wrong: 1, errors: 0 })
    expect(found.complete).toBe(true)
    expect(found.stuck).toBeNull()
    expect([...found.ends.keys()]).toEqual(['done'])
  })
})
