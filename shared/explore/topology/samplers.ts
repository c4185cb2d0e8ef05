import { Sampling } from '../engine/sampling.ts'
import { Swarm } from '../engine/swarm.ts'
import type { Invariant, Model } from '../model.ts'
import type { CheckSettings } from '../settings.ts'
import type { Sampler } from './sampled.ts'

export type Sample = NonNullable<CheckSettings['sample']>
export type SwarmSettings = NonNullable<CheckSettings['swarm']>

/** The part of the work that one thread of several does. */
export interface Share {
  readonly part: number
  readonly of: number
}

export const ALONE: Share = { part: 0, of: 1 }

/** The most steps of one schedule, or of a member's path. */
const STEPS = 2000
/** A schedule takes about as long as the expansion of so many states. */
const STATES_A_SCHEDULE = 50
/** 16 MiB a thread, of which a member of so many states sets a fiftieth. */
const TABLE_BITS = 27
const MEMBER_STATES = 1_000_000

/** Which of `count` things, numbered from 0, a thread does. */
function shareOf(count: number, { part, of }: Share): { readonly first: number; readonly count: number } {
  const first = Math.floor((count * part) / of)
  return { first, count: Math.floor((count * (part + 1)) / of) - first }
}

/** Schedules drawn one after the other, by their numbers. */
export function drawing(
  model: Model,
  invariants: readonly Invariant[],
  { schedules, seed, depth }: Sample,
  share: Share,
): Sampler {
  const { first, count } = shareOf(schedules, share)
  const sampling = new Sampling(model, { seed, schedules: count, first, depth, steps: STEPS, invariants })
  return {
    advance: (states) => sampling.advance(Math.max(1, Math.floor(states / STATES_A_SCHEDULE))),
    report() {
      const { violations, distinct, steps, cut, schedules: so } = sampling.report()
      return {
        violations,
        states: distinct,
        generated: steps,
        depth: 0,
        bounds: [
          { name: 'schedules', value: `${so} of ${count}` },
          { name: 'seed', value: String(seed) },
          { name: 'PCT depth', value: depth === null ? 'none: every step is drawn' : String(depth) },
          { name: 'steps of a schedule', value: String(STEPS) },
        ],
        capsHit: cut > 0 ? [`${cut} schedules were cut at ${STEPS} steps`] : [],
      }
    },
  }
}

/** A swarm of depth-first searches with a table of bits each. */
export function swarming(
  model: Model,
  invariants: readonly Invariant[],
  { members, seed }: SwarmSettings,
  share: Share,
): Sampler {
  const { first, count } = shareOf(members, share)
  const swarm = new Swarm(model, {
    ...{ seed, members: count, first, invariants },
    ...{ bits: TABLE_BITS, maxDepth: STEPS, maxStates: MEMBER_STATES },
  })
  return {
    advance: (states) => swarm.advance(states),
    report() {
      const { violations, states, deepest, members: so } = swarm.report()
      return {
        violations,
        states,
        generated: states,
        depth: deepest,
        bounds: [
          { name: 'members of the swarm', value: `${so} of ${count}` },
          { name: 'seed', value: String(seed) },
          { name: 'states of a member', value: String(MEMBER_STATES) },
          { name: 'steps of a path', value: String(STEPS) },
        ],
        capsHit: [],
      }
    },
  }
}
