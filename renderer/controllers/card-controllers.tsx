import type { ControllerSpec } from '../../shared/topology/controls.ts'
import { ControllerChip } from './controller-chip.tsx'

/** More would run into what stands at the middle of a card's upper edge. */
const MOST = 3

/** The controllers that a node is under, on its card's upper edge. */
export function CardControllers({ controllers }: { readonly controllers: readonly ControllerSpec[] }) {
  if (controllers.length === 0) return null
  const shown = controllers.length > MOST ? controllers.slice(0, MOST - 1) : controllers
  const more = controllers.length - shown.length
  return (
    <div className="card-controllers">
      {shown.map((spec) => (
        <ControllerChip key={spec.id} spec={spec} />
      ))}
      {more === 0 ? null : <span className="card-controllers-more">+{more}</span>}
    </div>
  )
}
