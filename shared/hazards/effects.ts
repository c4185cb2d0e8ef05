import { classOf } from '../nodes/exec.ts'
import type { EffectClass } from '../topology/kind.ts'
import type { Graph, Vertex } from './graph/graph.ts'

/** A process that the drawing may start: a command's own, a tool's of an agent, or a verifier's. */
export interface EffectSite {
  readonly vertex: number
  /** Of an agent: the tool's name. */
  readonly tool: string | null
  /** As it is treated after a crash, with `auto` resolved. */
  readonly class: EffectClass
  /** As it is drawn. */
  readonly drawn: 'auto' | EffectClass
  readonly run: readonly string[]
  readonly network: readonly string[]
  readonly writes: readonly string[]
  /** Others may see what it did: it may happen only once, or it reaches the network and isn't pure. */
  readonly external: boolean
  /** A person sees each call before it runs. */
  readonly asks: boolean
  readonly probed: boolean
}

interface Exec {
  readonly name?: string
  readonly run: readonly string[]
  readonly class: 'auto' | EffectClass
  readonly network: readonly string[]
  readonly writes: readonly string[]
  readonly approve?: 'auto' | 'ask'
  readonly probe?: readonly string[]
}

export function effectsOf(graph: Graph): readonly EffectSite[] {
  return graph.vertices.flatMap((vertex) => {
    if (vertex.config === null) return []
    switch (vertex.kind) {
      case 'command':
      case 'verifier':
        return [siteOf(graph, vertex, vertex.config as Exec)]
      case 'agent':
        return (vertex.config as { readonly tools: readonly Exec[] }).tools.map((tool) =>
          siteOf(graph, vertex, tool),
        )
      default:
        return []
    }
  })
}

function siteOf(graph: Graph, vertex: Vertex, exec: Exec): EffectSite {
  const { name = null, run, class: drawn, network, writes, approve = 'auto', probe = [] } = exec
  const resources = vertex.uses.flatMap((at) => {
    const use = graph.uses[at]
    const target = graph.vertices[use?.resource ?? -1]
    if (use === undefined || target === undefined || use.client !== vertex.index) return []
    return [{ node: target.id, kind: target.kind, access: use.access }]
  })
  // A verifier leaves nothing behind, whatever is drawn.
  const real = vertex.kind === 'verifier' ? 'pure' : classOf({ config: exec, resources }, drawn)
  return {
    vertex: vertex.index,
    tool: name,
    class: real,
    drawn,
    run,
    network,
    writes,
    external: real === 'once' || (real !== 'pure' && network.length > 0),
    asks: approve === 'ask',
    probed: probe.length > 0,
  }
}
