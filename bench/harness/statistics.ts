/** A measured quantity over several rounds. */
export interface Figure {
  readonly unit: string
  readonly median: number
  readonly min: number
  readonly max: number
}

export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('no values')
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] as number
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2
}

export function figureOf(unit: string, values: readonly number[]): Figure {
  return {
    unit,
    median: rounded(median(values)),
    min: rounded(Math.min(...values)),
    max: rounded(Math.max(...values)),
  }
}

/**
 * How many times `ours` is of `theirs`, round by round: what stood beside each other in time met the same machine.
 */
export function ratiosOf(ours: readonly number[], theirs: readonly number[]): readonly number[] {
  if (ours.length !== theirs.length) throw new Error(`${ours.length} rounds beside ${theirs.length}`)
  return ours.map((value, round) => value / (theirs[round] as number))
}

/** Three digits are more than a shared machine can tell apart. */
function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
