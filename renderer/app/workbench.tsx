import { type DragEvent, useEffect } from 'react'
import { idInRun, reachable } from '../../shared/topology/inside.ts'
import { openAskOf } from '../approvals/approvals.ts'
import { Canvas } from '../canvas/canvas.tsx'
import { currentStage } from '../canvas/stage.ts'
import { Trail } from '../canvas/trail.tsx'
import { CanvasViewsContext } from '../canvas/view-model.ts'
import { VerdictStrip } from '../check/verdict-strip.tsx'
import { CANVAS_VIEWS } from '../check/views.ts'
import { useDocument } from '../document/document.ts'
import { shownOf } from '../document/inside.ts'
import { openFile } from '../files/files.ts'
import { RunStrip } from '../history/run-strip.tsx'
import { onNextFrame } from '../playback/frames.ts'
import { usePlayback } from '../playback/playback.ts'
import { markSeen } from '../playback/views.ts'
import { LanePicker } from '../run/lane-picker.tsx'
import { Announcer } from './announcer.tsx'
import { Dock } from './dock.tsx'
import { type Mode, resizePanels, showRight, useLayout } from './layout.ts'
import { LeftPanel } from './left-panel.tsx'
import { RightPanel } from './right-panel.tsx'
import { usePlays } from './trace-modes.ts'
import { RAIL_BELOW, useNarrowerThan } from './window-width.ts'

/** Panels change with the mode; the drawing stays where it is. */
export function Workbench() {
  const mode = useLayout((state) => state.mode)
  const drawn = useDocument((state) => state.document)
  const pinned = usePlayback((state) => state.document)
  const opened = useDocument((state) => state.opened)
  const own = useDocument((state) => state.file?.path ?? '')
  const other = usePlayback((state) => (state.document === null ? own : (state.summary?.path ?? own)))
  const run = mode === 'run'
  const plays = usePlays(mode)
  const whole = plays ? (pinned ?? drawn) : drawn
  const wanted = useDocument((state) => state.wanted)
  const inside = reachable(whole, wanted)
  const shown = shownOf(whole, inside)
  const place = `${opened}/${run ? other : own}/${inside.join('/')}`
  useRailWhenNarrow()
  useFitInEachMode(mode)
  return (
    <CanvasViewsContext
      value={
        CANVAS_VIEWS[
          plays ? (mode === 'run' ? 'run' : mode === 'check' ? 'counterexample' : 'rehearsal') : 'nothing'
        ]
      }
    >
      <main className="workbench" {...fileDrop}>
        <h1 className="visually-hidden">{whole.name === '' ? 'Untitled' : whole.name}</h1>
        {run ? <Announcer /> : null}
        <LeftPanel document={shown} />
        <div className="middle">
          <Trail
            document={whole}
            inside={inside}
            lanesOf={(node, way) => (plays ? <LanePicker document={whole} node={node} inside={way} /> : null)}
          />
          <Canvas
            // A run of another topology is another view, and so is what is inside; else everything stays where it is.
            key={place}
            place={place}
            document={shown}
            whole={whole}
            editable={mode === 'design'}
            onEdgeSeen={plays ? markShown : NOTHING}
            onNodeClick={run ? openQuestion : NOTHING}
          >
            {shown.nodes.length === 0 ? <EmptyCanvas mode={mode} inside={inside.length > 0} /> : null}
            {run || (mode === 'rehearse' && plays) ? <RunStrip /> : null}
            {mode === 'check' ? <VerdictStrip /> : null}
          </Canvas>
          <Dock />
        </div>
        <RightPanel />
      </main>
    </CanvasViewsContext>
  )
}

const NOTHING = (): void => {}

function markShown(edge: string): void {
  markSeen(usePlayback.getState().naming.prefix + edge)
}

/** A topology file may be dropped anywhere. */
const fileDrop = {
  onDragOver: (event: DragEvent): void => {
    if (event.dataTransfer.types.includes('Files')) event.preventDefault()
  },
  onDrop: (event: DragEvent): void => {
    const file = event.dataTransfer.files[0]
    if (file === undefined) return
    event.preventDefault()
    void openFile(file)
  },
}

/** A narrow window has no room for the panel at the left: it becomes its rail, and comes back with the room. */
function useRailWhenNarrow(): void {
  const narrow = useNarrowerThan(RAIL_BELOW)
  useEffect(() => {
    const { mode, sizes } = useLayout.getState()
    if (!narrow || !sizes[mode].leftOpen) return
    resizePanels({ leftOpen: false })
    return () => resizePanels({ leftOpen: true })
  }, [narrow])
}

/** The panels of another mode leave another room: what was seen whole is seen whole. */
function useFitInEachMode(mode: Mode): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the mode is what it waits for
  useEffect(() => {
    // The canvas knows its new size at the end of the first frame.
    onNextFrame(() => onNextFrame(() => currentStage()?.fitAgain()))
  }, [mode])
}

/** A click on a node that asks something opens its question; on any other the run's panel comes back. */
function openQuestion(id: string): void {
  showRight(openAskOf(idInRun(usePlayback.getState().naming, id)) ? 'approvals' : 'run')
}

function EmptyCanvas({ mode, inside }: { readonly mode: Mode; readonly inside: boolean }) {
  return (
    <div className="canvas-empty">
      <p>{emptyText(mode, inside)}</p>
    </div>
  )
}

function emptyText(mode: Mode, inside: boolean): string {
  if (mode !== 'design')
    return `Nothing is drawn, so there is nothing to ${mode}. Go to Design to draw a team.`
  if (inside)
    return 'Nothing is in here. An input takes what comes to the node outside; each output is a port of it. Drag them from the left.'
  return 'Drag a node from the left, press N, or double-click. A team begins with an input.'
}
