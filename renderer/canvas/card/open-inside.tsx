import './open-inside.css'
import { Maximize2 } from 'lucide-react'
import { useContext } from 'react'
import { openedBy } from '../../../shared/topology/inside.ts'
import { topologyName } from '../../document/inside.ts'
import { DrawingContext } from '../drawing-context.ts'
import { goInto } from '../showing.ts'

/** The way into a nested node by one click; a double click on the card and Enter do the same. */
export function OpenInside({ id }: { readonly id: string }) {
  const drawing = useContext(DrawingContext)
  const inner = drawing === null ? null : openedBy(drawing.document, drawing.document, id)
  if (inner === null) return null
  const count = inner.nodes.length
  return (
    <button
      type="button"
      className="card-way-in nodrag nopan"
      tabIndex={-1}
      title={`Open what is inside: ${topologyName(inner)}, ${count} ${count === 1 ? 'node' : 'nodes'} (Enter)`}
      aria-label={`Open what is inside ${topologyName(inner)}`}
      onClick={(event) => {
        event.stopPropagation()
        goInto(id)
      }}
    >
      <Maximize2 size={13} strokeWidth={1.75} />
    </button>
  )
}
