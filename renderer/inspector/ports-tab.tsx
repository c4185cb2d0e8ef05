import { askConnection } from '../canvas/canvas-state.ts'
import { type DrawnEdge, type DrawnNode, draw } from '../canvas/drawing/drawing.ts'
import type { Anchor } from '../canvas/geometry/anchors.ts'
import { useDocument } from '../document/document.ts'
import { selectEdges } from '../document/selection.ts'
import { Button } from '../ui/button.tsx'

/** Every port with what it is joined to; the way to wire without a pointer. */
export function PortsTab({ drawn }: { readonly drawn: DrawnNode }) {
  const document = useDocument((state) => state.shown)
  const edges = [...draw(document).edges.values()]
  const id = drawn.node.id
  const ports = distinct(drawn.anchors)
  return (
    <>
      {ports.map((anchor) => (
        <Port
          key={`${anchor.type}/${anchor.end}/${anchor.port}`}
          anchor={anchor}
          edges={edges.filter((edge) => joins(edge, id, anchor))}
        />
      ))}
      <div className="inspector-part">
        <Button className="add-row" keys="C" onClick={() => askConnection(id)}>
          Connect to…
        </Button>
      </div>
    </>
  )
}

/** A port has several anchors when edges reach it from several sides; it is one port all the same. */
function distinct(anchors: readonly Anchor[]): readonly Anchor[] {
  const seen = new Set<string>()
  return anchors.filter((anchor) => {
    const key = anchor.type === 'resource' ? `resource/${anchor.end}` : `${anchor.end}/${anchor.port}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function joins(edge: DrawnEdge, id: string, anchor: Anchor): boolean {
  if (edge.resource !== (anchor.type === 'resource')) return false
  if (anchor.end === 'source') {
    return edge.source.node.id === id && (edge.resource || edge.sourceAnchor.port === anchor.port)
  }
  return edge.target.node.id === id && (edge.resource || edge.targetAnchor.port === anchor.port)
}

function Port({ anchor, edges }: { readonly anchor: Anchor; readonly edges: readonly DrawnEdge[] }) {
  const out = anchor.end === 'source'
  return (
    <div className="port-row">
      <div className="port-name">
        <span className={`port-mark port-mark-${anchor.type}`} aria-hidden="true" />
        <strong>{anchor.type === 'resource' ? 'Shared state' : anchor.port}</strong>
        <span className="field-aside">{directionOf(anchor)}</span>
      </div>
      {edges.length === 0 ? (
        <p className="port-link">{emptyText(anchor)}</p>
      ) : (
        edges.map((edge) => (
          <p key={edge.edge.id} className="port-link">
            {out ? 'to ' : 'from '}
            <button type="button" onClick={() => selectEdges([edge.edge.id])}>
              {out ? edge.target.facts.name : edge.source.facts.name}
            </button>{' '}
            <span className="field-aside">{edge.detail}</span>
          </p>
        ))
      )}
    </div>
  )
}

function directionOf(anchor: Anchor): string {
  if (anchor.type === 'resource') return anchor.end === 'source' ? 'works on' : 'used by'
  if (anchor.type === 'error') return 'out, errors'
  return anchor.end === 'source' ? 'out' : 'in'
}

function emptyText(anchor: Anchor): string {
  if (anchor.type === 'error') return 'Not wired: an error here fails the run'
  if (anchor.type === 'resource') return 'Joined to nothing'
  if (anchor.port === 'fallback' || anchor.port === 'exhausted')
    return 'Not wired yet: what leaves here must have somewhere to go'
  return anchor.end === 'source' ? 'Not wired: what leaves here is dropped' : 'Not wired'
}
