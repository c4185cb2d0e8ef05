import type { AuditCheck, AuditEntry } from '../../shared/api/audit.ts'
import type { Journal } from '../drivers/seams.ts'
import { checkChain, readAuditRow } from '../journal/audit-chain.ts'
import { readDecision } from './decision.ts'

export function auditEntries(journal: Journal, run: string | null): AuditEntry[] {
  return journal.audit().rows.flatMap((row) => {
    const entry = readAuditRow(row)
    return entry !== null && (run === null || entry.run === run) ? [entry] : []
  })
}

/**
 * Three looks at the trail: every link of the chain; each entry against the record that it names; each answer that runs
 * have taken against its entry, so that entries that were cut off the end are missed. A trail that somebody wrote anew
 * from the first entry on is whole in itself: only a `head` that was noted elsewhere shows it.
 */
export function verifyAudit(journal: Journal, head: string | null): AuditCheck {
  const { rows, count, since } = journal.audit()
  const chain = checkChain(rows, count)
  const problems = [...chain.problems]
  for (const entry of chain.entries) problems.push(...recordProblems(journal, entry))
  problems.push(...missingEntries(journal, chain.entries, since))
  if (head !== null && !rows.some((row) => row.hash === head))
    problems.push(`no entry has the hash ${head}: the trail was written anew since that was noted`)
  return { entries: rows.length, head: chain.head, problems }
}

function recordProblems(journal: Journal, entry: AuditEntry): readonly string[] {
  if (entry.record === null) return []
  try {
    const { by, at, comment } = readDecision(entry.record, journal.payloads)
    const same = by === entry.by && at === entry.at && comment === entry.comment
    return same ? [] : [`entry ${entry.seq}: it says something else than the record of its decision`]
  } catch (error) {
    return [`entry ${entry.seq}: the record of its decision cannot be read: ${(error as Error).message}`]
  }
}

/** Answers of runs that began after the trail did, and that stand in no entry. */
function missingEntries(journal: Journal, entries: readonly AuditEntry[], since: number): readonly string[] {
  const known = new Set(entries.map(({ run, ask }) => `${run}/${ask}`))
  return journal
    .runs()
    .filter(({ record }) => record.startedAt >= since)
    .flatMap(({ record: { run } }) =>
      journal
        .effects(run)
        .filter(({ kind, status, effect }) => {
          return kind === 'human.ask' && status === 'settled' && !known.has(`${run}/${effect}`)
        })
        .map(({ effect }) => `run ${run}: the answer to ${effect} stands in no entry`),
    )
}
