import { useEffect, useState } from 'react'
import type { AuditEntry } from '../../shared/api/audit.ts'
import { getHost } from '../connection/host.ts'

const NONE: readonly AuditEntry[] = []

/** What people have decided in a run; read again whenever `version` changes. */
export function useAudit(run: string | null, version: number | string): readonly AuditEntry[] {
  const [entries, setEntries] = useState(NONE)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is another list
  useEffect(() => {
    if (run === null) return
    let wanted = true
    getHost()
      .call('audit.list', { run })
      .then(
        (found) => wanted && setEntries(found.entries),
        () => {},
      )
    return () => {
      wanted = false
    }
  }, [run, version])
  return entries
}
