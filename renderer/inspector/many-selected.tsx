import { Plus } from 'lucide-react'
import { askController } from '../canvas/canvas-state.ts'
import { deleteSelection, duplicateSelection, extractSelection, groupSelection } from '../canvas/edit.ts'
import { Button } from '../ui/button.tsx'

interface ManySelectedProps {
  readonly nodes: number
  readonly edges: number
}

export function ManySelected({ nodes, edges }: ManySelectedProps) {
  const parts = [countOf(nodes, 'node'), countOf(edges, 'edge')].filter((part) => part !== '')
  return (
    <>
      <header className="inspector-head">
        <h2>{parts.join(' and ')}</h2>
      </header>
      <div className="inspector-part">
        <p className="inspector-note">
          Drag one to move all. Shift and click adds to the selection or takes from it.
        </p>
        <div className="list-row list-row-wrap">
          {nodes === 0 ? null : (
            <Button keys="Ctrl G" onClick={groupSelection}>
              Group
            </Button>
          )}
          {nodes === 0 ? null : (
            <Button keys="Alt X" onClick={extractSelection}>
              Make a topology
            </Button>
          )}
          {nodes === 0 ? null : (
            <Button keys="Ctrl D" onClick={duplicateSelection}>
              Duplicate
            </Button>
          )}
          <Button look="danger" onClick={deleteSelection}>
            Delete
          </Button>
        </div>
        {nodes === 0 ? null : (
          <Button look="quiet" className="add-row" icon={<Plus />} onClick={() => askController(true)}>
            Add a limit or breaker for them…
          </Button>
        )}
      </div>
    </>
  )
}

function countOf(count: number, word: string): string {
  if (count === 0) return ''
  return count === 1 ? `1 ${word}` : `${count} ${word}s`
}
