import { CircleCheck, OctagonX } from 'lucide-react'
import { Section } from '../ui/section.tsx'
import { schedulerOf, useScheduling } from './scheduling.ts'

/** At the left: which properties still hold after what was picked. */
export function StandingList() {
  const session = useScheduling((state) => state.session)
  const scheduler = schedulerOf()
  if (session === null || scheduler === null) return null
  const standing = scheduler.standing(session)
  const broken = standing.filter((one) => one.broken !== null).length
  return (
    <Section title="Properties" aside={broken === 0 ? 'all hold' : `${broken} broken`}>
      <ul className="standing">
        {standing.map(({ id, title, broken: sentence }) => (
          <li key={id} className={`property property-${sentence === null ? 'holds' : 'broken'}`}>
            {sentence === null ? (
              <CircleCheck size={14} aria-label="Holds" />
            ) : (
              <OctagonX size={14} aria-label="Broken" />
            )}
            <span className="property-title">{title}</span>
            {sentence === null ? null : <span className="property-verdict">{sentence}</span>}
          </li>
        ))}
      </ul>
    </Section>
  )
}
