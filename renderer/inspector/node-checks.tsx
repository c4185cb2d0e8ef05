import { useId } from 'react'
import { nameOf } from '../canvas/drawing/nodes.ts'
import { useDocument } from '../document/document.ts'

interface NodeChecksProps {
  readonly label: string
  readonly chosen: readonly string[]
  /** So many stay chosen: a list that must not be empty keeps its last. */
  readonly least: number
  onChange(ids: readonly string[]): void
}

/** The nodes of the drawing, each with a box to tick; those chosen keep their order. */
export function NodeChecks({ label, chosen, least, onChange }: NodeChecksProps) {
  const nodes = useDocument((state) => state.shown.nodes)
  const title = useId()
  return (
    <fieldset className="node-checks" aria-labelledby={title}>
      <span id={title} className="node-checks-title">
        {label}
      </span>
      <div className="node-check-list">
        {nodes.map((node) => {
          const on = chosen.includes(node.id)
          return (
            <label key={node.id} className="node-check">
              <input
                type="checkbox"
                checked={on}
                disabled={on && chosen.length <= least}
                onChange={() => onChange(on ? chosen.filter((id) => id !== node.id) : [...chosen, node.id])}
              />
              <span className="ellipsis">{nameOf(node)}</span>
              <code className="field-aside">{node.id}</code>
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}
