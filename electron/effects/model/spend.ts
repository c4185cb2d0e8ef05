import type { Environment } from '../../secrets/secrets.ts'

const DEFAULT_CAP_USD = 5
const CAP = 'SYNOD_SPEND_CAP_USD'

/** What the runs of a host have cost so far. A resumed run begins with what its journal says. */
export interface Spend {
  readonly capUsd: number
  spent(run: string): number
  add(run: string, usd: number): void
}

export function createSpend(capUsd: number = DEFAULT_CAP_USD): Spend {
  const runs = new Map<string, number>()
  const spent = (run: string): number => runs.get(run) ?? 0
  return {
    capUsd,
    spent,
    add(run, usd) {
      runs.set(run, spent(run) + usd)
    },
  }
}

/** The cap per run in USD. Throws when it is not a number, since a cap that is misread is none. */
export function spendCapUsd(environment: Environment): number {
  const text = environment[CAP]?.trim()
  if (!text) return DEFAULT_CAP_USD
  const cap = Number(text)
  if (!Number.isFinite(cap) || cap < 0)
    throw new Error(`${CAP} must be a number of US dollars, not "${text}"`)
  return cap
}
