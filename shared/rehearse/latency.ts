import type { Latency } from '../topology/faults.ts'
import type { Random } from './random.ts'

/** The 95th of 100 of a standard normal. */
const Z95 = 1.6448536269514722

/** Draws how long something takes, in whole ms. */
export function drawMs(latency: Latency, random: Random): number {
  switch (latency.type) {
    case 'constant':
      return Math.round(latency.p50_ms)
    case 'uniform':
      return Math.round(latency.min_ms + random.next() * (latency.max_ms - latency.min_ms))
    case 'exponential':
      return Math.round(exponential(latency.p50_ms / Math.LN2, random))
    case 'lognormal':
      return Math.round(lognormal(latency.p50_ms, latency.p95_ms, random))
  }
}

/** With this mean; never infinite, since no draw is 1. */
export function exponential(mean: number, random: Random): number {
  return -Math.log(1 - random.next()) * mean
}

/** By its median and the value that 95 of 100 stay below (Box and Muller, 1958, for the normal behind it). */
export function lognormal(p50: number, p95: number, random: Random): number {
  const sigma = Math.log(p95 / p50) / Z95
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()))
  return p50 * Math.exp(sigma * radius * Math.cos(2 * Math.PI * random.next()))
}
