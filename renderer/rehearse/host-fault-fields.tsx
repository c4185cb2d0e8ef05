import { perform, useDocument } from '../document/document.ts'
import { setHostFaults } from './faults.ts'
import { SecondsRow } from './seconds-row.tsx'

/** How often Synod itself dies in the middle of a run, and how long it is away. */
export function HostFaultFields() {
  const host = useDocument((state) => state.document.faults?.host)
  return (
    <>
      <SecondsRow
        label="Dies every"
        hint="So long apart on average; empty means never"
        placeholder="never"
        value={host?.crash_every_ms}
        onChange={(crash_every_ms) => perform(setHostFaults({ crash_every_ms }))}
      />
      {host?.crash_every_ms === undefined ? null : (
        <SecondsRow
          label="Is away for"
          hint="Until it is started again"
          placeholder="usual"
          value={host.down_ms}
          onChange={(down_ms) => perform(setHostFaults({ down_ms }))}
        />
      )}
    </>
  )
}
