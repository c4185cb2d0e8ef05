import type { ClientCell } from '../../../kernel/cells.ts'
import { CONFLICT } from '../../../nodes/session.ts'
import { type ActorPlan, type Plan, RUN } from '../../../topology/plan.ts'
import type { Monitor, MonitorEvent } from '../monitor.ts'

const CONFLICTS = 1
const LOST = 2

/** Of several who change one repository none fails the run because its change does not fit. */
export function lostWorkMonitors(plan: Plan): readonly Monitor[] {
  const writers = plan.actors.flatMap((actor) => {
    const repository = actor.bound.resources.find(({ kind, access }) => kind === 'repo' && access !== 'read')
    return repository === undefined ? [] : [{ actor, repository: repository.node }]
  })
  const together = Map.groupBy(writers, ({ repository }) => repository)
  return [...together.values()].flatMap((all) =>
    all.length < 2 ? [] : all.map(({ actor }) => lostWork(actor)),
  )
}

function lostWork(writer: ActorPlan): Monitor {
  return {
    id: `lost-work ${writer.id}`,
    title: `A change of ${writer.name} that does not fit goes somewhere`,
    elements: [writer.id],
    initial: 0,
    interest: (event) => conflicts(event, writer),
    step: (value, event) => (value === LOST || fails(event) ? LOST : CONFLICTS),
    bad: (value) => value === LOST,
    sentence: () => `A change of ${writer.name} does not fit, nobody takes it up, and the run fails with it`,
    met: (value) => value > 0,
  }
}

function conflicts(event: MonitorEvent, { index }: ActorPlan): boolean {
  if (event.type !== 'kernel') return false
  const { input } = event.transition
  if (input.type !== 'reply' || input.component !== index) return false
  const [reply] = (event.before(input.client) as ClientCell).replies
  return reply !== undefined && Object.hasOwn(reply.outcome.refs, CONFLICT)
}

/** An error that nobody takes up ends the run in the step in which it is made. */
function fails(event: MonitorEvent): boolean {
  if (event.type !== 'kernel') return false
  const run = event.transition.changed.find(([component]) => component === RUN)?.[1]
  return run?.type === 'run' && run.status === 'failing'
}
