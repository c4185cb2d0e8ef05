import { neededOf, type VoteConfig, votesOf } from '../nodes/vote/config.ts'
import type { Analyses } from './analyses.ts'
import { setEdgePolicy } from './edit.ts'
import type { Vertex } from './graph/graph.ts'
import { agentsBefore, commonModeOf, looksAt } from './models.ts'
import { arcsOutOf, isDrawn } from './remedies.ts'
import type { Fix } from './rule.ts'

/** A vote with what its quorum arithmetic needs: groups count, not voters. */
export interface Ballot {
  readonly vertex: Vertex
  readonly config: VoteConfig
  readonly votes: number
  readonly needed: number
  /** Agents whose work is voted on as it is, by input; empty where something has checked it. */
  readonly agents: ReadonlyMap<string, readonly number[]>
  /** Somebody looks at what was decided before it goes on. */
  readonly checked: boolean
}

export function ballotsOf(analyses: Analyses): readonly Ballot[] {
  return analyses.graph.vertices
    .filter(({ kind, config }) => kind === 'vote' && config !== null)
    .map((vertex): Ballot => {
      const config = vertex.config as VoteConfig
      return {
        vertex,
        config,
        votes: votesOf(config),
        needed: neededOf(config),
        agents: new Map(config.inputs.map((port) => [port, agentsBefore(analyses, vertex.index, port)])),
        checked: looksAt(analyses, vertex.index, 'decided'),
      }
    })
}

/** Voters by the model that they fail with. */
export function votersByModel(
  analyses: Analyses,
  { agents }: Ballot,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const [port, makers] of agents)
    for (const model of new Set(makers.map((one) => commonModeOf(analyses, one))))
      if (model !== null) found.set(model, [...(found.get(model) ?? []), port])
  return found
}

/** A config that parses: a majority of what is left, surviving as many faults as that can, at most as many as before. */
export function fitted(config: VoteConfig): Partial<VoteConfig> {
  const { inputs, faults } = config
  const groups = config.groups.filter(({ input }) => inputs.includes(input))
  const votes = votesOf({ ...config, groups })
  const most = Math.floor((votes - 1) / (faults === 'byzantine' ? 3 : 2))
  return { inputs, groups, rule: 'majority', f: Math.max(0, Math.min(config.f, most)) }
}

/** A person sees what was decided; none where it leads nowhere, or by no edge that was drawn. */
export function askAboutDecision(analyses: Analyses, { vertex }: Ballot): readonly Fix[] {
  const edges = arcsOutOf(analyses, vertex.index).filter(({ fromPort }) => fromPort === 'decided')
  if (edges.length === 0 || !edges.every(isDrawn)) return []
  return [
    {
      label: 'Ask before the decision counts',
      apply: (document) =>
        edges.reduce(
          (changed, { edge }) =>
            setEdgePolicy(edge.id, { guard: { ask: 'Is this decision right?' } })(changed),
          document,
        ),
    },
  ]
}
