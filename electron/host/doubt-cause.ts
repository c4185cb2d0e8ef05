import { EffectLog } from '../../shared/trace/effects.ts'
import { causeText } from '../../shared/trace/ledger.ts'
import type { Journal } from '../drivers/seams.ts'
import type { Runs } from './runs.ts'

const PAGE = 500

/** What left an effect in doubt, in plain words; null where it is not, or where its run is not known. */
export function doubtCause(runs: Runs, journal: Journal, run: string, effect: string): string | null {
  const stored = runs.stored(run)
  if (stored === null) return null
  const log = new EffectLog(runs.plan(stored.record))
  for (let seq = 0; ; ) {
    const page = journal.transitionsAfter(run, seq, PAGE)
    for (const record of page) log.add(record)
    seq = page.at(-1)?.identity.seq ?? seq
    if (page.length < PAGE) break
  }
  const doubt = log.get(effect)?.doubts.at(-1)
  return doubt === undefined ? null : causeText(doubt)
}
