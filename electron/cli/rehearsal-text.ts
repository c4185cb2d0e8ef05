import type { NodeFigures, RehearsalResult } from '../../shared/rehearse/rehearsal.ts'
import type { Distribution, Share } from '../../shared/rehearse/statistics.ts'
import { seconds } from '../../shared/trace/words.ts'

/** Those who are told of; the rest is in the JSON. */
const MOST_LINES = 8

/** A rehearsal's figures as a person reads them. */
export function rehearsalText(file: string, result: RehearsalResult, spent: number): string {
  const rate = spent > 0 ? `, ${whole(result.transitions / spent)} a second` : ''
  const nodes = result.nodes.slice(0, MOST_LINES)
  const edges = result.edges.filter(({ most }) => most.max > 1).slice(0, MOST_LINES)
  return [
    `${file}: ${whole(result.runs)} runs of seed ${result.seed}, ${whole(result.transitions)} transitions${rate}`,
    '',
    ...result.ends.map(
      ({ end, share, seeds }) => `  ${end.padEnd(10)}${shareText(share)}${sampleText(seeds)}`,
    ),
    `  ${'wrong'.padEnd(10)}${shareText(result.wrong.share)}${sampleText(result.wrong.seeds)}`,
    ...(result.twice === 0 ? [] : [`  ${result.twice} effects that may happen once happened twice`]),
    ...(result.crashes === 0 ? [] : [`  the host died ${whole(result.crashes)} times`]),
    '',
    quantiles('time', result.ms, seconds),
    ...(result.tokens.max === 0
      ? []
      : [
          quantiles('cost', result.usd, (usd) => `$${usd.toFixed(2)}`),
          quantiles('tokens', result.tokens, whole),
        ]),
    quantiles('attempts', result.attempts, whole),
    '',
    ...nodes.map(nodeText),
    ...edges.map(
      ({ edge, most }) => `  ${edge}: up to ${most.max} messages wait, ${most.p99} in 99 of 100 runs`,
    ),
    '',
    ...result.assumptions.map((one) => `Taken for granted: ${one}`),
  ].join('\n')
}

function nodeText({ node, busy_ms, wait_ms, held_ms, attempts, utilisation }: NodeFigures): string {
  const waits = [
    ...(wait_ms < 1 ? [] : [`messages wait ${seconds(wait_ms)} for it`]),
    ...(held_ms < 1 ? [] : [`it waits ${seconds(held_ms)} for its controllers`]),
  ]
  const work = `at work ${seconds(busy_ms)}, ${percent(utilisation)} of a run; ${attempts.toFixed(1)} attempts`
  return `  ${[`${node}: ${work}`, ...waits].join('; ')}`
}

function quantiles(
  name: string,
  { p50, p90, p99, max }: Distribution,
  text: (value: number) => string,
): string {
  return `  ${name.padEnd(10)}half ${text(p50)}, 90 % ${text(p90)}, 99 % ${text(p99)}, most ${text(max)}`
}

function shareText({ part, low, high }: Share): string {
  return `${percent(part)} (${percent(low)} to ${percent(high)})`
}

function sampleText(seeds: readonly number[]): string {
  return seeds.length === 0 ? '' : `, e.g. --replay ${seeds[0]}`
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}
