import { votesCast } from '../../nodes/vote/config.ts'
import type { Analyses } from '../analyses.ts'
import { type Ballot, ballotsOf, fitted } from '../ballots.ts'
import { setConfig } from '../edit.ts'
import { elementsOf } from '../elements.ts'
import { arrivalsAt, inputsIn } from '../graph/arrivals.ts'
import { nameOf, namesOf } from '../names.ts'
import type { Finding, HazardRule } from '../rule.ts'
import { forksBelow, repeats } from './unmet-join.ts'

export const quorumUnreachable: HazardRule = {
  id: 'quorum-unreachable',
  row: 14,
  title: 'Quorum out of reach',
  level: 'warning',
  property: 'not-stuck',
  source: 'Dwork, Lynch and Stockmeyer, Consensus in the presence of partial synchrony, 1988',
  find: (analyses) =>
    ballotsOf(analyses).flatMap((one) => [
      ...unfed(analyses, one),
      ...silent(analyses, one),
      ...twice(analyses, one),
    ]),
}

export const quorumSplit: HazardRule = {
  id: 'quorum-split',
  row: 15,
  title: 'Two quorums that do not meet',
  level: 'error',
  property: 'agreed',
  source: 'Malkhi and Reiter, Byzantine quorum systems, 1998',
  find: (analyses) => ballotsOf(analyses).flatMap((one) => split(analyses, one)),
}

function fedInputs({ graph }: Analyses, { vertex, config }: Ballot): readonly string[] {
  return config.inputs.filter((port) => vertex.into.some((at) => graph.arcs[at]?.toPort === port))
}

/** Voters that are counted on and not drawn. */
function unfed(analyses: Analyses, ballot: Ballot): readonly Finding[] {
  const { vertex, config, needed } = ballot
  const fed = fedInputs(analyses, ballot)
  if (fed.length === 0 || fed.length === config.inputs.length) return []
  const left = votesCast(config, fed)
  const enough = left - config.f >= needed
  if (enough && config.deadline_ms > 0) return []
  const name = nameOf(analyses, vertex.index)
  const missing = config.inputs.filter((port) => !fed.includes(port)).join('", "')
  const what =
    left < needed
      ? `${needed} must agree and only ${left} can vote: nothing is ever decided`
      : `it waits for it where the others do not agree, or where one of them falls silent`
  return [
    {
      elements: [vertex.element],
      sentence: `No edge leads to "${missing}" of ${name}: ${what}.`,
      assumption: left < needed ? 'with no fault at all' : 'if the others do not agree',
      remedy: 'Draw the missing voter, or take it out of the vote.',
      ...(left < needed ? { level: 'error' as const } : {}),
      fixes: [
        {
          label: `Take "${missing}" out of the vote`,
          apply: setConfig(vertex.id, fitted({ ...config, inputs: [...fed] })),
        },
      ],
    },
  ]
}

/** Voters of which one may never say anything, in a vote that waits for all of them. */
function silent(analyses: Analyses, ballot: Ballot): readonly Finding[] {
  const { vertex, config, needed } = ballot
  const fed = fedInputs(analyses, ballot)
  if (config.deadline_ms > 0 || fed.length < config.inputs.length) return []
  for (const faults of [false, true]) {
    const arrivals = arrivalsAt(analyses, vertex.index, config.inputs, faults)
    const few = (set: bigint): boolean => inputsIn(set, config.inputs).length < fed.length
    const least = arrivals.sets.find(few)
    if (least === undefined) continue
    const by = forksBelow(arrivals, few)
    const who = by.length === 0 ? 'a voter' : namesOf(analyses, by, 'or')
    const left = votesCast(config, inputsIn(least, config.inputs))
    const name = nameOf(analyses, vertex.index)
    const then =
      left < needed
        ? `${needed} must agree and ${left} may be all that vote`
        : 'where the others do not agree'
    return [
      {
        elements: elementsOf(analyses, [vertex.index, ...by]),
        sentence: `${name} has no deadline and waits for all voters, but ${who} may send it nothing: it waits for ever, as ${then}.`,
        assumption: faults ? `if ${who} fails` : 'with no fault at all',
        remedy: 'Give the vote a deadline, after which it decides by those that have come.',
        fixes: [{ label: `Give ${name} a deadline`, apply: setConfig(vertex.id, { deadline_ms: 600_000 }) }],
      },
    ]
  }
  return []
}

/** Each voter is heard once: what it says again is dropped. */
function twice(analyses: Analyses, { vertex, config }: Ballot): readonly Finding[] {
  const ports = config.inputs.filter((port) => repeats(analyses, vertex, port))
  if (ports.length === 0) return []
  const name = nameOf(analyses, vertex.index)
  return [
    {
      elements: [vertex.element],
      sentence: `More than one ballot may come to "${ports.join('", "')}" of ${name}, which hears each voter once and decides once: the first counts, and what comes after is dropped.`,
      assumption: 'with no fault at all',
      remedy: 'Lead one edge to each input, and what is to be decided anew through a loop.',
      level: 'note',
      fixes: [],
    },
  ]
}

function split(analyses: Analyses, ballot: Ballot): readonly Finding[] {
  const { vertex, config, votes, needed } = ballot
  const byzantine = config.faults === 'byzantine'
  const meets = byzantine ? 2 * needed - votes > config.f : 2 * needed > votes
  if (meets || votes < 2) return []
  const name = nameOf(analyses, vertex.index)
  const why =
    byzantine && 2 * needed > votes
      ? `two quorums may have only ${2 * needed - votes} in common, and ${config.f} may say one thing here and another there`
      : `${needed} may agree on one answer and ${needed} on another`
  return [
    {
      elements: [vertex.element],
      sentence: `${name} decides by ${needed} of ${votes}: ${why}, and which one counts is a matter of who comes first.`,
      assumption: byzantine ? `if ${config.f} of the voters are wrong` : 'with no fault at all',
      remedy: 'Ask for a majority: any two of them have a voter in common.',
      fixes: [{ label: 'Decide by a majority', apply: setConfig(vertex.id, { rule: 'majority' }) }],
    },
  ]
}
