import { useContext } from 'react'
import { controlsOf } from '../canvas/drawing/controls.ts'
import { DrawingContext } from '../canvas/drawing-context.ts'
import { ControllerChip } from './controller-chip.tsx'

/** What is for the whole run, or for a model or tool wherever it is used: at the canvas's own edge. */
export function ControllerStrip() {
  const drawing = useContext(DrawingContext)
  if (drawing === null) return null
  const { onCanvas } = controlsOf(drawing.document)
  if (onCanvas.length === 0) return null
  return (
    <div className="controller-strip">
      {onCanvas.map((spec) => (
        <ControllerChip key={spec.id} spec={spec} wide />
      ))}
    </div>
  )
}
