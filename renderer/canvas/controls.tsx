import { useStore } from '@xyflow/react'
import { Maximize, Minus, Plus, Redo2, Undo2 } from 'lucide-react'
import { redo, undo, useDocument } from '../document/document.ts'
import { IconButton } from '../ui/button.tsx'
import { currentStage } from './stage.ts'

const ZOOM_STEP = 1.25

/** Undo and redo at the top, zoom at the bottom; the rest of the canvas is the drawing's. */
export function CanvasControls({ editable }: { readonly editable: boolean }) {
  const zoom = useStore((state) => Math.round(state.transform[2] * 100))
  return (
    <>
      {editable ? <UndoRedo /> : null}
      <div className="canvas-zoom">
        <IconButton label="Zoom in" keys="+" onClick={() => currentStage()?.zoomBy(ZOOM_STEP)}>
          <Plus />
        </IconButton>
        <button
          type="button"
          className="canvas-percent data"
          title="Back to 100 % (0)"
          onClick={() => currentStage()?.zoomTo(1)}
        >
          {zoom} %
        </button>
        <IconButton label="Zoom out" keys="-" onClick={() => currentStage()?.zoomBy(1 / ZOOM_STEP)}>
          <Minus />
        </IconButton>
        <IconButton label="Fit all in view" keys="1" onClick={() => currentStage()?.fit()}>
          <Maximize />
        </IconButton>
      </div>
    </>
  )
}

function UndoRedo() {
  const past = useDocument((state) => state.past.at(-1)?.label)
  const future = useDocument((state) => state.future.at(-1)?.label)
  return (
    <div className="canvas-undo">
      <IconButton
        framed
        label={past === undefined ? 'Nothing to undo' : `Undo: ${past}`}
        keys="Ctrl Z"
        disabled={past === undefined}
        onClick={undo}
      >
        <Undo2 />
      </IconButton>
      <IconButton
        framed
        label={future === undefined ? 'Nothing to redo' : `Redo: ${future}`}
        keys="Ctrl Shift Z"
        disabled={future === undefined}
        onClick={redo}
      >
        <Redo2 />
      </IconButton>
    </div>
  )
}
