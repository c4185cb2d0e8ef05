import type { Analyses } from '../analyses.ts'
import { type Arc, arcAt, returns, vertexAt } from './graph.ts'

/** One of the ways in which a vertex may send on what came; the arcs on which messages then leave together. */
export interface Choice {
  /** Null where the message ends here, as nothing waits for it. */
  readonly port: string | null
  readonly arcs: readonly Arc[]
  /** It takes something that fails. */
  readonly fault: boolean
}

/** Ports by which a message leaves only when something has failed; unwired, they fail the run. */
const FAULTS = new Set(['error', 'fallback', 'conflict'])

/** Every way in which a message may leave a vertex, rounds of loops aside: they end by `exhausted`. */
export function choicesOf(analyses: Analyses, vertex: number): readonly Choice[] {
  const { graph, kinds } = analyses
  const { kind, config, outOf } = vertexAt(graph, vertex)
  const arcs = outOf.map((at) => arcAt(graph, at))
  const byPort = Map.groupBy(arcs, ({ fromPort }) => fromPort)
  if (kind === 'output' || kind === 'store') return []
  if (kind === 'timer') return timerChoices(config, byPort)
  if (kind === 'condition') return [{ port: 'out', arcs, fault: false }, ENDS]
  const own = config === null ? [] : (kinds.get(kind)?.ports(config).out ?? [])
  const drawn = own.filter(({ internal }) => internal !== true).map(({ name }) => name)
  // A guard's port leads on; what a person rejects there ends there.
  const names = new Set(kind === 'map' ? drawn : [...drawn, ...byPort.keys()])
  const choices: Choice[] = []
  for (const port of names) {
    const leaving = byPort.get(port) ?? []
    const ahead = leaving.filter((arc) => !arc.back && !returns(graph, arc))
    if (FAULTS.has(port)) {
      if (ahead.length > 0) choices.push({ port, arcs: ahead, fault: true })
    } else if (leaving.length === 0) choices.push(ENDS)
    else if (ahead.length > 0 || leaving.some((arc) => returns(graph, arc)))
      choices.push({ port, arcs: ahead, fault: false })
  }
  return choices
}

const ENDS: Choice = { port: null, arcs: [], fault: false }

function timerChoices(config: unknown, byPort: ReadonlyMap<string, readonly Arc[]>): readonly Choice[] {
  const { mode } = (config ?? {}) as { readonly mode?: string }
  const at = (port: string): readonly Arc[] => byPort.get(port) ?? []
  if (mode === 'interval') return [{ port: 'tick', arcs: [...at('tick'), ...at('done')], fault: false }]
  if (mode === 'watchdog')
    return [
      { port: 'out', arcs: at('out'), fault: false },
      { port: 'quiet', arcs: [...at('out'), ...at('quiet')], fault: false },
    ]
  return [{ port: 'out', arcs: at('out'), fault: false }]
}
