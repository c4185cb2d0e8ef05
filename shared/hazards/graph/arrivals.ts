import type { Analyses } from '../analyses.ts'
import { type Choice, choicesOf } from './choices.ts'
import { arcAt, returns, vertexAt } from './graph.ts'

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
  const { order, dominators } = analyses
  const families = new Map<number, Family>()
  const forks: Arrivals['forks'][number][] = []
  const over = dominators.immediate[gathers] ?? null
  if (over === null) return { sets: [], forks }
  for (const vertex of between(analyses, over, gathers).sort((a, b) => order.rank(b) - order.rank(a))) {
    const choices = choicesOf(analyses, vertex).filter((choice) => faults || !choice.fault)
    const each = choices.map((choice) => ofChoice(choice, gathers, inputs, families))
    const whole = each.reduce(either, { none: false, sets: [] })
    families.set(vertex, each.length === 0 ? NOTHING : whole)
    if (each.length > 1 && differ(each)) forks.push({ vertex, sets: whole.sets })
  }
  return { sets: families.get(over)?.sets ?? [], forks }
}

/** All on the ways from a dominator, which every message has passed, loops aside. */
function between({ graph }: Analyses, over: number, gathers: number): number[] {
  const seen = new Set([gathers])
  const open = [gathers]
  for (let vertex = open.pop(); vertex !== undefined; vertex = open.pop()) {
    if (vertex === over) continue
    for (const at of vertexAt(graph, vertex).into) {
      const arc = arcAt(graph, at)
      if (arc.back || returns(graph, arc) || seen.has(arc.from)) continue
      seen.add(arc.from)
      open.push(arc.from)
    }
  }
  seen.delete(gathers)
  return [...seen]
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
