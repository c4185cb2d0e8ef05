import { isStrict } from '../../nodes/brings.ts'
import type { Analyses } from '../analyses.ts'
import type { EffectSite } from '../effects.ts'
import { type Arc, arcAt, type Use, type Vertex, vertexAt } from '../graph/graph.ts'
import { listed, nameOf, namesOf } from '../names.ts'
import { askFirst, offer } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'
import { isPrivileged } from './injection-relay.ts'
import { siteName } from './lethal-trifecta.ts'

/** What a process may do that not everybody may: `reach api.example.com`, `write /srv`, `act once, by "deploy"`. */
function powersOf({ network, writes, class: effect, tool }: EffectSite): readonly string[] {
  return [
    ...network.map((host) => `reach ${host}`),
    ...writes.map((folder) => `write ${folder}`),
    ...(effect === 'once' ? [`act for good${tool === null ? '' : ` by "${tool}"`}`] : []),
  ]
}

/** Those that nobody is asked about, by vertex. */
function openSites({ effects }: Analyses): ReadonlyMap<number, readonly EffectSite[]> {
  return Map.groupBy(
    effects.filter((site) => isPrivileged(site) && !site.asks),
    ({ vertex }) => vertex,
  )
}

/** A person or a form that leaves no room for prose stands between. */
function stops({ graph }: Analyses, { to, from }: Arc): boolean {
  const [source, target] = [vertexAt(graph, from), vertexAt(graph, to)]
  if (source.kind === 'gate' || target.kind === 'gate') return true
  return source.kind === 'contract' && isStrict((source.config as { schema?: unknown } | null)?.schema)
}

export const confusedDeputy: HazardRule = {
  id: 'confused-deputy',
  row: 43,
  title: 'Confused deputy',
  level: 'warning',
  property: null,
  source: 'Hardy, The confused deputy, 1988',
  find: (analyses) => {
    const open = openSites(analyses)
    const agents = analyses.graph.vertices.filter(({ kind, index }) => kind === 'agent' && open.has(index))
    return agents.flatMap((deputy) => findDeputy(analyses, deputy, open))
  },
}

function findDeputy(
  analyses: Analyses,
  deputy: Vertex,
  open: ReadonlyMap<number, readonly EffectSite[]>,
): readonly Finding[] {
  const own = open.get(deputy.index) ?? []
  const powers = new Set(own.flatMap(powersOf))
  const less = callersOf(analyses, deputy.index).filter((caller) => {
    const theirs = new Set((open.get(caller) ?? []).flatMap(powersOf))
    return [...powers].some((power) => !theirs.has(power))
  })
  if (less.length === 0) return []
  const name = nameOf(analyses, deputy.index)
  const who = namesOf(analyses, less, 'or')
  return [
    {
      elements: [deputy.element, ...less.map((one) => vertexAt(analyses.graph, one).element)],
      level: less.length === 1 ? 'note' : 'warning',
      sentence: `${name} may ${listed([...powers])} and does what ${who} asks of it, who may not: it acts with its own authority for others.`,
      assumption: 'if one who asks is mistaken or misled',
      remedy: 'Let a person see each such call, or let only a form pass that says exactly what is asked for.',
      fixes: offer(`Ask a person before what ${name} may do`, askFirst(analyses, own)),
    },
  ]
}

/** The nearest agents before a vertex whose words come to it with nobody between. */
function callersOf(analyses: Analyses, vertex: number): readonly number[] {
  const { graph } = analyses
  const seen = new Set([vertex])
  const open = [vertex]
  const callers: number[] = []
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const one of vertexAt(graph, at).into) {
      const arc = arcAt(graph, one)
      if (seen.has(arc.from) || stops(analyses, arc)) continue
      seen.add(arc.from)
      if (vertexAt(graph, arc.from).kind === 'agent') callers.push(arc.from)
      else open.push(arc.from)
    }
  }
  return callers.sort((a, b) => a - b)
}

/** So many kinds of power in one hand are more than a task needs. */
const TOO_MANY = 3

export const privilegeAccumulation: HazardRule = {
  id: 'privilege-accumulation',
  row: 45,
  title: 'Too much in one hand',
  level: 'warning',
  property: null,
  source: 'Saltzer and Schroeder, The protection of information in computer systems, 1975',
  find: (analyses) => {
    const open = openSites(analyses)
    const found = analyses.graph.vertices
      .filter(({ kind }) => kind === 'agent')
      .flatMap((agent) => accumulated(analyses, agent, open))
    // Whoever stands before another has all that the other has.
    return found
      .filter((one) => !found.some((other) => other !== one && behind(analyses, other.agent, one.agent)))
      .map(({ finding }) => finding)
  },
}

function behind({ reach }: Analyses, one: number, other: number): boolean {
  return reach.reaches(other, one) && !reach.reaches(one, other)
}

interface Accumulated {
  readonly agent: number
  readonly finding: Finding
}

function accumulated(
  analyses: Analyses,
  agent: Vertex,
  open: ReadonlyMap<number, readonly EffectSite[]>,
): readonly Accumulated[] {
  const { graph } = analyses
  const path = ungated(analyses, agent.index)
  const sites = path.flatMap((vertex) => open.get(vertex) ?? [])
  const changed = path.flatMap((vertex) => changesOf(analyses, vertex))
  const kinds = [
    ...(changed.length > 0 ? [`change ${changed[0]}`] : []),
    ...firstOf(sites, ({ network: [host] }) => (host === undefined ? null : `reach ${host}`)),
    ...firstOf(sites, ({ writes: [folder] }) => (folder === undefined ? null : `write ${folder}`)),
    ...firstOf(sites, (site) =>
      site.class === 'once' ? `act for good by ${siteName(analyses, site)}` : null,
    ),
  ]
  if (kinds.length < TOO_MANY) return []
  const acting = [...new Set(sites.map(({ vertex }) => vertex))]
  const finding: Finding = {
    elements: [
      ...new Set([agent, ...acting.map((one) => vertexAt(graph, one))].map(({ element }) => element)),
    ],
    sentence: `What ${nameOf(analyses, agent.index)} says can ${listed(kinds)}, and nobody is asked on the way.`,
    assumption: 'if it is mistaken or misled',
    remedy: 'Give each worker only what its task needs, and put a gate before what cannot be taken back.',
    fixes: offer('Ask a person before each of these', askFirst(analyses, sites)),
  }
  return [{ agent: agent.index, finding }]
}

function firstOf(
  sites: readonly EffectSite[],
  words: (site: EffectSite) => string | null,
): readonly string[] {
  const found = sites.map(words).find((one) => one !== null)
  return found === undefined ? [] : [found]
}

/** A vertex and all that its messages may come to with no gate between. */
function ungated(analyses: Analyses, from: number): readonly number[] {
  const { graph } = analyses
  const seen = new Set([from])
  const open = [from]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const one of vertexAt(graph, at).outOf) {
      const arc = arcAt(graph, one)
      if (seen.has(arc.to) || stops(analyses, arc)) continue
      seen.add(arc.to)
      open.push(arc.to)
    }
  }
  return [...seen]
}

function changesOf(analyses: Analyses, vertex: number): readonly string[] {
  const { graph } = analyses
  return vertexAt(graph, vertex)
    .uses.map((at) => graph.uses[at] as Use)
    .filter(({ client, access, resource }) => {
      return client === vertex && access !== 'read' && vertexAt(graph, resource).kind === 'repo'
    })
    .map(({ resource }) => nameOf(analyses, resource))
}
