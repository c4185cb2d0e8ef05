import { kinds } from '../../shared/nodes/index.ts'
import { compile } from '../../shared/topology/compile.ts'
import type { DocumentEdge, DocumentNode, TopologyDocument } from '../../shared/topology/document.ts'
import type { Plan } from '../../shared/topology/plan.ts'
import { problemText } from '../../shared/topology/problem.ts'
import { BRANCHES, ROUNDS, type Shape, STAGES } from './engine.ts'

/** The shapes as people would draw them: agents with the policies that the app gives them. */
export function topology(shape: Shape): TopologyDocument {
  switch (shape) {
    case 'pipeline':
      return pipeline()
    case 'fanout':
      return fanout()
    case 'pingpong':
      return pingpong()
  }
}

export function planOf(document: TopologyDocument): Plan {
  const compiled = compile(document, kinds)
  if (!compiled.ok) throw new Error(compiled.problems.map(problemText).join('; '))
  return compiled.value
}

function pipeline(): TopologyDocument {
  const stages = numbered('stage', STAGES)
  const chain = ['in', ...stages, 'out']
  return {
    synod: 1,
    name: 'Pipeline',
    nodes: [node('in', 'input'), ...stages.map((id) => node(id, 'agent')), node('out', 'output')],
    edges: chain.slice(1).map((id, at) => edge(at, `${chain[at]}.out`, `${id}.in`)),
  }
}

function fanout(): TopologyDocument {
  const branches = numbered('branch', BRANCHES)
  const ends: readonly (readonly [from: string, to: string])[] = [
    ['in.out', 'source.in'],
    ...branches.map((id) => ['source.out', `${id}.in`] as const),
    ...branches.map((id) => [`${id}.out`, `all.${id}`] as const),
    ['all.out', 'sink.in'],
    ['sink.out', 'out.in'],
  ]
  return {
    synod: 1,
    name: 'Fan-out',
    nodes: [
      node('in', 'input'),
      node('source', 'agent'),
      ...branches.map((id) => node(id, 'agent')),
      { ...node('all', 'join'), config: { inputs: branches } },
      node('sink', 'agent'),
      node('out', 'output'),
    ],
    edges: ends.map(([from, to], at) => edge(at, from, to)),
  }
}

function pingpong(): TopologyDocument {
  return {
    synod: 1,
    name: 'Ping-pong',
    nodes: [node('in', 'input'), node('ping', 'agent'), node('pong', 'agent'), node('out', 'output')],
    edges: [
      edge(0, 'in.out', 'ping.in'),
      edge(1, 'ping.out', 'pong.in'),
      // The first round is no repetition.
      { ...edge(2, 'pong.out', 'ping.in'), policy: { rounds: ROUNDS - 1 } },
      edge(3, 'pong.exhausted', 'out.in'),
    ],
  }
}

function numbered(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${name}${at + 1}`)
}

function node(id: string, kind: string): DocumentNode {
  return { id, kind, at: [0, 0] }
}

function edge(at: number, from: string, to: string): DocumentEdge {
  return { id: `edge${at}`, from, to }
}
