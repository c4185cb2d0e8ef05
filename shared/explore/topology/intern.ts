import type {
  ActorCell,
  Cell,
  ChannelCell,
  ControllerCell,
  EffectCell,
  Message,
  RunCell,
} from '../../kernel/cells.ts'
import { actorAt, type ComponentPlan, type ControllerPlan, type Plan } from '../../topology/plan.ts'
import type { Values } from './values.ts'

/**
 * The cells of one component as small integers. Two equal cells are one, by a cell's key only, so that what no step
 * looks at tells no two states apart.
 */
export class Interner {
  readonly cells: Cell[] = []
  /** By the number of a cell's value. */
  private readonly ids = new Map<number, number>()
  private readonly values: Values
  private readonly keyed: (cell: Cell) => Cell
  private readonly alarms: Alarm[] = []

  /** All components of a run may number their values together: what they hold wanders between them. */
  constructor(values: Values, keyed: (cell: Cell) => Cell) {
    this.values = values
    this.keyed = keyed
  }

  idOf(cell: Cell): number {
    const { values, ids } = this
    const keyed = this.keyed(cell)
    const value = values.idOf(keyed)
    const found = ids.get(value)
    if (found !== undefined) {
      values.forget()
      return found
    }
    values.keep()
    const id = this.cells.length
    ids.set(value, id)
    this.cells.push(keyed)
    for (const alarm of this.alarms) alarm.look(keyed, id)
    return id
  }

  /** Tells of every cell that there is or will be whether it is bad: most never are, and then no state is looked at. */
  watch(bad: (cell: Cell) => boolean): Alarm {
    const alarm = new Alarm(bad)
    for (const [id, cell] of this.cells.entries()) alarm.look(cell, id)
    this.alarms.push(alarm)
    return alarm
  }

  /** Is some property broken by this cell? */
  minds(id: number): boolean {
    return this.alarms.some((alarm) => alarm.has(id))
  }

  at(id: number): Cell {
    const cell = this.cells[id]
    if (cell === undefined) throw new Error(`no cell ${id}`)
    return cell
  }
}

class Alarm {
  /** Whether any cell is bad at all. */
  rings = false
  private readonly bad: (cell: Cell) => boolean
  private readonly ids = new Set<number>()

  constructor(bad: (cell: Cell) => boolean) {
    this.bad = bad
  }

  look(cell: Cell, id: number): void {
    if (!this.bad(cell)) return
    this.ids.add(id)
    this.rings = true
  }

  has(id: number): boolean {
    return this.ids.has(id)
  }
}

/** How often a message was sent is for people to see; no step goes by it. */
function plain(message: Message): Message {
  const { attempt: _, ...rest } = message
  return rest
}

function keyedChannel(cell: ChannelCell): ChannelCell {
  const { queue, held, dead } = cell
  if (![...queue, ...held, ...(dead ?? []).map((one) => one.message)].some((one) => 'attempt' in one))
    return cell
  const letters = dead?.map((letter) => ({ ...letter, message: plain(letter.message) }))
  const keyed = { ...cell, queue: queue.map(plain), held: held.map(plain) }
  return letters === undefined ? keyed : { ...keyed, dead: letters }
}

/** Where none fails for a person to take up, nothing goes by the letters that an edge has dropped or given up. */
function forgetful(cell: ChannelCell): ChannelCell {
  if (cell.dead === undefined) return cell
  const { dead: _, ...rest } = cell
  return rest
}

/** That an attempt is suspected goes by no step, unless it is given up for it at once. */
function trusted({ suspected: _, ...effect }: EffectCell): EffectCell {
  return effect
}

function keyedActor(cell: ActorCell): ActorCell {
  const sent = cell.unfinished.some(({ message }) => 'attempt' in message)
  const suspected = cell.effects.some((effect) => 'suspected' in effect)
  if (!sent && !suspected) return cell
  const unfinished = cell.unfinished.map((entry) => ({ ...entry, message: plain(entry.message) }))
  return { ...cell, unfinished, effects: cell.effects.map(trusted) }
}

/** A budget is keyed only as far as it can bind. */
function keyedController(plan: ControllerPlan, cell: ControllerCell): ControllerCell {
  const { control } = cell
  if (control.type !== 'budget' || plan.spec.type !== 'budget') return cell
  const { steps, retries } = plan.spec
  const bounded = (count: number, limit: number | undefined): number =>
    limit === undefined ? 0 : Math.min(count, limit)
  return {
    ...cell,
    control: {
      ...control,
      steps: bounded(control.steps, steps),
      retries: bounded(control.retries, retries),
    },
  }
}

/** Why a run fails is for people to see; no step goes by more than that it does, and at whom. */
function keyedRun(cell: RunCell): RunCell {
  return cell.failure === null ? cell : { ...cell, failure: { ...cell.failure, error: {} } }
}

/** The part of a component's cells that a state is known by. */
export function keyOf(plan: Plan, component: ComponentPlan): (cell: Cell) => Cell {
  const keyed = component.type === 'actor' ? component.kind.keyed : undefined
  const letters = component.type === 'channel' && actorAt(plan, component.to).deadLetter
  return (cell) => {
    switch (cell.type) {
      case 'channel':
        return keyedChannel(letters ? cell : forgetful(cell))
      case 'actor':
        return keyedActor(keyed === undefined ? cell : { ...cell, local: keyed(cell.local) })
      case 'controller':
        return component.type === 'controller' ? keyedController(component, cell) : cell
      case 'run':
        return keyedRun(cell)
      default:
        return cell
    }
  }
}
