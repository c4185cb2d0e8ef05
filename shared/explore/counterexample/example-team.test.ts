import { describe, expect, it } from 'vitest'
import { kinds } from '../../nodes/index.ts'
import type { TopologyDocument } from '../../topology/document.ts'
import type { CheckResult, FaultBudget } from '../result.ts'
import { checkTopology } from '../topology/check.ts'
import { configure, exampleTeam, NO_FAULTS, namedExample, wholeTeam } from './testing/example.ts'

/** One crash: of the host, and of a worker. */
const CRASH = { ...NO_FAULTS, host: 1, crash: 1 }

function check(document: TopologyDocument, faults: FaultBudget = CRASH, exact = false): CheckResult {
  const checked = checkTopology(document, kinds, {
    faults,
    timing: 'partial-sync',
    maxStates: 200_000,
    maxBytes: 2 ** 30,
    exact,
  })
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return checked.value
}

function without(document: TopologyDocument, ...edges: readonly string[]): void {
  document.edges = document.edges.filter(({ id }) => !edges.includes(id))
}

function lead(document: TopologyDocument, id: string, to: string): void {
  const edge = document.edges.find((one) => one.id === id)
  if (edge !== undefined) edge.to = to
}

function drop(document: TopologyDocument, node: string): void {
  document.nodes = document.nodes.filter(({ id }) => id !== node)
}

function bypassGate(document: TopologyDocument): void {
  lead(document, 'e11', 'record.in')
  without(document, 'e14', 'e15')
}

function bypassVerifier(document: TopologyDocument): void {
  lead(document, 'e10', 'gate.in')
  without(document, 'e11', 'e12', 'e13', 'r4')
}

describe('the example team under one crash', () => {
  it('holds, every premise is reached, and every edge carries a message', () => {
    const result = check(wholeTeam())
    expect(result.coverage).toBe('exhausted within bounds')
    expect(result.states).toBeGreaterThan(1000)
    expect(result.neverFired).toEqual([])
    expect(result.violated).toEqual([])
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([])
  })

  it('is proved to, with whole states and nothing left out', () => {
    const result = check(wholeTeam(), CRASH, true)
    expect(result.coverage).toBe('proved within bounds')
    expect(result.reductions).toEqual([])
    expect(result.omission).toBe(0)
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([])
  })

  it.each<[string, (document: TopologyDocument) => void, string]>([
    ['the gate, bypassed', bypassGate, 'never deploy.started before gate.approved'],
    [
      'the gate, taken out',
      (document) => {
        bypassGate(document)
        drop(document, 'gate')
      },
      'never deploy.started before gate.approved',
    ],
    ['the verifier, bypassed', bypassVerifier, 'never deploy.started before verifier.pass'],
    [
      'the verifier, taken out',
      (document) => {
        bypassVerifier(document)
        drop(document, 'verifier')
      },
      'never deploy.started before verifier.pass',
    ],
    [
      'the class of the effect',
      (document) => configure(document, 'deploy', { class: 'idempotent' }),
      'at most 1 deploy.acted',
    ],
    [
      'the probe',
      (document) => configure(document, 'deploy', { probe: [] }),
      'eventually deploy.finished after deploy.doubted',
    ],
  ])('is broken without %s, and the counterexample ends with that', (_what, change, property) => {
    const { violated } = check(exampleTeam(change))
    const found = violated.find((one) => one.property === property)
    expect(found?.steps.length).toBeGreaterThan(20)
    expect(found?.sentence).not.toBe('')
  })
})

describe('the other examples', () => {
  const taken = namedExample('when-things-fail/take-it-back')
  const unknown = namedExample('when-things-fail/nobody-knows')
  const people = namedExample('people-decide/people-decide')

  it('hold: what was begun is taken back when a step fails, and what nobody knows is not done twice', () => {
    expect(check(taken, { ...NO_FAULTS, error: 1 }).violated).toEqual([])
    expect(check(unknown).violated).toEqual([])
  })

  it.each<[string, TopologyDocument, (document: TopologyDocument) => void, string]>([
    [
      'the saga',
      taken,
      (document) => {
        for (const group of document.groups ?? []) delete group.saga
      },
      'eventually untag.finished after upload.failed',
    ],
    [
      'the class of the push',
      unknown,
      (document) => configure(document, 'push', { class: 'idempotent' }),
      'at most 1 push.acted',
    ],
    [
      'the gate',
      people,
      (document) => {
        lead(document, document.edges.find(({ from }) => from === 'writer.out')?.id ?? '', 'published.in')
        document.edges = document.edges.filter(
          ({ from, to }) => !from.startsWith('gate.') && !to.startsWith('gate.'),
        )
      },
      'never published.started before gate.approved',
    ],
  ])('are broken without %s', (_what, document, change, property) => {
    const changed = structuredClone(document)
    change(changed)
    const faults = property.includes('failed') ? { ...NO_FAULTS, error: 1 } : undefined
    expect(check(changed, faults).violated.map((one) => one.property)).toContain(property)
  })
})
