import { Plus } from 'lucide-react'
import type { ControllerSpec } from '../../shared/topology/controls.ts'
import { askController } from '../canvas/canvas-state.ts'
import { ControllerIcon } from '../controllers/controller-icon.tsx'
import { scopeText } from '../controllers/scope-words.ts'
import { controllerFact, wordsOf } from '../controllers/words.ts'
import { useDocument } from '../document/document.ts'
import { selectPart } from '../document/selection.ts'
import { Button } from '../ui/button.tsx'

interface ControllerListProps {
  readonly controllers: readonly ControllerSpec[]
  /** What is said where there is none. */
  readonly none: string
}

/** Controllers as rows that lead to their forms, and the way to another one. */
export function ControllerList({ controllers, none }: ControllerListProps) {
  const document = useDocument((state) => state.shown)
  return (
    <>
      {controllers.length === 0 ? <p className="inspector-note">{none}</p> : null}
      {controllers.map((spec) => (
        <button
          key={spec.id}
          type="button"
          className="part-row"
          onClick={() => selectPart('controller', spec.id)}
        >
          <ControllerIcon type={spec.type} />
          <span className="part-name">{wordsOf(spec.type).label}</span>
          <span className="part-fact ellipsis">{controllerFact(spec)}</span>
          <span className="part-scope ellipsis">for {scopeText(spec, document)}</span>
        </button>
      ))}
      <Button look="quiet" className="add-row" icon={<Plus />} onClick={() => askController(true)}>
        Add a limit or breaker…
      </Button>
    </>
  )
}
