import type { Analyses } from '../hazards/analyses.ts'
import { type Arc, arcAt, type Vertex } from '../hazards/graph/graph.ts'
import { neededBy } from '../hazards/graph/waiting.ts'
import { edgeName, listed, nameOf, namesOf } from '../hazards/names.ts'
import { neededOf, type VoteConfig, votesCast, votesOf } from '../nodes/vote/config.ts'
import type { Failure } from './failure.ts'
import type { Sources } from './sources.ts'
import type { Spread } from './spread.ts'
import { FAILURES } from './works.ts'

export interface Context {
  readonly analyses: Analyses
  readonly failure: Failure
  readonly sources: Sources
  readonly spread: Spread
  /** Does what fails get anything to do at all? */
  readonly tried: boolean
}

/** Why nothing of a node's work happens; null where some may. */
export function stopped(context: Context, vertex: Vertex): string | null {
  const { analyses, spread, sources, tried, failure } = context
  const { index, kind, into } = vertex
  if (!tried) return null
  if (isShelf(vertex)) return unused(context, vertex)
  if (sources.leaving.has(index)) {
    const used = sources.broken.filter(({ client }) => client === index)
    return `It cannot work without ${namesOf(analyses, [...new Set(used.map(({ resource }) => resource))])}, which does not answer.`
  }
  if (!spread.before(index) || spread.after(index)) return null
  const arcs = into.map((at) => arcAt(analyses.graph, at))
  const missing = arcs.filter((arc) => spread.came(arc) && !spread.comes(arc))
  if (kind === 'join' && arcs.some((arc) => spread.comes(arc)))
    return `It waits for all that it joins, and nothing comes ${fromText(context, missing)}.`
  const topics = neededBy(vertex)
  if (topics.length > 0 && arcs.some((arc) => spread.comes(arc)))
    return `It needs ${listed(topics.map((topic) => `"${topic}"`))}, and nobody is left to decide that.`
  const over = [...failure.vertices].find((one) => analyses.dominators.dominates(one, index))
  if (over !== undefined) return `Every way to it leads over ${nameOf(analyses, over)}.`
  return `Nothing comes to it ${fromText(context, missing)}.`
}

function fromText({ analyses, failure }: Context, arcs: readonly Arc[]): string {
  const lost = arcs.filter((arc) => failure.arcs.has(arc))
  if (lost.length > 0) return `by ${edgeName(analyses, lost[0] as Arc)}, which loses all`
  return `from ${namesOf(analyses, [...new Set(arcs.map(({ from }) => from))], 'or')}`
}

/** What is only used, and never sent anything. */
function isShelf({ into, uses, node, outOf }: Vertex): boolean {
  return node !== null && into.length + outOf.length === 0 && uses.length > 0
}

function unused({ analyses, spread, failure }: Context, { index, uses }: Vertex): string | null {
  const users = uses.map((at) => analyses.graph.uses[at]).filter((use) => use?.resource === index)
  const before = users.filter((use) => use !== undefined && spread.met(use.client))
  const left = before.filter((use) => use !== undefined && !failure.uses.has(use) && spread.meets(use.client))
  // Who fails may still have used it before.
  if (before.length === 0 || left.length > 0) return null
  return 'Nobody who uses it gets anything to do.'
}

/** Why a node's work happens less, later or another way; null where it does not. */
export function degraded(context: Context, vertex: Vertex): string | null {
  const { analyses, spread, sources, tried, failure } = context
  const { index, kind, into, config } = vertex
  if (!tried) return null
  if (!spread.before(index)) return forFailures(context, index)
  const reason = sources.hampered.get(index)
  if (reason !== undefined) return reason
  const arcs = into.map((at) => arcAt(analyses.graph, at))
  const gone = arcs.filter((arc) => spread.came(arc) && !spread.comes(arc))
  if (kind === 'vote' && config !== null && gone.length > 0)
    return votingText(config as VoteConfig, spread.ballots(index))
  if (gone.length > 0) return lessText(context, arcs, gone)
  const path = spread.path(index)
  if (path.length > 0) return `It is behind ${failure.name}: less may come to it, later, or something else.`
  if (isShelf(vertex) && usersSuffer(context, vertex)) return 'Not all who use it get to do so.'
  return cutOff(context, index)
}

/** What is at work only when something fails. */
function forFailures(context: Context, index: number): string | null {
  const { spread } = context
  if (spread.undoes(index))
    return spread.path(index).length > 0 ? 'There may be less to take back, or nothing.' : null
  if (spread.after(index)) return cutOff(context, index)
  return (spread.errs(index) || spread.met(index)) && spread.path(index).length > 0
    ? 'It does little while all is well, and less may come to it now.'
    : null
}

function cutOff({ analyses, sources, spread }: Context, index: number): string | null {
  if (sources.raising.length === 0 || index === analyses.graph.entry || spread.precedes(index)) return null
  const where = namesOf(analyses, sources.raising.slice(0, 2), 'or')
  return `The run fails at ${where}, and what is not done by then is cut off.`
}

function votingText(config: VoteConfig, inputs: readonly string[]): string {
  const [left, needed] = [votesCast(config, inputs), neededOf(config)]
  const votes = `${left} of ${votesOf(config)} votes are left and ${needed} must agree`
  if (left < needed) return `It can no longer decide: ${votes}.`
  return left === needed ? `${votes}: no further one may fail.` : `${votes}.`
}

function lessText(context: Context, arcs: readonly Arc[], gone: readonly Arc[]): string {
  const { analyses, spread } = context
  const missing = `nothing comes ${fromText(context, gone)}`
  const left = arcs.filter((arc) => spread.comes(arc))
  if (gone.every(({ back }) => back) && left.some(({ back }) => !back))
    return `It has no further round: ${missing}.`
  if (left.every(({ fromPort }) => FAILURES.has(fromPort))) return `Only what failed comes to it: ${missing}.`
  const from = namesOf(analyses, [...new Set(left.map((arc) => arc.from))])
  return `It goes on with what comes from ${from}: ${missing}.`
}

function usersSuffer({ analyses, spread, failure, sources }: Context, { index, uses }: Vertex): boolean {
  return uses
    .map((at) => analyses.graph.uses[at])
    .filter((use) => use !== undefined && use.resource === index)
    .some((use) => {
      if (use === undefined) return false
      const { client } = use
      if (failure.vertices.has(client) || failure.uses.has(use) || sources.leaving.has(client)) return true
      return spread.before(client) && spread.path(client).length > 0
    })
}

/** Why a node is not touched. */
export function intact({ analyses, spread, tried, failure, sources }: Context, { index }: Vertex): string {
  if (!tried) return `${failure.name} gets nothing to do while all else is well.`
  if (spread.undoes(index)) return 'It is there for what has to be taken back.'
  if (!spread.before(index))
    return spread.after(index) ? 'It takes over what failed.' : 'Nothing comes to it while all is well.'
  if (index === analyses.graph.entry) return 'The run begins with it.'
  if (sources.raising.length > 0) return 'It has done its part before.'
  return `Nothing of it depends on ${failure.name}.`
}
