import { OctagonAlert, TriangleAlert } from 'lucide-react'
import { useShownProblems } from '../../document/problems.ts'
import { marksOf, useHazards } from '../../hazards/hazards.ts'

/** How many errors stand at a node, or else warnings; the dock's list says which. */
export function ProblemBadge({ id, small }: { readonly id: string; readonly small: boolean }) {
  const { own, inside } = useShownProblems()
  const problems = own.filter((problem) => problem.element === id).length + (inside.get(id) ?? 0)
  const open = useHazards((state) => state.open)
  const { errors, warnings } = marksOf(open, id)
  const grave = problems + errors
  const count = grave > 0 ? grave : warnings
  if (count === 0) return null
  const Icon = grave > 0 ? OctagonAlert : TriangleAlert
  const look = grave > 0 ? 'badge' : 'badge badge-warning'
  const word = grave > 0 ? 'problem' : 'warning'
  return (
    <span
      className={`${look} ${small ? 'badge-small' : ''}`}
      role="img"
      aria-label={`${count} ${word}${count === 1 ? '' : 's'}`}
    >
      <Icon size={11} strokeWidth={2} />
      {small ? null : count}
    </span>
  )
}
