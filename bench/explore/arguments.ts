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
      peer: { type: 'string', default: 'spin' },
    },
  })
  const { model, symmetry, exact, peer } = values
  if (peer !== 'spin' && peer !== 'none') throw new Error(`--peer ${peer}: expected spin or none`)
  if (model === undefined && (values.n !== undefined || symmetry || exact))
    throw new Error('--n, --symmetry and --exact need a --model')
  const common = benchArguments([
    ...(values.json ? ['--json'] : []),
    ...(values.rounds === undefined ? [] : ['--rounds', values.rounds]),
  ])
  const single = model === undefined ? null : { model, n: sizeOf(values.n), symmetry, exact }
  return { ...common, single, peer: peer === 'spin' && !symmetry }
}

function sizeOf(text: string | undefined): number {
  const n = Number(text)
  if (!Number.isInteger(n) || n < 1 || n > MOST)
    throw new Error(`--n ${text ?? ''}: expected a whole number from 1 to ${MOST}`)
  return n
}
