import type { Analyses } from '../analyses.ts'
import { type Choice, choicesOf } from './choices.ts'

/**
 * What may come of one message at the inputs of a vertex that gathers: the smallest sets of its inputs that may be all
 * that ever come. Branches are taken as independent, so it over-approximates.
 */
export interface Arrivals {
  /** Sets of inputs, a bit each by its place in the config. */
  readonly sets: readonly bigint[]
  /** Vertices that may keep a message from some of the inputs, the last before it first, and what comes of each. */
  readonly forks: readonly { readonly vertex: number; readonly sets: readonly bigint[] }[]
}

interface Family {
  /** May nothing come at all? */
  readonly none: boolean
  readonly sets: readonly bigint[]
}

const NOTHING: Family = { none: true, sets: [] }
/** Beyond so many sets the smallest are kept. */
const MOST = 64

export function arrivalsAt(
  analyses: Analyses,
  gathers: number,
  inputs: readonly string[],
  faults: boolean,
): Arrivals {
  const { graph, order, reach } = analyses
  const families = new Map<number, Family>()
  const forks: Arrivals['forks'][number][] = []
  for (const vertex of order.sorted.toReversed()) {
    if (vertex === gathers || !reach.reaches(vertex, gathers)) continue
    const choices = choicesOf(analyses, vertex).filter((choice) => faults || !choice.fault)
    const each = choices.map((choice) => ofChoice(choice, gathers, inputs, families))
    const whole = each.reduce(either, { none: false, sets: [] })
    families.set(vertex, each.length === 0 ? NOTHING : whole)
    if (each.length > 1 && differ(each)) forks.push({ vertex, sets: whole.sets })
  }
  const entry = graph.entry === null ? undefined : families.get(graph.entry)
  return { sets: entry?.sets ?? [], forks }
}

function ofChoice(
  { arcs }: Choice,
  gathers: number,
  inputs: readonly string[],
  families: ReadonlyMap<number, Family>,
): Family {
  let whole = NOTHING
  for (const { to, toPort } of arcs) {
    const place = inputs.indexOf(toPort)
    const one = to === gathers && place >= 0 ? { none: false, sets: [1n << BigInt(place)] } : families.get(to)
    whole = both(whole, one ?? NOTHING)
  }
  return whole
}

function differ(families: readonly Family[]): boolean {
  const texts = families.map(({ none, sets }) => `${none} ${sets.toSorted().join()}`)
  return new Set(texts).size > 1
}

function either(one: Family, other: Family): Family {
  return { none: one.none || other.none, sets: smallest([...one.sets, ...other.sets]) }
}

function both(one: Family, other: Family): Family {
  const sets = one.sets.flatMap((set) => other.sets.map((more) => set | more))
  if (other.none) sets.push(...one.sets)
  if (one.none) sets.push(...other.sets)
  return { none: one.none && other.none, sets: smallest(sets) }
}

function smallest(sets: readonly bigint[]): readonly bigint[] {
  const sorted = [...new Set(sets)].sort((a, b) => count(a) - count(b) || (a < b ? -1 : 1))
  const kept: bigint[] = []
  for (const set of sorted) {
    if (kept.length === MOST) break
    if (!kept.some((less) => (less & set) === less)) kept.push(set)
  }
  return kept
}

function count(set: bigint): number {
  let bits = 0
  for (let left = set; left > 0n; left &= left - 1n) bits += 1
  return bits
}

/** Which of the inputs a set holds. */
export function inputsIn(set: bigint, inputs: readonly string[]): readonly string[] {
  return inputs.filter((_, place) => (set & (1n << BigInt(place))) !== 0n)
}
