import type { ControllerCell } from '../../../kernel/cells.ts'
import type { ControllerPlan, Plan } from '../../../topology/plan.ts'
import type { Monitor } from '../monitor.ts'

/** Nothing begins under a budget of steps that is used up. */
export function budgetMonitors(plan: Plan): readonly Monitor[] {
  return plan.controllers.flatMap((controller) =>
    controller.spec.type === 'budget' ? [kept(controller)] : [],
  )
}

function kept({ index, id, spec, users }: ControllerPlan): Monitor {
  const steps = spec.type === 'budget' ? (spec.steps ?? Number.POSITIVE_INFINITY) : 0
  return {
    id: `budget ${id}`,
    title: `Nothing begins once the budget ${id} is used up`,
    elements: [id],
    initial: 0,
    nameless: true,
    interest: (event) =>
      event.type === 'kernel' &&
      event.transition.input.type === 'begin' &&
      users.includes(event.transition.input.component),
    step(value, event) {
      if (event.type !== 'kernel' || value === 1) return value
      const { control } = event.before(index) as ControllerCell
      const begun = event.transition.changed.some(
        ([component, cell]) =>
          component === event.transition.input.component &&
          cell.type === 'actor' &&
          cell.effects.some(({ ask, status }) => ask === event.ask && status === 'begun'),
      )
      return begun && control.type === 'budget' && (control.steps >= steps || control.wall === 'over') ? 1 : 0
    },
    bad: (value) => value === 1,
    sentence: () => `Something begins though the budget ${id} is used up`,
  }
}
