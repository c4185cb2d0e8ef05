import type { TopologyDocument } from '../../../topology/document.ts'
import type { FaultBudget } from '../../result.ts'
import { configure, exampleTeam, NO_FAULTS, namedExample } from './example.ts'

/** One crash: of the host, and of a worker. */
export const CRASH: FaultBudget = { ...NO_FAULTS, host: 1, crash: 1 }

/** An example that lacks one of its guards, and the property that it then breaks. */
export interface Mutant {
  readonly without: string
  readonly document: TopologyDocument
  readonly property: string
  readonly faults: FaultBudget
}

type Change = (document: TopologyDocument) => void

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

/** Of the example team. */
export const TEAM_MUTANTS: readonly Mutant[] = [
  ofTeam('the gate, bypassed', bypassGate, 'never deploy.started before gate.approved'),
  ofTeam(
    'the gate, taken out',
    (document) => {
      bypassGate(document)
      drop(document, 'gate')
    },
    'never deploy.started before gate.approved',
  ),
  ofTeam('the verifier, bypassed', bypassVerifier, 'never deploy.started before verifier.pass'),
  ofTeam(
    'the verifier, taken out',
    (document) => {
      bypassVerifier(document)
      drop(document, 'verifier')
    },
    'never deploy.started before verifier.pass',
  ),
  ofTeam(
    'the class of the effect',
    (document) => configure(document, 'deploy', { class: 'idempotent' }),
    'at most 1 deploy.acted',
  ),
  ofTeam(
    'the probe',
    (document) => configure(document, 'deploy', { probe: [] }),
    'eventually deploy.finished after deploy.doubted',
  ),
]

/** Of the other examples. */
export const OTHER_MUTANTS: readonly Mutant[] = [
  {
    ...ofExample('the saga', 'when-things-fail/take-it-back', (document) => {
      for (const group of document.groups ?? []) delete group.saga
    }),
    property: 'eventually untag.finished after upload.failed',
    faults: { ...NO_FAULTS, error: 1 },
  },
  {
    ...ofExample('the class of the push', 'when-things-fail/nobody-knows', (document) =>
      configure(document, 'push', { class: 'idempotent' }),
    ),
    property: 'at most 1 push.acted',
    faults: CRASH,
  },
  {
    ...ofExample('the gate', 'people-decide/people-decide', (document) => {
      lead(document, document.edges.find(({ from }) => from === 'writer.out')?.id ?? '', 'published.in')
      document.edges = document.edges.filter(
        ({ from, to }) => !from.startsWith('gate.') && !to.startsWith('gate.'),
      )
    }),
    property: 'never published.started before gate.approved',
    faults: CRASH,
  },
]

function ofTeam(what: string, change: Change, property: string): Mutant {
  return { without: what, document: exampleTeam(change), property, faults: CRASH }
}

function ofExample(what: string, name: string, change: Change): Pick<Mutant, 'without' | 'document'> {
  const document = namedExample(name)
  change(document)
  return { without: what, document }
}
