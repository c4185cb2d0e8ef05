import { groupsOf, neededOf, type VoteConfig, voteShape, votesCast } from '../../nodes/vote/config.ts'
import type { Analyses } from '../analyses.ts'
import { arcAt, type Vertex } from '../graph/graph.ts'
import { agentsBefore } from '../models.ts'
import { listed, namesOf } from '../names.ts'
import {
  type Council,
  count,
  decide,
  intersection,
  type Law,
  liveness,
  resilience,
  survivesSilent,
  survivesWrong,
  validity,
} from './arithmetic.ts'
import type { Member, Shared } from './modes.ts'
import { councilOf, type QuorumView, seatingOf, summaryOf, type Together } from './view.ts'

/** Of a vote, also of one whose numbers don't go together yet; null where a setting by itself is wrong. */
export function voteView(analyses: Analyses, vertex: Vertex): QuorumView | null {
  const read = voteShape.safeParse(vertex.node?.config ?? {})
  if (!read.success) return null
  const config = read.data
  const seating = seatingOf(analyses, membersOf(analyses, vertex, config), (port) =>
    voterName(analyses, vertex, port),
  )
  const votesIn = (ids: readonly string[]): number => votesCast(config, ids)
  const council = councilOf(votesIn(config.inputs), neededOf(config), seating.modes, votesIn)
  return {
    of: 'vote',
    summary: summaryOf(council),
    seats: seating.seats,
    votes: council.votes,
    needed: council.needed,
    apart: council.weights.length,
    rule: ruleOf(config, council),
    faults: config.faults === 'crash' ? 'silent at worst' : 'may be wrong',
    asked: config.f,
    silent: survivesSilent(council),
    wrong: survivesWrong(council),
    together: seating.shared.map((one) =>
      togetherOf(one, council, seating.modes, votesIn, (port) => voterName(analyses, vertex, port)),
    ),
    laws: lawsOf(config, council),
  }
}

function membersOf(analyses: Analyses, vertex: Vertex, config: VoteConfig): readonly Member[] {
  const named = new Map(groupsOf(config).flatMap((group) => group.map((input) => [input, group] as const)))
  return config.inputs.map((id) => ({
    id,
    agents: agentsBefore(analyses, vertex.index, id),
    group: (named.get(id)?.length ?? 0) > 1 ? groupName(config, id) : null,
  }))
}

function groupName({ groups }: VoteConfig, id: string): string | null {
  return groups.find(({ input }) => input === id)?.group ?? null
}

/** Who votes by an input: the agents whose work comes there, or else what its edges come from. */
function voterName(analyses: Analyses, vertex: Vertex, port: string): string {
  const agents = agentsBefore(analyses, vertex.index, port)
  const arcs = vertex.into.map((at) => arcAt(analyses.graph, at)).filter(({ toPort }) => toPort === port)
  const sources = agents.length > 0 ? agents : [...new Set(arcs.map(({ from }) => from))]
  return sources.length === 0 ? `"${port}", which no edge leads to` : namesOf(analyses, sources, 'or')
}

function ruleOf({ rule }: VoteConfig, { votes, needed }: Council): string {
  switch (rule) {
    case 'majority':
      return `a majority: ${needed} of ${votes}`
    case 'quorum':
      return `${needed} of ${votes}`
    case 'unanimous':
      return `all ${votes}`
  }
}

function lawsOf({ faults, f }: VoteConfig, council: Council): readonly Law[] {
  const byzantine = faults === 'byzantine'
  return [
    liveness(council, f),
    intersection(council, f, byzantine),
    // A voter that is said to be silent at worst may misread its task all the same.
    ...(council.votes > 1 ? [validity(council, byzantine ? Math.max(1, f) : 1)] : []),
    ...(f > 0 ? [resilience(council, f, byzantine)] : []),
  ]
}

function togetherOf(
  shared: Shared,
  { votes, needed }: Council,
  modes: readonly (readonly string[])[],
  votesIn: (ids: readonly string[]) => number,
  nameOf: (id: string) => string,
): Together {
  const { why, name, members } = shared
  const who = listed(members.map(nameOf))
  const own = votesIn(members)
  const left = votes - own
  const whole = modes.find((mode) => members.every((id) => mode.includes(id))) ?? members
  switch (why) {
    case 'group':
      return {
        ...shared,
        sentence: `${who} are the group "${name}" and have ${count(votesIn(whole), 'vote')} together, cast by more than half of them.`,
        grave: own >= needed,
      }
    case 'model':
      return {
        ...shared,
        sentence: `${who} are of the model "${name}": what it misreads has ${count(own, 'vote')}, where ${decide(needed)}; without it ${left} ${left === 1 ? 'is' : 'are'} left.`,
        grave: own >= needed || left < needed,
      }
    case 'provider':
      return {
        ...shared,
        sentence: `${who} come from "${name}": when it is out, ${left} of ${count(votes, 'vote')} ${left === 1 ? 'is' : 'are'} left, where ${decide(needed)}.`,
        grave: left < needed,
      }
    case 'prompt':
      return {
        ...shared,
        sentence: `${who} have one prompt: what it leaves open they may all take in the same wrong way, which these numbers leave out.`,
        grave: false,
      }
  }
}
