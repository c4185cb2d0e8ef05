import { OctagonAlert } from 'lucide-react'
import { useShownProblems } from '../document/problems.ts'

/** What is wrong with a group or a controller, above its settings. */
export function ProblemNotes({ element }: { readonly element: string }) {
  const own = useShownProblems().own.filter((problem) => problem.element === element)
  if (own.length === 0) return null
  return (
    <ul className="problem-notes">
      {own.map(({ path, message }) => (
        <li key={`${path}/${message}`}>
          <OctagonAlert size={13} aria-label="Error" />
          <span>{message.charAt(0).toUpperCase() + message.slice(1)}</span>
        </li>
      ))}
    </ul>
  )
}
