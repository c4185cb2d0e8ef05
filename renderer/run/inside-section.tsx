import type { ActorPlan, Plan } from '../../shared/topology/plan.ts'
import { goInto, showElement } from '../canvas/showing.ts'
import { useSelection } from '../document/selection.ts'
import { usePlayback } from '../playback/playback.ts'
import { nodeViewOf } from '../playback/views.ts'
import { Button } from '../ui/button.tsx'
import { StateChip } from '../ui/chip.tsx'
import { Section } from '../ui/section.tsx'

/** What is inside a nested node at the shown moment: its nodes, or a map's lanes; a click opens it there. */
export function InsideSection({ plan, actor }: { readonly plan: Plan; readonly actor: ActorPlan }) {
  const state = usePlayback()
  const selected = useSelection(({ nodes }) => (nodes.size === 1 ? [...nodes][0] : undefined))
  const rows = rowsOf(plan, actor)
  // The input inside has the id of the whole: it is the way in, and nothing is inside it.
  if (rows.length === 0 || selected === undefined || selected === state.naming.input) return null
  return (
    <Section title="Inside" aside={rows.length}>
      <div className="run-list">
        {rows.map(({ id, name }) => {
          const view = nodeViewOf(state, id)
          return (
            <button key={id} type="button" title={id} onClick={() => showElement(id)}>
              <span className="ellipsis">{name}</span>
              {view === null ? null : <StateChip state={view.state}>{view.chip}</StateChip>}
            </button>
          )
        })}
      </div>
      <div className="inspector-part">
        <Button keys="Enter" onClick={() => goInto(selected)}>
          Open what is inside
        </Button>
      </div>
    </Section>
  )
}

function rowsOf(
  plan: Plan,
  { id, kind, outOf }: ActorPlan,
): readonly { readonly id: string; readonly name: string }[] {
  if (kind.kind === 'map') {
    const lanes = [...outOf.keys()].flatMap((port) => /^lane(\d+)$/.exec(port)?.[1] ?? [])
    return lanes.map((lane) => ({ id: `${id}/${lane}`, name: `Lane ${Number(lane) + 1}` }))
  }
  // One level only; what is deeper inside stands for itself by its own nested node, whose relay has its id.
  const direct = plan.actors.filter((one) => isDirectly(one.id, id) && !one.id.endsWith('/-error'))
  return direct.filter(
    (one) => one.kind.internal !== true || plan.actors.some((other) => other.id.startsWith(`${one.id}/`)),
  )
}

function isDirectly(id: string, around: string): boolean {
  return id.startsWith(`${around}/`) && !id.includes('/', around.length + 1)
}
