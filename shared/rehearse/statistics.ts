/** A figure over many runs. */
export interface Distribution {
  readonly mean: number
  readonly min: number
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly max: number
  /** Counts between `from` and below `to`; the last takes the greatest too. */
  readonly histogram: readonly { readonly from: number; readonly to: number; readonly count: number }[]
}

/** How often something was so, with the 95 % confidence interval. */
export interface Share {
  readonly count: number
  readonly part: number
  readonly low: number
  readonly high: number
}

const BINS = 20
/** Figures that differ by more than this factor are told in bins of equal ratio. */
const WIDE = 30
/** 95 % of a normal lie within so many deviations. */
const Z = 1.959963984540054

/** Of at least one value. */
export function distributionOf(values: Float64Array): Distribution {
  const sorted = values.toSorted()
  const at = (part: number): number => sorted[Math.ceil(part * sorted.length) - 1] as number
  const [min, max] = [sorted[0] as number, sorted.at(-1) as number]
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length
  return {
    mean,
    min,
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    max,
    histogram: histogramOf(sorted, min, max),
  }
}

function histogramOf(sorted: Float64Array, min: number, max: number): Distribution['histogram'] {
  if (min === max) return [{ from: min, to: max, count: sorted.length }]
  const wide = min > 0 && max > min * WIDE
  const edge = (bin: number): number =>
    wide ? min * (max / min) ** (bin / BINS) : min + ((max - min) * bin) / BINS
  const histogram: { from: number; to: number; count: number }[] = []
  let place = 0
  for (let bin = 0; bin < BINS; bin += 1) {
    const [from, to] = [bin === 0 ? min : edge(bin), bin === BINS - 1 ? max : edge(bin + 1)]
    const first = place
    while (place < sorted.length && (bin === BINS - 1 || (sorted[place] as number) < to)) place += 1
    histogram.push({ from, to, count: place - first })
  }
  return histogram
}

/** Wilson, Probable inference, the law of succession, and statistical inference, 1927: sound for rare things too. */
export function shareOf(count: number, of: number): Share {
  if (of === 0) return { count, part: 0, low: 0, high: 1 }
  const part = count / of
  const scale = 1 + (Z * Z) / of
  const middle = (part + (Z * Z) / (2 * of)) / scale
  const half = (Z * Math.sqrt((part * (1 - part)) / of + (Z * Z) / (4 * of * of))) / scale
  return { count, part, low: count === 0 ? 0 : middle - half, high: count === of ? 1 : middle + half }
}
