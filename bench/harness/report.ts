import { type Figure, figureOf, ratiosOf } from './statistics.ts'

/** What a bench prints with `--json`. */
export interface Report {
  readonly name: string
  readonly rounds: number
  readonly load: Load
  readonly figures: { readonly [key: string]: Figure }
  /** Medians of the rounds' own ratios; more than 1 is better than the peer. Their spread is among the figures. */
  readonly ratios: { readonly [key: string]: number }
  /** Peers that were not measured, and why. */
  readonly skipped: { readonly [peer: string]: string }
  /** What was measured, by name: versions, and anything that differs from the plan. */
  readonly contenders: { readonly [name: string]: string }
}

export interface Load {
  readonly cpus: number
  readonly before: number
  readonly after: number
}

/** What a ratio compares: keys of samples, and whether more or less is better. */
export interface Comparison {
  readonly ratio: string
  readonly ours: string
  readonly theirs: string
  readonly better: 'more' | 'less'
}

/** Values by key, one a round, in the order of the rounds. */
export class Samples {
  private readonly values = new Map<string, number[]>()
  private readonly units = new Map<string, string>()

  add(key: string, unit: string, value: number): void {
    const known = this.values.get(key)
    this.units.set(key, unit)
    if (known === undefined) this.values.set(key, [value])
    else known.push(value)
  }

  of(key: string): readonly number[] {
    return this.values.get(key) ?? []
  }

  figures(): { [key: string]: Figure } {
    return Object.fromEntries(
      [...this.values].map(([key, values]) => [key, figureOf(this.units.get(key) ?? '', values)]),
    )
  }
}

/** Ratios of all comparisons that were measured, with their spread. */
export function compare(
  samples: Samples,
  comparisons: readonly Comparison[],
): { readonly ratios: Report['ratios']; readonly spreads: Report['figures'] } {
  const ratios: { [key: string]: number } = {}
  const spreads: { [key: string]: Figure } = {}
  for (const { ratio, ours, theirs, better } of comparisons) {
    const [upper, lower] = [samples.of(ours), samples.of(theirs)]
    if (upper.length === 0 || lower.length === 0) continue
    const figure = figureOf('times', better === 'more' ? ratiosOf(upper, lower) : ratiosOf(lower, upper))
    ratios[ratio] = figure.median
    spreads[`ratio.${ratio}`] = figure
  }
  return { ratios, spreads }
}

/** Keys without a usable number. A bench with one missing has failed: a hole must not look like a pass. */
export function missingKeys(ratios: Report['ratios'], required: readonly string[]): readonly string[] {
  return required.filter((key) => !Number.isFinite(ratios[key]))
}

export function tableOf(report: Report): string {
  const rows = Object.entries(report.figures).map(([key, { unit, median, min, max }]) => [
    key,
    unit,
    shown(median),
    shown(min),
    shown(max),
  ])
  return [
    `${report.name}: ${report.rounds} rounds, ${report.load.cpus} processors, load ${shown(report.load.before)} before and ${shown(report.load.after)} after`,
    ...Object.entries(report.contenders).map(([name, what]) => `  ${name}: ${what}`),
    '',
    ...aligned([['', '', 'median', 'min', 'max'], ...rows]),
    ...Object.entries(report.skipped).map(([peer, why]) => `\nskipped ${peer}: ${why}`),
  ].join('\n')
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
}

function shown(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : 2
  return value.toLocaleString('en-US', { maximumFractionDigits: digits, minimumFractionDigits: digits })
}
