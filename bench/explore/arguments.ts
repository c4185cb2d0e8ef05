import { parseArgs } from 'node:util'
import { type BenchArguments, benchArguments } from '../harness/arguments.ts'

export interface ExploreArguments extends BenchArguments {
  /** Null: the comparison with its usual sizes. */
  readonly single: Single | null
  readonly peer: boolean
}

/** One model of one size. */
export interface Single {
  readonly model: string
  readonly n: number
  readonly symmetry: boolean
  readonly exact: boolean
  /** Threads beside the one that waits; null searches in that one. */
  readonly threads: number | null
}

const MOST = 64

export function exploreArguments(argv: readonly string[]): ExploreArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      json: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      model: { type: 'string' },
      n: { type: 'string' },
      symmetry: { type: 'boolean', default: false },
      exact: { type: 'boolean', default: false },
      threads: { type: 'string' },
      peer: { type: 'string', default: 'spin' },
    },
  })
  const { model, symmetry, exact, peer, threads } = values
  if (peer !== 'spin' && peer !== 'none') throw new Error(`--peer ${peer}: expected spin or none`)
  if (model === undefined && (values.n !== undefined || threads !== undefined || symmetry || exact))
    throw new Error('--n, --symmetry, --exact and --threads need a --model')
  if (threads !== undefined && exact) throw new Error('--threads search by fingerprints: without --exact')
  const common = benchArguments([
    ...(values.json ? ['--json'] : []),
    ...(values.rounds === undefined ? [] : ['--rounds', values.rounds]),
  ])
  const single =
    model === undefined
      ? null
      : {
          model,
          n: countOf('--n', values.n),
          symmetry,
          exact,
          threads: threads === undefined ? null : countOf('--threads', threads),
        }
  return { ...common, single, peer: peer === 'spin' && !symmetry }
}

function countOf(name: string, text: string | undefined): number {
  const n = Number(text)
  if (!Number.isInteger(n) || n < 1 || n > MOST)
    throw new Error(`${name} ${text ?? ''}: expected a whole number from 1 to ${MOST}`)
  return n
}
