/**
 * The phi accrual failure detector (Hayashibara et al., 2004): how unlikely a silence is, by the silences before it.
 * Phi 1 means one chance in ten that it is a false alarm, phi 8 one in a hundred million. Pure; times in ms.
 */
export const SUSPECT_AT = 8

/** Pauses that are remembered. */
const WINDOW = 100
/** Before so many pauses nothing is known of an attempt's pace. */
const ENOUGH = 5
/** A stream that never varied is not taken to be exact. */
const LEAST_DEVIATION_MS = 500
/** Everybody may think this long, whatever the pace before. */
const GRACE_MS = 3000

export interface Pace {
  readonly pauses: readonly number[]
  readonly last: number
}

export function firstWord(now: number): Pace {
  return { pauses: [], last: now }
}

export function nextWord({ pauses, last }: Pace, now: number): Pace {
  return { pauses: [...pauses.slice(pauses.length < WINDOW ? 0 : 1), now - last], last: now }
}

/** 0 while nothing is known. */
export function phi(pace: Pace, now: number): number {
  const usual = usualOf(pace)
  return usual === null ? 0 : phiAt((now - pace.last - usual.mean) / usual.deviation)
}

/** When the silence will have become suspicious, ms since 1970; null while nothing is known. */
export function suspectedAt(pace: Pace): number | null {
  const usual = usualOf(pace)
  return usual === null ? null : Math.ceil(pace.last + usual.mean + DEVIATIONS * usual.deviation)
}

function usualOf({ pauses }: Pace): { readonly mean: number; readonly deviation: number } | null {
  if (pauses.length < ENOUGH) return null
  const mean = pauses.reduce((sum, one) => sum + one, 0) / pauses.length
  const variance = pauses.reduce((sum, one) => sum + (one - mean) ** 2, 0) / pauses.length
  return { mean: mean + GRACE_MS, deviation: Math.max(LEAST_DEVIATION_MS, Math.sqrt(variance)) }
}

/** -log10 of the chance of so many deviations, by the logistic approximation of the normal distribution. */
function phiAt(deviations: number): number {
  const power = deviations * (1.5976 + 0.070566 * deviations * deviations)
  // The chance is 1 / (1 + e^power); for large powers the 1 is nothing.
  return (power > 30 ? power : Math.log1p(Math.exp(power))) / Math.LN10
}

/** The deviations at which phi is `SUSPECT_AT`. */
const DEVIATIONS = solve()

function solve(): number {
  let [low, high] = [0, 100]
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2
    if (phiAt(middle) < SUSPECT_AT) low = middle
    else high = middle
  }
  return high
}
