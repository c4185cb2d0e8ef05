import { describe, expect, it } from 'vitest'
import { kinds } from '../../nodes/index.ts'
import type { TopologyDocument } from '../../topology/document.ts'
import type { CheckResult } from '../result.ts'
import { checkTopology } from '../topology/check.ts'
import { configure, exampleTeam, NO_FAULTS, wholeTeam } from './testing/example.ts'

/** One crash: of the host, and of a worker. */
function check(document: TopologyDocument): CheckResult {
  const checked = checkTopology(document, kinds, {
    faults: { ...NO_FAULTS, host: 1, crash: 1 },
    timing: 'partial-sync',
    maxStates: 200_000,
    maxBytes: 2 ** 30,
    exact: false,
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
