import './run-panel.css'
import { Boxes } from 'lucide-react'
import { drawnFrom, drawnTo, nameAt } from '../../shared/trace/words.ts'
import { showElement } from '../canvas/showing.ts'
import type { PartView } from '../canvas/view-model.ts'
import { ControllerIcon } from '../controllers/controller-icon.tsx'
import type { Moment } from '../playback/node-card.ts'
import { usePlayback } from '../playback/playback.ts'
import { lettersText } from '../playback/trouble-card.ts'
import { partViewOf } from '../playback/views.ts'
import { StateChip } from '../ui/chip.tsx'
import { Section } from '../ui/section.tsx'

const TYPES = { breaker: 'Breaker', bulkhead: 'Bulkhead', rate: 'Rate limit', budget: 'Budget' } as const

/** Breakers, limits, budgets and groups at the shown moment; a click selects who is under one. */
export function PoliciesSection({ moment }: { readonly moment: Moment }) {
  const { plan } = moment.trace
  const state = usePlayback()
  const rows = [
    ...plan.controllers.map(({ id, spec, users }) => ({
      ...{ id, name: id, of: users, type: TYPES[spec.type] },
      icon: <ControllerIcon type={spec.type} size={13} />,
    })),
    ...plan.supervisors.map(({ id, spec, members }) => ({
      ...{ id, name: spec.name ?? id, of: members, type: 'Group' },
      icon: <Boxes size={13} aria-hidden="true" />,
    })),
  ]
  if (rows.length === 0) return null
  const select = (of: readonly number[]): void => {
    const [first, ...others] = of.flatMap((index) => plan.components[index]?.id ?? [])
    if (first !== undefined) showElement(first, others, 'all')
  }
  return (
    <Section title="Policies" aside={rows.length}>
      <div className="run-list">
        {rows.map(({ id, name, of, type, icon }) => (
          <button key={id} type="button" title={`${type} ${name}`} onClick={() => select(of)}>
            {icon}
            <span className="visually-hidden">{type}</span>
            <span className="ellipsis">{name}</span>
            <Standing view={partViewOf(state, id)} />
          </button>
        ))}
      </div>
    </Section>
  )
}

function Standing({ view }: { readonly view: PartView | null }) {
  if (view === null) return null
  if (view.state === 'idle') return <span className="run-standing">{view.text || 'Watches'}</span>
  return (
    <StateChip state={view.state}>
      {[view.word, view.text].filter((part) => part !== '').join(' · ')}
    </StateChip>
  )
}

/** Edges on which dead letters lie at the shown moment. */
export function LettersOverview({ moment }: { readonly moment: Moment }) {
  const { trace, position } = moment
  const counts = new Map<string, { failed: number; lost: number }>()
  for (const channel of trace.letters.channels()) {
    const edge = (trace.plan.components[channel]?.id ?? '').split('.')[0] ?? ''
    for (const { letter } of trace.letters.openOn(channel, position)) {
      const known = counts.get(edge) ?? { failed: 0, lost: 0 }
      counts.set(edge, known)
      if (letter.reason === 'failed') known.failed += 1
      else known.lost += 1
    }
  }
  if (counts.size === 0) return null
  return (
    <Section title="Dead letters" aside={counts.size}>
      <div className="run-list">
        {[...counts].map(([edge, { failed, lost }]) => (
          <button key={edge} type="button" onClick={() => showElement(edge)}>
            <span className="ellipsis">{endsText(moment, edge)}</span>
            {failed > 0 ? (
              <StateChip state="waiting">{lettersText(failed)}</StateChip>
            ) : (
              <span className="run-standing">{lost} refused or dropped</span>
            )}
          </button>
        ))}
      </div>
    </Section>
  )
}

function endsText({ trace: { plan } }: Moment, edge: string): string {
  const channel = plan.components[plan.byId.get(edge) ?? -1]
  if (channel?.type !== 'channel') return edge
  return `${nameAt(plan, drawnFrom(plan, channel.from))} → ${nameAt(plan, drawnTo(plan, channel.to))}`
}
