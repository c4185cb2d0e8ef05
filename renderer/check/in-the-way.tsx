import { resizePanels } from '../app/layout.ts'
import { useDocument } from '../document/document.ts'
import { useProblems } from '../document/problems.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'

/** Why a drawing can be neither checked nor rehearsed; null where it can. */
export function useInTheWay(): 'nothing drawn' | 'problems' | null {
  const drawn = useDocument((state) => state.document.nodes.length > 0)
  const problems = useProblems().length
  if (!drawn) return 'nothing drawn'
  return problems > 0 ? 'problems' : null
}

/** Says it where the answer would stand, since a button that is off says nothing. */
export function InTheWay({ what }: { readonly what: 'checked' | 'rehearsed' }) {
  const reason = useInTheWay()
  const count = useProblems().length
  if (reason === 'nothing drawn')
    return <Empty title={`Nothing to be ${what}`}>Go to Design and draw a team first.</Empty>
  return (
    <Empty title={`Cannot be ${what} yet`}>
      <p>
        {count === 1 ? 'A problem of the drawing stands' : `${count} problems of the drawing stand`} in the
        way.
      </p>
      <Button onClick={() => resizePanels({ dockOpen: true })}>
        {count === 1 ? 'Show the problem' : 'Show the problems'}
      </Button>
    </Empty>
  )
}
