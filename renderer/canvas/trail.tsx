import './trail.css'
import { ChevronRight, CornerLeftUp } from 'lucide-react'
import { Fragment, type ReactNode } from 'react'
import type { DocumentNode, TopologyDocument } from '../../shared/topology/document.ts'
import { type Inside, topologyInside } from '../../shared/topology/inside.ts'
import { nestedIn } from '../../shared/topology/nested.ts'
import { IconButton } from '../ui/button.tsx'
import { nameOf } from './drawing/nodes.ts'
import { goOut, goOutTo } from './showing.ts'

interface TrailProps {
  readonly document: TopologyDocument
  readonly inside: Inside
  /** What may be chosen at a step: a map's lanes in a run. */
  lanesOf?(node: DocumentNode, inside: Inside): ReactNode
}

/** Over the canvas while a topology inside the drawing is shown: where that is, and the ways out. */
export function Trail({ document, inside, lanesOf }: TrailProps) {
  if (inside.length === 0) return null
  const steps = inside.map((id, at) => {
    const around = topologyInside(document, inside.slice(0, at)) ?? document
    return around.nodes.find((node) => node.id === id)
  })
  const last = steps.at(-1)
  return (
    <nav className="trail" aria-label="Opened topologies">
      <IconButton label="Back to the topology around it" keys="Escape" onClick={goOut}>
        <CornerLeftUp />
      </IconButton>
      <ol className="trail-list">
        <li>
          <button type="button" className="trail-step" onClick={() => goOutTo([])}>
            {document.name === '' ? 'Untitled' : document.name}
          </button>
        </li>
        {steps.map((node, at) => (
          <Fragment key={inside.slice(0, at + 1).join('/')}>
            <li>
              <ChevronRight size={14} aria-hidden="true" />
              {at === inside.length - 1 ? (
                <span className="trail-here" aria-current="location">
                  {node === undefined ? inside[at] : nameOf(node)}
                </span>
              ) : (
                <button type="button" className="trail-step" onClick={() => goOutTo(inside.slice(0, at + 1))}>
                  {node === undefined ? inside[at] : nameOf(node)}
                </button>
              )}
              {node === undefined ? null : lanesOf?.(node, inside.slice(0, at + 1))}
            </li>
          </Fragment>
        ))}
      </ol>
      {last === undefined ? null : <span className="trail-note">{noteOf(document, last)}</span>}
    </nav>
  )
}

/** What a change here would also change. */
function noteOf({ nodes, topologies = [] }: TopologyDocument, node: DocumentNode): string {
  const of = nestedIn(node)
  const users = [{ nodes }, ...topologies].flatMap((body) => body.nodes).filter((one) => nestedIn(one) === of)
  const what = node.kind === 'map' ? 'For each item' : 'A team as one node'
  return users.length > 1 ? `${what}; ${users.length} nodes share it` : what
}
