import { OctagonAlert } from 'lucide-react'
import { useProblems } from '../../document/problems.ts'

/** How many problems a node has; the dock's list says which. */
export function ProblemBadge({ id, small }: { readonly id: string; readonly small: boolean }) {
  const count = useProblems().filter((problem) => problem.element === id).length
  if (count === 0) return null
  return (
    <span className={`badge ${small ? 'badge-small' : ''}`} role="img" aria-label={`${count} problems`}>
      <OctagonAlert size={11} strokeWidth={2} />
      {small ? null : count}
    </span>
  )
}
