import type { ControllerSpec } from '../../topology/controls.ts'
import type { Ask } from '../../topology/kind.ts'
import type { Outcome } from '../../topology/payload.ts'
import { type ActorPlan, type ControllerPlan, controllerAt, type Plan } from '../../topology/plan.ts'
import type { Access } from '../access.ts'
import type { ActorCell, Control, ControllerCell, EffectCell, TimerCell } from '../cells.ts'
import { added, kept } from '../lists.ts'
import type { Input } from '../transition.ts'
import { breaker } from './breaker.ts'
import { budget } from './budget.ts'
import { bulkhead } from './bulkhead.ts'
import type { Admission, Change, Controller, Ending } from './control.ts'
import { rate } from './rate.ts'

/** The table's rows take their own settings and state; a controller's cell always is of its specification's type. */
type Any = Controller<ControllerSpec['type']>
const TABLE: { readonly [type in ControllerSpec['type']]: Any } = {
  breaker: breaker as unknown as Any,
  bulkhead: bulkhead as unknown as Any,
  rate: rate as unknown as Any,
  budget: budget as unknown as Any,
}

/** A timer that a controller armed in the step of one of its users. */
export interface ControllerTimer {
  readonly component: number
  readonly timer: TimerCell
}

/** Whether a controller counts an effect: what people answer, and what the run answers itself, costs nobody anything. */
function covers({ model, tool }: ControllerSpec, { kind, to, control }: Ask): boolean {
  if (to !== undefined || kind === 'human.ask' || kind === 'human.steer' || kind === 'eval') return false
  if (model !== undefined) return kind === 'model.generate'
  return tool === undefined || control['tool'] === tool
}

function controllersOf(plan: Plan, actor: ActorPlan, ask: Ask): readonly ControllerPlan[] {
  return actor.controllers.map((index) => controllerAt(plan, index)).filter(({ spec }) => covers(spec, ask))
}

/** The controllers that let an effect wait, for those who look at a run. */
export function heldBy(
  plan: Plan,
  actor: ActorPlan,
  ask: Ask,
  controlAt: (index: number) => Control,
): readonly ControllerPlan[] {
  return controllersOf(plan, actor, ask).filter(
    ({ index, spec }) => TABLE[spec.type].admits(spec, controlAt(index)) === 'wait',
  )
}

/** May it begin? One that refuses is stronger than one that lets wait. */
export function admission(access: Access, actor: ActorPlan, ask: Ask): Admission {
  if (actor.controllers.length === 0) return 'yes'
  let admits: Admission = 'yes'
  for (const { index, spec } of controllersOf(access.plan, actor, ask)) {
    const one = TABLE[spec.type].admits(spec, access.controller(index).control)
    if (typeof one === 'object') return one
    if (one === 'wait') admits = 'wait'
  }
  return admits
}

/** True where a budget lets an actor begin nothing more: no restart mends that. */
export function isSpent(access: Access, actor: ActorPlan): boolean {
  return actor.controllers.some((index) => {
    const { spec } = controllerAt(access.plan, index)
    const isBudget = spec.type === 'budget' && spec.tool === undefined
    return isBudget && TABLE.budget.admits(spec, access.controller(index).control) !== 'yes'
  })
}

/** Takes one further attempt from every budget that counts them; a sentence when one of them has none left. */
export function takeRetry(access: Access, actor: ActorPlan, ask: Ask): string | null {
  const found = controllersOf(access.plan, actor, ask)
  for (const { index, spec } of found) {
    const denied = TABLE[spec.type].deniesRetry?.(spec, access.controller(index).control) ?? null
    if (denied !== null) return denied
  }
  for (const { index, spec } of found) {
    const cell = access.controller(index)
    const { retried } = TABLE[spec.type]
    if (retried !== undefined) access.set(index, { ...cell, control: retried(cell.control) })
  }
  return null
}

/**
 * Tells the controllers what a step has begun and ended, found by comparing the actor before and after it, so that
 * no way of ending an attempt can forget to.
 */
export function report(
  access: Access,
  actor: ActorPlan,
  before: ActorCell,
  after: ActorCell,
  input: Input,
): readonly ControllerTimer[] {
  if (actor.controllers.length === 0 || before.effects === after.effects) return []
  const timers: ControllerTimer[] = []
  for (const effect of before.effects) {
    if (effect.status !== 'begun' || isBegun(after, effect)) continue
    const ending = endingOf(actor, effect, input)
    tell(access, actor, effect.ask, timers, (of, spec, control) => of.ended(spec, control, ending))
  }
  for (const effect of after.effects) {
    if (effect.status !== 'begun' || isBegun(before, effect)) continue
    tell(access, actor, effect.ask, timers, (of, spec, control) => of.begun(spec, control))
  }
  return timers
}

/** A timer of the controller's own. */
export function fireController(
  access: Access,
  { index, spec }: ControllerPlan,
  tag: string,
): readonly ControllerTimer[] {
  const cell = access.controller(index)
  if (!cell.timers.some((timer) => timer.tag === tag)) throw new Error(`no timer ${tag}`)
  const without = { ...cell, timers: kept(cell.timers, (timer) => timer.tag !== tag) }
  const timers: ControllerTimer[] = []
  access.set(index, changed(index, without, TABLE[spec.type].fired(cell.control), timers))
  return timers
}

function isBegun(cell: ActorCell, { ask, attempt }: EffectCell): boolean {
  return cell.effects.some((one) => one.ask === ask && one.attempt === attempt && one.status === 'begun')
}

type Tell = (of: Any, spec: ControllerSpec, control: Control) => Change<Control>

function tell(access: Access, actor: ActorPlan, ask: Ask, timers: ControllerTimer[], what: Tell): void {
  for (const { index, spec } of controllersOf(access.plan, actor, ask)) {
    const cell = access.controller(index)
    const change = what(TABLE[spec.type], spec, cell.control)
    if (change.control !== cell.control || change.arm !== undefined)
      access.set(index, changed(index, cell, change, timers))
  }
}

function changed(
  index: number,
  cell: ControllerCell,
  { control, arm }: Change<Control>,
  timers: ControllerTimer[],
): ControllerCell {
  if (arm === undefined) return { ...cell, control }
  timers.push({ component: index, timer: arm })
  const others = kept(cell.timers, (timer) => timer.tag !== arm.tag)
  return { ...cell, control, timers: added(others, arm) }
}

/** An answer of a person's or a resource's, or an end that came from elsewhere, a pause included, says nothing of the world's health. */
function endingOf({ kind }: ActorPlan, { ask }: EffectCell, input: Input): Ending {
  const { tag } = ask
  if (input.type === 'halt' || !('tag' in input) || (input.tag !== tag && !input.tag.endsWith(`:${tag}`)))
    return { result: 'withdrawn', tokens: 0, microUsd: 0 }
  if (input.type !== 'settle') return { result: 'failed', tokens: 0, microUsd: 0 }
  const { outcome } = input
  const failed = outcome.tag === 'error' || kind.fails?.(ask, outcome) === true
  return { result: failed ? 'failed' : 'ok', ...usageOf(outcome) }
}

/** What a model call says that it used, in `control.usage`; whatever else answers used nothing that is counted. */
function usageOf({ control }: Outcome): { readonly tokens: number; readonly microUsd: number } {
  const usage = control['usage'] as { readonly tokens?: number; readonly microUsd?: number } | undefined
  return { tokens: usage?.tokens ?? 0, microUsd: usage?.microUsd ?? 0 }
}
