import { HostError } from '../../shared/api/contract.ts'
import type { FaultBudget } from '../../shared/explore/result.ts'

const NONE: FaultBudget = { host: 0, crash: 0, error: 0, wrong: 0, drop: 0, duplicate: 0, reorder: 0 }

/** What one schedule may have where nothing is said: one crash of the host. */
export const USUAL_FAULTS: FaultBudget = { ...NONE, host: 1 }

/** A word of the command line and the faults that it stands for. A crash is one of the host, and one of a worker. */
const WORDS: ReadonlyMap<string, readonly (keyof FaultBudget)[]> = new Map([
  ['crash', ['host', 'crash']],
  ['host', ['host']],
  ['worker', ['crash']],
  ['error', ['error']],
  ['wrong', ['wrong']],
  ['byzantine', ['wrong']],
  ['drop', ['drop']],
  ['duplicate', ['duplicate']],
  ['reorder', ['reorder']],
  ['cancel', ['cancel']],
])

/** `crash=1,drop=1`: how many of each fault one schedule may have. `none` has none. */
export function readFaults(text: string | undefined): FaultBudget {
  if (text === undefined) return USUAL_FAULTS
  if (text === 'none' || text === '') return NONE
  const budget: { -readonly [kind in keyof FaultBudget]: FaultBudget[kind] } = { ...NONE }
  for (const part of text.split(',')) {
    const [word = '', count = '1', ...more] = part.trim().split('=')
    const kinds = WORDS.get(word)
    if (kinds === undefined || more.length > 0 || !/^[0-9]$/.test(count)) throw badFaults(part)
    for (const kind of kinds) budget[kind] = Number(count)
  }
  return budget
}

function badFaults(part: string): HostError {
  const words = [...WORDS.keys()].join(', ')
  return new HostError({
    code: 'bad-input',
    message: `--faults: expected WORD=COUNT with 0 to 9 of ${words}, or none; not "${part.trim()}"`,
  })
}
