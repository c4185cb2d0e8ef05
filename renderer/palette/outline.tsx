import './outline.css'
import { type KeyboardEvent, useContext, useMemo } from 'react'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { type Drawing, type DrawnEdge, type DrawnNode, draw } from '../canvas/drawing/drawing.ts'
import { currentStage } from '../canvas/stage.ts'
import { CanvasViewsContext } from '../canvas/view-model.ts'
import { selectNodes, useSelection } from '../document/selection.ts'
import { StateChip } from '../ui/chip.tsx'
import { Empty } from '../ui/empty.tsx'
import { KindIcon } from '../ui/kind-icon.tsx'
import { PartsOutline } from './parts-outline.tsx'

/** The drawing as a table, with the same selection: for those who read it rather than look at it. */
export function Outline({ document }: { readonly document: TopologyDocument }) {
  const drawing = useMemo(() => draw(document), [document])
  const selected = useSelection((state) => state.nodes)
  const nodes = useMemo(() => inOrder(drawing), [drawing])
  if (nodes.length === 0) {
    return (
      <Empty title="Nothing drawn yet">Nodes are listed here, in the order in which messages flow.</Empty>
    )
  }
  const stop = nodes.find((one) => selected.has(one.node.id)) ?? nodes[0]
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose rows are chosen and walked is a grid */}
      <table className="outline" role="grid" aria-label="Nodes and edges">
        <thead>
          <tr>
            <th scope="col">Node</th>
            <th scope="col">Leads to</th>
          </tr>
        </thead>
        <tbody>
          {nodes.map((one) => (
            <Row
              key={one.node.id}
              drawn={one}
              drawing={drawing}
              selected={selected.has(one.node.id)}
              stop={one === stop}
            />
          ))}
        </tbody>
      </table>
      <PartsOutline document={document} />
    </>
  )
}

interface RowProps {
  readonly drawn: DrawnNode
  readonly drawing: Drawing
  readonly selected: boolean
  readonly stop: boolean
}

function Row({ drawn, drawing, selected, stop }: RowProps) {
  const { facts, node } = drawn
  const view = useContext(CanvasViewsContext).useNodeView(node.id)
  const targets = [...drawing.edges.values()].filter((edge) => edge.source === drawn)
  const choose = (): void => {
    selectNodes([node.id])
    currentStage()?.reveal([node.id])
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTableRowElement>): void => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      choose()
    }
    const row = event.currentTarget
    const next =
      event.key === 'ArrowDown'
        ? row.nextElementSibling
        : event.key === 'ArrowUp'
          ? row.previousElementSibling
          : null
    if (next instanceof HTMLElement) {
      event.preventDefault()
      next.focus()
      next.click()
    }
  }
  return (
    <tr
      className="outline-row"
      aria-selected={selected}
      tabIndex={stop ? 0 : -1}
      onClick={choose}
      onKeyDown={onKeyDown}
    >
      <th scope="row">
        <span className="outline-name">
          <KindIcon name={facts.icon} />
          <span className="ellipsis">{facts.name}</span>
        </span>
        {view === null ? null : <StateChip state={view.state}>{view.chip}</StateChip>}
      </th>
      <td>
        {targets.length === 0 ? (
          <span className="outline-none">–</span>
        ) : (
          targets.map((edge) => <Target key={edge.edge.id} drawn={edge} />)
        )}
      </td>
    </tr>
  )
}

/** Where an edge leads, and what goes on in it. */
function Target({ drawn }: { readonly drawn: DrawnEdge }) {
  const view = useContext(CanvasViewsContext).useEdgeView(drawn.edge.id)
  return (
    <span className="outline-target">
      {drawn.target.facts.name}
      <span className="outline-port"> {drawn.resource ? drawn.edge.access : drawn.sourceAnchor.port}</span>
      {view?.label == null || view.label === '' ? null : (
        <span className="outline-port"> · {view.label}</span>
      )}
    </span>
  )
}

/** As the drawing reads: from left to right, and from top to bottom. */
function inOrder(drawing: Drawing): readonly DrawnNode[] {
  return [...drawing.nodes.values()].sort((a, b) => a.frame.x - b.frame.x || a.frame.y - b.frame.y)
}
