import './story.css'
import { CircleCheck, CircleDashed, OctagonX } from 'lucide-react'
import type { PropertyResult } from '../../shared/explore/result.ts'
import { Empty } from '../ui/empty.tsx'
import { type Checking, useChecking } from './checking.ts'
import { InTheWay, useInTheWay } from './in-the-way.tsx'
import { showCounterexample } from './show.ts'

const ICONS = {
  holds: <CircleCheck size={14} aria-hidden="true" />,
  violated: <OctagonX size={14} aria-hidden="true" />,
  open: <CircleDashed size={14} aria-hidden="true" />,
  vacuous: <CircleDashed size={14} aria-hidden="true" />,
}

const LOOK = { holds: 'holds', violated: 'broken', open: 'open', vacuous: 'open' } as const

/** What must hold, and whether it does; a broken one shows how on the canvas. */
export function PropertyList() {
  const checking = useChecking()
  const inTheWay = useInTheWay()
  const { result, phase, problem } = checking
  const properties = result?.properties ?? []
  const broken = properties.filter(({ verdict }) => verdict === 'violated').length
  const held = properties.filter(({ verdict }) => verdict === 'holds').length
  const open = properties.length - broken - held
  return (
    <section aria-label="Properties">
      <div className="story-head">
        <h2>Properties</h2>
        {properties.length === 0 ? null : (
          <span className="section-aside">{`${held} hold${held === 1 ? 's' : ''} · ${broken} broken${open === 0 ? '' : ` · ${open} open`}`}</span>
        )}
      </div>
      {problem === null ? null : (
        <p className="check-problem" role="alert">
          {problem}
        </p>
      )}
      {properties.length === 0 && phase !== 'running' && inTheWay !== null ? (
        <InTheWay what="checked" />
      ) : properties.length === 0 ? (
        <Empty title={phase === 'running' ? 'Looking at every schedule…' : 'Not checked yet'}>
          Check tries every order in which things can happen, with the faults below, and shows the shortest
          way to anything that must not happen.
        </Empty>
      ) : (
        <ul>
          {properties.map((property) => (
            <PropertyRow key={property.id} property={property} checking={checking} />
          ))}
        </ul>
      )}
    </section>
  )
}

function PropertyRow({
  property,
  checking,
}: {
  readonly property: PropertyResult
  readonly checking: Checking
}) {
  const { id, title, verdict } = property
  const steps = checking.result?.violated.find((one) => one.property === id)?.steps.length
  const content = (
    <>
      {ICONS[verdict]}
      <span className="property-title">{title}</span>
      <span className="property-verdict">{verdictText(verdict, steps)}</span>
    </>
  )
  const className = `property property-${LOOK[verdict]}`
  return (
    <li>
      {verdict === 'violated' ? (
        <button
          type="button"
          className={className}
          aria-pressed={checking.shown === id}
          onClick={() => showCounterexample(id)}
        >
          {content}
        </button>
      ) : (
        <div className={className}>{content}</div>
      )}
    </li>
  )
}

function verdictText(verdict: PropertyResult['verdict'], steps: number | undefined): string {
  switch (verdict) {
    case 'holds':
      return 'holds'
    case 'violated':
      return steps === undefined ? 'broken' : `broken in ${steps} ${steps === 1 ? 'step' : 'steps'}`
    case 'open':
      return 'not broken so far'
    case 'vacuous':
      return 'never comes into play'
  }
}
