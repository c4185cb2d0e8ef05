import type { Analyses } from '../analyses.ts'
import { type Change, mapNode, setConfig } from '../edit.ts'
import type { EffectSite } from '../effects.ts'
import { type Arc, arcAt, type Vertex, vertexAt } from '../graph/graph.ts'
import { nameOf } from '../names.ts'
import { onePerPlace } from '../places.ts'
import { arcsInto, offer } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

const TICKS = 100

/**
 * The kernel stops all that it has begun, so nothing is orphaned by a cancel or by a host that dies. What is left: a
 * timer that nobody may ever stop, and a process that detaches itself.
 */
export const orphanWork: HazardRule = {
  id: 'orphan-work',
  row: 30,
  title: 'Orphaned work',
  level: 'warning',
  property: 'stops',
  source: 'Armstrong, Making reliable distributed systems in the presence of software errors, 2003',
  find: (analyses) =>
    onePerPlace('warning', [
      ...analyses.graph.vertices.flatMap((vertex) => endlessTimer(analyses, vertex)),
      ...analyses.effects.flatMap((site) => detached(analyses, site)),
    ]),
}

function endlessTimer(analyses: Analyses, { index, id, element, kind, config }: Vertex): readonly Finding[] {
  const timer = config as { readonly mode: string; readonly count: number } | null
  if (kind !== 'timer' || timer?.mode !== 'interval' || timer.count !== 0) return []
  if (isAlwaysStopped(analyses, index)) return []
  const name = nameOf(analyses, index)
  return [
    {
      elements: [element],
      sentence: `${name} ticks until a message comes to its port "stop", and there is a way on which none comes: then the run never ends.`,
      assumption: 'with no fault at all, on that way',
      remedy: 'Let every way that begins the ticks lead to "stop", or bound their number.',
      fixes: offer(`Let ${name} tick at most ${TICKS} times`, setConfig(id, { count: TICKS })),
    },
  ]
}

/** Is there a place before the timer from which every way leads to its port `stop`? */
function isAlwaysStopped(analyses: Analyses, timer: number): boolean {
  const stops = new Set(
    arcsInto(analyses, timer)
      .filter(({ toPort }) => toPort === 'stop')
      .map(({ index }) => index),
  )
  const known = new Map<number, boolean>()
  const { immediate } = analyses.dominators
  for (let at: number | null = immediate[timer] ?? null; at !== null; at = immediate[at] ?? null)
    if (leadsToStop(analyses, at, stops, known)) return true
  return false
}

/** A message leaves by one port; whichever it is, one of its edges must lead there. An unwired error ends the run. */
function leadsToStop(
  analyses: Analyses,
  vertex: number,
  stops: ReadonlySet<number>,
  known: Map<number, boolean>,
): boolean {
  const before = known.get(vertex)
  if (before !== undefined) return before
  // Rounds are counted, so a loop is left some day.
  known.set(vertex, true)
  const { graph, kinds } = analyses
  const { kind, config, outOf } = vertexAt(graph, vertex)
  const byPort = Map.groupBy(
    outOf.map((at) => arcAt(graph, at)),
    ({ fromPort }) => fromPort,
  )
  const own = config === null ? [] : (kinds.get(kind)?.ports(config).out ?? [])
  const ports = new Set([
    ...own.flatMap(({ name, error, internal }) => (error === true || internal === true ? [] : [name])),
    ...byPort.keys(),
  ])
  const leads = (arc: Arc): boolean => stops.has(arc.index) || leadsToStop(analyses, arc.to, stops, known)
  const each = [...ports].map((port) => (byPort.get(port) ?? []).some(leads))
  const result = kind === 'timer' ? each.some((one) => one) : each.length > 0 && each.every((one) => one)
  known.set(vertex, result)
  return result
}

const WRAPPERS = new Set(['nohup', 'setsid'])
const CONTAINERS = new Set(['docker', 'podman'])
const DETACH = new Set(['-d', '--detach'])

function detached(analyses: Analyses, site: EffectSite): readonly Finding[] {
  const attached = withoutDetaching(site.run)
  const { id, element } = vertexAt(analyses.graph, site.vertex)
  const name = nameOf(analyses, site.vertex)
  if (attached === null) return []
  return [
    {
      elements: [element],
      sentence: `${name} starts a process that detaches itself${site.tool === null ? '' : ` by its tool "${site.tool}"`}: when the run ends or is cancelled, that process goes on.`,
      assumption: 'when the run is cancelled or ends while the process is at work',
      remedy: 'Run it attached: what Synod has started it also ends.',
      fixes: attached.length === 0 ? [] : offer('Run it attached', runInstead(id, site, attached)),
    },
  ]
}

/** The same command without what detaches it; null where nothing does, empty where it can't be told how. */
function withoutDetaching(run: readonly string[]): readonly string[] | null {
  const [program = '', ...rest] = run
  if (WRAPPERS.has(program)) return rest
  if (CONTAINERS.has(program) && rest.some((one) => DETACH.has(one)))
    return [program, ...rest.filter((one) => !DETACH.has(one))]
  // No shell reads a command, but a shell may be the command.
  const script = rest.at(-1) ?? ''
  return /^(?:.*\/)?(?:ba|da|z)?sh$/.test(program) &&
    /(?:[^&]&\s*$|\bnohup\b|\bsetsid\b|\bdisown\b)/.test(script)
    ? []
    : null
}

function runInstead(node: string, { tool }: EffectSite, run: readonly string[]): Change {
  if (tool === null) return setConfig(node, { run })
  return mapNode(node, (one) => {
    const tools = one.config?.['tools']
    if (!Array.isArray(tools)) return one
    const changed = tools.map((drawn: Readonly<Record<string, unknown>>) =>
      drawn['name'] === tool ? { ...drawn, run } : drawn,
    )
    return { ...one, config: { ...one.config, tools: changed } }
  })
}
