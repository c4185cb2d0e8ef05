import { type Mode, SHAPES, type Shape } from '../engines/engine.ts'
import type { Comparison } from '../harness/report.ts'

/** Who takes part in what, in the order of their turns. */
export const CONTENDERS: readonly { readonly name: string; readonly modes: readonly Mode[] }[] = [
  { name: 'synod', modes: ['memory', 'durable', 'group'] },
  { name: 'langgraph', modes: ['memory', 'durable'] },
  { name: 'xstate', modes: ['memory'] },
  { name: 'n8n', modes: ['memory'] },
]

/** A peer that may be missing: its own needs are many, and some machines cannot build them. */
export const OPTIONAL_PEERS: readonly string[] = ['n8n']

export function rateKey(contender: string, mode: Mode, shape: Shape): string {
  return `${contender}.${mode}.${shape}`
}

export function peakKey(contender: string, mode: Mode): string {
  return `${contender}.peak.${mode}`
}

const PEERS = CONTENDERS.filter(({ name }) => name !== 'synod')

export const COMPARISONS: readonly Comparison[] = [
  ...PEERS.flatMap(({ name, modes }) =>
    modes.flatMap((mode) =>
      SHAPES.map(
        (shape): Comparison => ({
          ratio: rateKey(name, mode, shape),
          ours: rateKey('synod', mode, shape),
          theirs: rateKey(name, mode, shape),
          better: 'more',
        }),
      ),
    ),
  ),
  {
    ratio: 'group.durable.pipeline',
    ours: rateKey('synod', 'group', 'pipeline'),
    theirs: rateKey('synod', 'durable', 'pipeline'),
    better: 'more',
  },
  ...(['memory', 'durable'] as const).map(
    (mode): Comparison => ({
      ratio: `langgraph.peak.${mode}`,
      ours: peakKey('synod', mode),
      theirs: peakKey('langgraph', mode),
      better: 'less',
    }),
  ),
]

/** Without all of these the bench has failed. */
export const REQUIRED_RATIOS: readonly string[] = COMPARISONS.map(({ ratio }) => ratio).filter(
  (ratio) => !OPTIONAL_PEERS.some((peer) => ratio.startsWith(`${peer}.`)),
)
