import type { Batch } from '../drivers/seams.ts'
import { refused } from './journal-error.ts'

/** A run's transitions are numbered from 1 without a gap; says which is the last with this batch. */
export function lastSeqWith(run: string, batch: Batch, last: number): number {
  let seq = last
  for (const { identity } of batch.transitions) {
    if (identity.seq !== seq + 1)
      throw refused(`run ${run}: transition ${identity.seq} was appended after ${seq}`)
    seq = identity.seq
  }
  const snapshot = batch.snapshot?.seq
  if (snapshot !== undefined && (snapshot > seq || snapshot < 0))
    throw refused(`run ${run}: a snapshot at ${snapshot}, but the last transition is ${seq}`)
  return seq
}
