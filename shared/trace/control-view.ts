import type { ActorCell, Control, ControllerCell, EffectCell } from '../kernel/cells.ts'
import { heldBy } from '../kernel/controllers/admission.ts'
import type { ControllerSpec } from '../topology/controls.ts'
import type { ActorPlan, ControllerPlan } from '../topology/plan.ts'
import type { Trace } from './trace.ts'

/** How a breaker, bulkhead, rate limit or budget stands at one position. */
export interface ControlView {
  readonly id: string
  readonly type: ControllerSpec['type']
  /** `free` lets through what comes; `full` lets it wait; `over` refuses it for good. */
  readonly word: 'free' | 'full' | 'open' | 'half-open' | 'over'
  /** "2 of 3 at once", without any time. */
  readonly text: string
  /** How much of it is used, 0 to 1; null where that means nothing. */
  readonly part: number | null
  /** When it changes by itself, ms since 1970. */
  readonly dueAt: number | null
  /** Effects that wait for it now. */
  readonly held: number
}

export function controlView(trace: Trace, plan: ControllerPlan, position: number): ControlView {
  const { control, timers } = trace.cell(plan.index, position) as ControllerCell
  const tag = timers[0]?.tag
  return {
    id: plan.id,
    type: plan.spec.type,
    ...standing(plan.spec, control),
    dueAt: tag === undefined ? null : trace.timers.dueAt(plan.index, tag, position),
    held: heldAt(trace, plan, position),
  }
}

type Standing = Pick<ControlView, 'word' | 'text' | 'part'>

function standing(spec: ControllerSpec, control: Control): Standing {
  switch (control.type) {
    case 'breaker': {
      const { failures = 0 } = spec as Extract<ControllerSpec, { type: 'breaker' }>
      if (control.status === 'open') return { word: 'open', text: 'lets nothing through', part: null }
      if (control.status === 'half-open')
        return {
          word: 'half-open',
          text: `tries ${control.probing === 0 ? 'the next one' : 'one now'}`,
          part: null,
        }
      const text =
        control.failures === 0 ? 'no failures' : `${control.failures} of ${failures} failures in a row`
      return { word: 'free', text, part: control.failures / failures }
    }
    case 'bulkhead': {
      const { at_once } = spec as Extract<ControllerSpec, { type: 'bulkhead' }>
      const word = control.busy < at_once ? 'free' : 'full'
      return { word, text: `${control.busy} of ${at_once} at once`, part: control.busy / at_once }
    }
    case 'rate': {
      const { starts } = spec as Extract<ControllerSpec, { type: 'rate' }>
      const word = control.begun < starts ? 'free' : 'full'
      return { word, text: `${control.begun} of ${starts} begun`, part: control.begun / starts }
    }
    case 'budget':
      return budgetStanding(spec as Budget, control)
  }
}

type Budget = Extract<ControllerSpec, { type: 'budget' }>

function budgetStanding(spec: Budget, spent: Extract<Control, { type: 'budget' }>): Standing {
  const limits: (readonly [part: number, text: string])[] = []
  const add = (
    used: number,
    most: number | undefined,
    text: (used: number, most: number) => string,
  ): void => {
    if (most !== undefined) limits.push([most === 0 ? 0 : used / most, text(used, most)])
  }
  add(spent.tokens, spec.tokens, (used, most) => `${count(used)} of ${count(most)} tokens`)
  add(spent.microUsd / 1e6, spec.usd, (used, most) => `$${used.toFixed(2)} of $${most.toFixed(2)}`)
  add(spent.steps, spec.steps, (used, most) => `${used} of ${most} steps`)
  const most = Math.max(0, ...limits.map(([part]) => part))
  const over = most >= 1 || spent.wall === 'over'
  add(spent.retries, spec.retries, (used, all) => `${used} of ${all} further attempts`)
  if (spec.wall_ms !== undefined && spent.wall === 'over') limits.push([2, 'its time is over'])
  // What is nearest its end comes first.
  const text = limits
    .toSorted(([a], [b]) => b - a)
    .map(([, words]) => words)
    .join(', ')
  return {
    word: over ? 'over' : 'free',
    text,
    part: limits.length === 0 ? null : over ? 1 : most,
  }
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}

function heldAt(trace: Trace, { index, users }: ControllerPlan, position: number): number {
  let held = 0
  for (const user of users) {
    const actor = trace.plan.components[user]
    if (actor?.type !== 'actor') continue
    for (const effect of (trace.cell(user, position) as ActorCell).effects)
      if (holders(trace, actor, effect, position).some((one) => one.index === index)) held += 1
  }
  return held
}

/** The controllers that let an effect of an actor's wait at a position. */
export function holders(
  trace: Trace,
  actor: ActorPlan,
  effect: EffectCell,
  position: number,
): readonly ControllerPlan[] {
  if (effect.status !== 'asked' || actor.controllers.length === 0) return []
  const controlAt = (index: number): Control => (trace.cell(index, position) as ControllerCell).control
  return heldBy(trace.plan, actor, effect.ask, controlAt)
}

/** A breaker that lets nothing or only a probe through. */
export interface BreakerView {
  readonly id: string
  readonly word: 'open' | 'half-open'
  /** When it lets a probe through, ms since 1970. */
  readonly dueAt: number | null
}

/** The breaker of an actor's that is not closed; an open one before one that is half open. */
export function openBreaker(trace: Trace, actor: ActorPlan, position: number): BreakerView | null {
  let found: BreakerView | null = null
  for (const index of actor.controllers) {
    const { control } = trace.cell(index, position) as ControllerCell
    if (control.type !== 'breaker' || control.status === 'closed') continue
    const id = trace.plan.components[index]?.id ?? ''
    if (control.status === 'open')
      return { id, word: 'open', dueAt: trace.timers.dueAt(index, 'cooldown', position) }
    found = { id, word: 'half-open', dueAt: null }
  }
  return found
}
