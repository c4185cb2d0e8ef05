import type { Access, EdgePolicy, NodePolicy, TopologyDocument } from '../../../shared/topology/document.ts'
import type { Decisions } from './people.ts'
import type { Manner } from './tool-executor.ts'

/** A topology with all that a run of it takes to come to an end. */
export interface Scenario {
  readonly document: TopologyDocument
  /** `ask` unless said otherwise. */
  readonly approve?: 'ask' | 'auto' | 'deny'
  readonly decisions?: Decisions
  /** How it ends; `done` unless said otherwise. */
  readonly ends?: string
  /** Real processes work on a real repository, named by the input `repository`. */
  readonly repository?: true
  /** Something is decided by time alone, so a clock that was moved while nobody lived may change how it ends. */
  readonly timed?: true
}

type Node = TopologyDocument['nodes'][number]
type Edge = TopologyDocument['edges'][number]

export function node(
  id: string,
  kind: string,
  config: Readonly<Record<string, unknown>> = {},
  policy: NodePolicy = {},
): Node {
  return { id, kind, at: [0, 0], config, policy }
}

/** A command that does as it is told; see tool-executor.ts. */
export function command(
  id: string,
  run: readonly [Manner, ...string[]],
  config: Readonly<Record<string, unknown>> = {},
  policy: NodePolicy = {},
): Node {
  return node(id, 'command', { run, class: 'idempotent', output: 'json', as: id, ...config }, policy)
}

/** Edges, each given as `from.port to.port`, with policies by that name. */
export function edges(
  names: readonly string[],
  policies: Readonly<Record<string, EdgePolicy>> = {},
): readonly Edge[] {
  return names.map((name, at) => {
    const [from = '', to = ''] = name.split(' ')
    const policy = policies[name]
    return { id: `e${at}`, from, to, ...(policy === undefined ? {} : { policy }) }
  })
}

export function uses(from: string, to: string, access: Access): Edge {
  return { id: `${from}-${to}`, from, to, access }
}

/** A chain from `start.out` through nodes with the ports `in` and `out` to `end.in`. */
export function chain(...ids: readonly string[]): readonly string[] {
  return ids.slice(1).map((to, at) => `${ids[at]}.out ${to}.in`)
}

export function topology(
  name: string,
  nodes: readonly Node[],
  drawn: readonly Edge[],
  more: Partial<TopologyDocument> = {},
): TopologyDocument {
  const start = node('start', 'input', { fields: [{ name: 'task', required: true }] })
  return {
    synod: 1,
    name,
    nodes: [start, ...nodes, node('end', 'output')],
    edges: [...drawn],
    ...more,
  }
}
