import { openAskOf } from '../approvals/approvals.ts'
import { ApprovalsPanel } from '../approvals/approvals-panel.tsx'
import { Canvas } from '../canvas/canvas.tsx'
import { type CanvasViews, CanvasViewsContext } from '../canvas/view-model.ts'
import { useDocument } from '../document/document.ts'
import { RunStrip } from '../history/run-strip.tsx'
import { Inspector } from '../inspector/inspector.tsx'
import { usePlayback } from '../playback/playback.ts'
import { markSeen, runViews } from '../playback/views.ts'
import { RunPanel } from '../run/run-panel.tsx'
import { Splitter } from '../ui/splitter.tsx'
import { Dock } from './dock.tsx'
import { LIMITS, resizePanels, showRight, useLayout } from './layout.ts'
import { LeftPanel } from './left-panel.tsx'

/** Panels change with the mode; the drawing stays where it is. */
export function Workbench() {
  const mode = useLayout((state) => state.mode)
  const drawn = useDocument((state) => state.document)
  const pinned = usePlayback((state) => state.document)
  const opened = useDocument((state) => state.opened)
  const run = mode === 'run'
  const shown = run ? (pinned ?? drawn) : drawn
  return (
    <CanvasViewsContext value={run ? runViews : designViews}>
      <main className="workbench">
        <LeftPanel document={shown} />
        <div className="middle">
          <Canvas
            key={opened}
            document={shown}
            editable={!run}
            onEdgeSeen={run ? markSeen : NOTHING}
            onNodeClick={run ? openQuestion : NOTHING}
          >
            {shown.nodes.length === 0 ? <EmptyCanvas run={run} /> : null}
            {run ? <RunStrip /> : null}
          </Canvas>
          <Dock />
        </div>
        <RightPanel />
      </main>
    </CanvasViewsContext>
  )
}

/**
 * Design mode shows no run. Its hooks are those of run mode, since the cards stay mounted when the mode changes and
 * React counts the hooks of each.
 */
const designViews: CanvasViews = {
  useNodeView: (id) => {
    runViews.useNodeView(id)
    return null
  },
  useEdgeView: (id) => {
    runViews.useEdgeView(id)
    return null
  },
  particles: null,
}

const NOTHING = (): void => {}

/** A click on a node that asks something opens its question; on any other the run's panel comes back. */
function openQuestion(id: string): void {
  showRight(openAskOf(id) ? 'approvals' : 'run')
}

function EmptyCanvas({ run }: { readonly run: boolean }) {
  return (
    <div className="canvas-empty">
      <p>
        {run
          ? 'Nothing is drawn, so there is nothing to run. Go to Design to draw a team.'
          : 'Drag a node from the left, press N, or double-click. A team begins with an input.'}
      </p>
    </div>
  )
}

function RightPanel() {
  const mode = useLayout((state) => state.mode)
  const panel = useLayout((state) => state.rightPanel)
  const width = useLayout((state) => state.sizes[state.mode].right)
  const approvalsWidth = useLayout((state) => state.approvalsWidth)
  if (mode === 'run' && panel === 'approvals') {
    const { min } = LIMITS.approvals
    const max = Math.max(min, Math.round(innerWidth * LIMITS.approvals.max))
    const own = Math.min(approvalsWidth, max)
    return (
      <>
        <Splitter
          label="Width of the approvals"
          orientation="vertical"
          after
          size={own}
          min={min}
          max={max}
          onResize={(next) => useLayout.setState({ approvalsWidth: next })}
        />
        <aside className="right-panel" style={{ width: own }} aria-label="Approvals">
          <ApprovalsPanel />
        </aside>
      </>
    )
  }
  return (
    <>
      <Splitter
        label="Width of the panel at the right"
        orientation="vertical"
        after
        size={width}
        {...LIMITS.right}
        onResize={(right) => resizePanels({ right })}
      />
      <aside className="right-panel" style={{ width }} aria-label={mode === 'run' ? 'Run' : 'Settings'}>
        {mode === 'run' ? <RunPanel /> : <Inspector />}
      </aside>
    </>
  )
}
