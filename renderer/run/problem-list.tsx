import './dialogs.css'
import type { HostErrorBody } from '../../shared/api/contract.ts'

/** What the host refused, with the places in the drawing where it names them. */
export function ProblemList({ problem }: { readonly problem: HostErrorBody }) {
  const places = problem.problems ?? []
  return (
    <div className="start-problem" role="alert">
      <p>{problem.message}</p>
      {places.length === 0 ? null : (
        <ul>
          {places.map((place) => (
            <li key={`${place.path} ${place.message}`}>
              <code>{place.path}</code> {place.message}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
