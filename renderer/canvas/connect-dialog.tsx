import { useContext } from 'react'
import { Dialog } from '../ui/dialog.tsx'
import { Finder, type Found } from '../ui/finder.tsx'
import { KindIcon } from '../ui/kind-icon.tsx'
import { addEdge } from './adding.ts'
import { askConnection } from './canvas-state.ts'
import { DrawingContext } from './drawing-context.ts'
import type { Anchor } from './geometry/anchors.ts'
import { currentStage } from './stage.ts'
import { partnersOf } from './wiring.ts'

/** Wiring without a pointer: each port of the node, each place that it may lead to or come from. */
export function ConnectDialog({ node }: { readonly node: string }) {
  const drawing = useContext(DrawingContext)
  const drawn = drawing?.nodes.get(node)
  if (drawing === null || drawn === undefined) return null
  const close = (): void => {
    askConnection(null)
    currentStage()?.focusNode(node)
  }
  const seen = new Set<string>()
  const groups = drawn.anchors.flatMap((anchor) => {
    const title = titleOf(anchor)
    if (seen.has(title)) return []
    seen.add(title)
    const found = partnersOf(drawing, node, anchor).map((wire): Found => {
      const other = drawing.nodes.get(wire.other)
      const port = anchor.end === 'source' ? wire.targetHandle : wire.sourceHandle
      return {
        id: `${title}/${wire.other}/${port ?? ''}`,
        label: other?.facts.name ?? wire.other,
        aside: anchor.type === 'resource' ? (other?.facts.kindLabel ?? '') : (port ?? ''),
        icon: <KindIcon name={other?.facts.icon ?? ''} size={14} />,
        words: title,
        run: () => {
          addEdge(wire)
          close()
        },
      }
    })
    return [{ title, found }]
  })
  return (
    <Dialog title={`Connect ${drawn.facts.name} to…`} width="small" bare onClose={close}>
      <Finder
        label={`Connect ${drawn.facts.name} to`}
        placeholder={`Connect ${drawn.facts.name} to…`}
        groups={groups}
        empty="Nothing here that it could be connected to"
      />
    </Dialog>
  )
}

function titleOf(anchor: Anchor): string {
  if (anchor.type === 'resource') return anchor.end === 'source' ? 'Works on' : 'Used by'
  return anchor.end === 'source' ? `From ${anchor.label} to` : `Into ${anchor.port} from`
}
