import './run-panel.css'
import type { PartView } from '../canvas/view-model.ts'
import { selectEdges, selectNodes } from '../document/selection.ts'
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
    ...plan.controllers.map((one) => ({
      id: one.id,
      name: `${TYPES[one.spec.type]} ${one.id}`,
      of: one.users,
    })),
    ...plan.supervisors.map((one) => ({
      id: one.id,
      name: one.spec.name ?? `Group ${one.id}`,
      of: one.members,
    })),
  ]
  if (rows.length === 0) return null
  const select = (of: readonly number[]): void =>
    selectNodes(of.flatMap((index) => plan.components[index]?.id ?? []))
  return (
    <Section title="Policies" aside={rows.length}>
      <div className="run-list">
        {rows.map(({ id, name, of }) => (
          <button key={id} type="button" onClick={() => select(of)}>
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
      {view.word} {view.text}
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
          <button key={edge} type="button" onClick={() => selectEdges([edge])}>
            <span className="data">{edge}</span>
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
