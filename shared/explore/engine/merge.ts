import { type Cap, omissionOf, type SearchReport, type Violation } from './report.ts'

/** What the parts of a search know together: all of them searched the levels of the first report alike. */
export function merged(
  first: SearchReport,
  parts: readonly SearchReport[],
  caps: readonly Cap[],
): SearchReport {
  const sum = (figure: (report: SearchReport) => number): number =>
    parts.reduce((total, part) => total + figure(part) - figure(first), figure(first))
  const levels = Array.from({ length: Math.max(...parts.map((part) => part.levels.length)) }, (_, level) =>
    sum((report) => report.levels[level] ?? 0),
  )
  while (levels.at(-1) === 0) levels.pop()
  const distinct = sum((report) => report.distinct)
  const whole = caps.length === 0 && parts.every(({ coverage }) => coverage !== 'partial')
  const actions = Math.max(...parts.map((part) => part.fired.length))
  return {
    coverage: whole ? 'exhausted within bounds' : 'partial',
    ended: whole || caps.length > 0 || parts.some(({ ended }) => ended),
    distinct,
    generated: sum((report) => report.generated),
    depth: whole ? levels.length - 1 : Math.min(...parts.map(({ depth }) => depth)),
    frontier: parts.reduce((total, { frontier }) => total + frontier, 0),
    levels,
    omission: omissionOf(distinct),
    reductions: first.reductions,
    capsHit: caps,
    fired: Array.from({ length: actions }, (_, action) => sum((report) => report.fired[action] ?? 0)),
    violations: shortest(parts.flatMap(({ violations }) => violations)),
    bytes: parts.reduce((total, { bytes }) => total + bytes, 0),
  }
}

/** Of each kind the one with the fewest steps: parts of one level find violations side by side. */
function shortest(violations: readonly Violation[]): readonly Violation[] {
  const best = new Map<string | null, Violation>()
  for (const violation of violations) {
    const known = best.get(violation.invariant)
    if (known === undefined || violation.trace.actions.length < known.trace.actions.length)
      best.set(violation.invariant, violation)
  }
  return [...best.values()]
}
