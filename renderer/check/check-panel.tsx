import './check.css'
import { useLayout } from '../app/layout.ts'
import { Select } from '../ui/field.tsx'
import { Section } from '../ui/section.tsx'
import { changeSettings, useChecking } from './checking.ts'
import { CoverageNote } from './coverage-note.tsx'
import { FaultFields } from './fault-fields.tsx'
import { KeptList } from './kept-list.tsx'
import { OwnProperties } from './own-properties.tsx'
import { PropertyList } from './property-list.tsx'

const TIMING = [
  { value: 'partial-sync', label: 'Partially synchronous' },
  { value: 'async', label: 'Asynchronous' },
]

/** At the left in Check: what must hold, what may go wrong, and how sure the answer is. */
export function CheckPanel() {
  const phase = useChecking((state) => state.phase)
  const timing = useChecking((state) => state.settings.timing)
  const open = useLayout((state) => state.sizes.check.leftOpen)
  if (!open) return null
  return (
    <div className="check-panel">
      <PropertyList />
      <KeptList />
      <OwnProperties />
      <Section title="What may go wrong">
        <FaultFields />
        <div className="check-row">
          <span>Timing</span>
          <Select
            aria-label="Timing"
            value={timing}
            options={TIMING}
            disabled={phase === 'running'}
            onChange={(value) => changeSettings({ timing: value as 'async' | 'partial-sync' })}
          />
        </div>
      </Section>
      <Section title="Coverage">
        <CoverageNote />
      </Section>
      <p className="check-modesty">
        What this drawing allows under these assumptions, not what the models write.
      </p>
    </div>
  )
}
