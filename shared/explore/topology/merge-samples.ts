import type { CheckResult, Counterexample, PropertyResult } from '../result.ts'

const PART_OF = /^(\d+) of (\d+)$/

/**
 * What several threads found, each in its share of one sample. States that two of them met count twice; of each
 * property that breaks the shortest counterexample is told, and of those the first.
 */
export function mergeSamples(parts: readonly [CheckResult, ...CheckResult[]]): CheckResult {
  const [first] = parts
  const sum = (of: (part: CheckResult) => number): number => parts.reduce((so, part) => so + of(part), 0)
  const violated = first.properties.flatMap(({ id }) => shortest(parts, id) ?? [])
  const broken = new Set(violated.map(({ property }) => property))
  return {
    ...first,
    states: sum(({ states }) => states),
    generated: sum(({ generated }) => generated),
    depth: Math.max(...parts.map(({ depth }) => depth)),
    bounds: first.bounds.map(({ name, value }, at) => ({
      name,
      value: PART_OF.test(value) ? together(parts.map(({ bounds }) => bounds[at]?.value ?? '')) : value,
    })),
    capsHit: [...new Set(parts.flatMap(({ capsHit }) => capsHit))],
    neverFired: first.neverFired.filter((edge) => parts.every(({ neverFired }) => neverFired.includes(edge))),
    properties: first.properties.map((property): PropertyResult => {
      return broken.has(property.id) ? { ...property, verdict: 'violated' } : property
    }),
    violated,
    seconds: Math.max(...parts.map(({ seconds }) => seconds)),
  }
}

function shortest(parts: readonly CheckResult[], id: string): Counterexample | null {
  const found = parts.flatMap(({ violated }) => violated.filter(({ property }) => property === id))
  return found.reduce<Counterexample | null>(
    (best, one) => (best === null || one.steps.length < best.steps.length ? one : best),
    null,
  )
}

/** `3 of 5` and `4 of 5` are `7 of 10`. */
function together(values: readonly string[]): string {
  const pairs = values.map((value) => PART_OF.exec(value))
  const sum = (at: 1 | 2): number => pairs.reduce((so, pair) => so + Number(pair?.[at] ?? 0), 0)
  return `${sum(1)} of ${sum(2)}`
}
