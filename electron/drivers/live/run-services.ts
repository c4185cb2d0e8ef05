import type { RecordedTransition } from '../../../shared/api/contract.ts'
import type { Verdict } from '../../../shared/kernel/verdict.ts'
import type { AuditNote, Journal, RunFolders, RunProgress } from '../seams.ts'
import type { Clock } from './clock.ts'
import type { Performer } from './performer.ts'

/** What the driver of one run needs of the host around it. */
export interface RunServices {
  readonly journal: Journal
  readonly performer: Performer
  readonly clock: Clock
  readonly folders: RunFolders
  /** Called after each commit with what was committed. */
  committed(transitions: readonly RecordedTransition[]): void
  /** How the run as a whole stands, for the list of runs; written with each commit. */
  progress(verdict: Verdict): RunProgress
  ended(verdict: Verdict): void
  /** The driver itself failed: the run stands as it was at its last commit. */
  broke(error: Error): void
  /** A probe could not say whether an effect happened, so a person is asked. */
  probed(): void
  /** What people have decided by these transitions, for the audit trail: kept in the same commit. */
  audit?(transitions: readonly RecordedTransition[]): readonly AuditNote[]
}
