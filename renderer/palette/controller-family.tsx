import { Boxes } from 'lucide-react'
import type { DragEvent } from 'react'
import { groupSelection } from '../canvas/edit.ts'
import { DRAGGED_CONTROLLER } from '../canvas/hands.ts'
import { addControllerFor } from '../controllers/adding.ts'
import { ControllerIcon } from '../controllers/controller-icon.tsx'
import { CONTROLLER_WORDS } from '../controllers/words.ts'
import type { Scope } from '../document/commands/controllers.ts'
import { useSelection } from '../document/selection.ts'

const ASIDES = { breaker: 'opens', bulkhead: 'at once', rate: 'in a time', budget: 'in all' } as const
const GROUP_WORDS = 'group region restart saga'

/** What is drawn around and upon nodes: a group of them, and limits for some or for all. */
export function ControllerFamily({ search }: { readonly search: string }) {
  const wanted = search.trim().toLowerCase()
  const some = useSelection((state) => state.nodes.size > 0)
  const shown = CONTROLLER_WORDS.filter(({ label, hint, help }) =>
    `${label} ${hint} ${help[0]}`.toLowerCase().includes(wanted),
  )
  const drag = (event: DragEvent, type: string): void => {
    event.dataTransfer.setData(DRAGGED_CONTROLLER, type)
    event.dataTransfer.effectAllowed = 'copy'
  }
  return (
    <>
      {shown.length === 0 ? null : (
        <section className="palette-family" aria-label="Limits">
          <h2>Limits</h2>
          {shown.map(({ type, label, hint, help }) => (
            <button
              key={type}
              type="button"
              className="palette-kind"
              draggable
              data-controller={type}
              title={`${label}: ${hint}. ${help[0]}`}
              onClick={() => addControllerFor(type, selectedScope())}
              onDragStart={(event) => drag(event, type)}
            >
              <span className="palette-tile">
                <ControllerIcon type={type} />
              </span>
              <span className="palette-label">{label}</span>
              <span className="palette-aside">{ASIDES[type]}</span>
            </button>
          ))}
        </section>
      )}
      {GROUP_WORDS.includes(wanted) ? (
        <section className="palette-family" aria-label="Region">
          <h2>Region</h2>
          <button
            type="button"
            className="palette-kind"
            disabled={!some}
            title={some ? 'Groups the selected nodes' : 'Select the nodes that belong together first'}
            onClick={groupSelection}
          >
            <span className="palette-tile">
              <Boxes size={13} strokeWidth={1.75} aria-hidden="true" />
            </span>
            <span className="palette-label">Group</span>
            <span className="palette-aside">{some ? 'Ctrl G' : 'select nodes'}</span>
          </button>
        </section>
      ) : null}
    </>
  )
}

/** For what is selected; where nothing is, for the whole run. */
function selectedScope(): Scope {
  const { nodes, part } = useSelection.getState()
  if (nodes.size > 0) return { nodes: [...nodes] }
  return part?.type === 'group' ? { group: part.id } : {}
}
