import type { Way } from '../../shared/impact/failure.ts'
import type { CanvasViews, EdgeView, NodeView, PartView } from '../canvas/view-model.ts'
import { useAsking, wayOf } from './asking.ts'
import { LOOKS, type Shown, shownAt } from './effects.ts'

const NODES: Readonly<Record<string, NodeView>> = Object.fromEntries(
  (Object.keys(LOOKS) as readonly Shown[]).flatMap((shown) => {
    const { word, state } = LOOKS[shown]
    const view: NodeView = { state, chip: word, ...(shown === 'stops' ? { ended: true } : {}) }
    return [
      [shown, view],
      [`${shown} on the way`, { ...view, broken: true }],
    ]
  }),
)

const CUT: EdgeView = { state: 'failed', waiting: 0, dropped: 1, label: 'cut' }
const ON_THE_WAY: EdgeView = { state: 'idle', waiting: 0, broken: true }
const FAILS: Readonly<Record<Way, PartView>> = {
  fails: { state: 'failed', word: 'Fails', text: '', part: null },
  silent: { state: 'failed', word: 'Silent', text: '', part: null },
}

/** Is it on the way from what fails to the node that is pointed at in the list? */
function useIsOnTheWay(id: string): boolean {
  return useAsking(({ impact, pointed }) => {
    if (impact === null || pointed === null) return false
    const node = impact.nodes.find(({ element }) => element === pointed)
    return node?.path.includes(wayOf(id)) === true
  })
}

/**
 * What a failure does, over whatever else the canvas shows. The hooks are always the same ones: cards stay mounted while
 * a question comes and goes.
 */
export function withImpact(views: CanvasViews): CanvasViews {
  return {
    useNodeView: (id) => {
      const view = views.useNodeView(id)
      const shown = useAsking(({ impact }) => (impact === null ? null : shownAt(impact, wayOf(id))))
      const asks = useAsking(({ impact }) => impact !== null)
      const onTheWay = useIsOnTheWay(id)
      if (!asks) return view
      return shown === null ? null : (NODES[onTheWay ? `${shown} on the way` : shown] ?? null)
    },
    useEdgeView: (id) => {
      const view = views.useEdgeView(id)
      const asks = useAsking(({ impact }) => impact !== null)
      const cut = useAsking(({ element }) => element === wayOf(id))
      const onTheWay = useIsOnTheWay(id)
      if (!asks) return view
      return cut ? CUT : onTheWay ? ON_THE_WAY : null
    },
    usePartView: (id) => {
      const view = views.usePartView(id)
      const how = useAsking(({ impact }) => impact?.way ?? null)
      const fails = useAsking(({ element }) => element === wayOf(id))
      if (how === null) return view
      return fails ? FAILS[how] : null
    },
    particles: views.particles,
  }
}
