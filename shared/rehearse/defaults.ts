import type { Latency } from '../topology/faults.ts'
import type { EffectKind } from '../topology/kind.ts'

/** How long things take where nobody says: orders of magnitude, to be set by whoever knows better. */
const MODEL: Latency = { type: 'lognormal', p50_ms: 8_000, p95_ms: 40_000 }
const COMMAND: Latency = { type: 'lognormal', p50_ms: 4_000, p95_ms: 30_000 }
const PERSON: Latency = { type: 'lognormal', p50_ms: 300_000, p95_ms: 3_600_000 }
const GIT: Latency = { type: 'lognormal', p50_ms: 150, p95_ms: 600 }
const QUICK: Latency = { type: 'constant', p50_ms: 1 }

export function defaultLatency(kind: EffectKind): Latency {
  switch (kind) {
    case 'model.generate':
      return MODEL
    case 'process.exec':
      return COMMAND
    case 'human.ask':
    case 'human.steer':
      return PERSON
    case 'git.open':
    case 'git.commit':
    case 'git.merge':
    case 'git.move':
      return GIT
    default:
      return QUICK
  }
}

/** Tokens of one model call, and what a million of them cost, of either direction together. */
export const TOKENS = { p50: 2_500, p95: 12_000 } as const
export const USD_PER_MILLION = 5

/** What a probe needs, and a person who is asked whether something happened or what is to become of a message. */
export const PROBE: Latency = { type: 'lognormal', p50_ms: 300, p95_ms: 2_000 }
export const DOUBTFUL: Latency = PERSON

/** How long a rate limit needs to refuse. */
export const REFUSED_MS = 50

/** Something wrong that is given to a worker makes its answer wrong so often. */
export const MISLED = 0.75
/** Two right changes that are wrong together, where a kind says that it costs no fault. */
export const UNFIT = 0.05

/** People approve mostly, tools mostly do well, and a model calls a tool about twice before it answers. */
const WEIGHTS: { readonly [tag: string]: number } = { approve: 8, ok: 8, conflict: 0.5, moved: 0.1, exit: 2 }
const CALLS = 2

/** How likely an answer is against the others, where nobody says; `calls` are the tools that a model may call. */
export function defaultWeight(tag: string, calls: number): number {
  return tag === 'call' ? CALLS / calls : (WEIGHTS[tag] ?? 1)
}

/** The same for people to read. */
export const ASSUMPTIONS: readonly string[] = [
  'a model call takes 8 s in the middle, under 40 s in 95 of 100; a command 4 s and 30 s; a person 5 min and 1 h',
  `a model call uses ${TOKENS.p50} tokens in the middle, under ${TOKENS.p95} in 95 of 100, at $${USD_PER_MILLION} a million`,
  `people approve 8 of 11 questions; a model calls ${CALLS} tools before it answers; what is given something wrong answers wrong in ${100 * MISLED} of 100`,
]
