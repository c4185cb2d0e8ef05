import type { EdgeFaults, NodeFaults } from '../../shared/topology/faults.ts'
import { spanText } from './units.ts'

/** What is set at a node, in a few words: `wrong 30 %, hangs 5 %`. */
export function nodeFaultWords({ slow, latency, odds, ...chances }: NodeFaults): string {
  return [
    ...chance('fails', chances.error),
    ...chance('wrong', chances.wrong),
    ...chance('dies', chances.crash),
    ...chance('hangs', chances.hang),
    ...chance('refused', chances.rate_limit),
    ...chance('cut off', chances.cut),
    ...chance('unreadable', chances.malformed),
    ...chance('slow', slow?.chance),
    ...(odds === undefined ? [] : ['odds of its answers']),
    ...(latency === undefined ? [] : [OWN_TIME]),
  ].join(', ')
}

export function edgeFaultWords({
  drop,
  duplicate,
  reorder,
  delay,
  partition = [],
  latency,
}: EdgeFaults): string {
  return [
    ...chance('loses', drop),
    ...chance('doubles', duplicate),
    ...chance('lets overtake', reorder),
    ...chance('holds back', delay?.chance),
    ...partition.map(({ from_ms, to_ms }) => `cut from ${spanText(from_ms)} to ${spanText(to_ms)}`),
    ...(latency === undefined ? [] : [OWN_TIME]),
  ].join(', ')
}

const OWN_TIME = 'takes its own time'

function chance(word: string, value: number | undefined): readonly string[] {
  return value === undefined ? [] : [`${word} ${Math.round(value * 10_000) / 100}\u202f%`]
}
