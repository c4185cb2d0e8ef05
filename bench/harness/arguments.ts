import { parseArgs } from 'node:util'

export interface BenchArguments {
  readonly json: boolean
  readonly rounds: number
}

const DEFAULT_ROUNDS = 5

export function benchArguments(argv: readonly string[]): BenchArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: { json: { type: 'boolean', default: false }, rounds: { type: 'string' } },
  })
  const rounds = values.rounds === undefined ? DEFAULT_ROUNDS : Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 1000)
    throw new Error(`--rounds ${values.rounds}: expected a whole number from 1 to 1000`)
  return { json: values.json, rounds }
}
