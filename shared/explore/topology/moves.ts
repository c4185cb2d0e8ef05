import { outcomesOf } from '../../kernel/abstract-world.ts'
import type { ActorCell, ChannelCell, EffectCell, RunCell, RunState, TimerCell } from '../../kernel/cells.ts'
import { next } from '../../kernel/enabled.ts'
import { mayResolveNotHappened } from '../../kernel/outbox.ts'
import type { Input, Resolution } from '../../kernel/transition.ts'
import type { Ask } from '../../topology/kind.ts'
import type { Outcome } from '../../topology/payload.ts'
import { type ActorPlan, type ComponentPlan, channelAt, type Plan, RUN } from '../../topology/plan.ts'
import type { FaultKind, WorldStep } from './monitor.ts'
import { acted, byMachine, effectAtSite, hasSite, isFollowed, type Site, siteAfterOutcome } from './site.ts'

/** One thing that may happen next, before it is worked out. */
export type Possible =
  | {
      readonly type: 'input'
      readonly input: Input
      readonly fault: FaultKind | null
      /** The fault costs nothing: another of the same common-mode group has paid. */
      readonly free?: true
      /** Who lets it happen: nobody waits for a person, who may stay silent for ever, nor for a timer. */
      /** `attempt`: one that was given up on has spoken after all. */
      readonly by: 'system' | 'person' | 'timer' | 'attempt'
      readonly ms: number
      readonly ask: Ask | null
      /** What becomes of the worker's attempt in the world, where the input tells. */
      readonly site: Site | null
    }
  | {
      readonly type: 'world'
      readonly step: WorldStep
      readonly component: number
      readonly ask: Ask
      readonly fault: FaultKind | null
      readonly site: Site
    }

export interface Surroundings {
  readonly plan: Plan
  readonly state: RunState
  readonly siteAt: (actor: number) => Site
  /** Components whose effects are followed whatever their class. */
  readonly follows: ReadonlySet<number>
  /** Whether one of the actor's common-mode group has misread its task. */
  readonly misread: boolean
  /** A slow attempt may be taken for dead: timers are late, or early, as they like. */
  readonly suspects: boolean
  /** Faults that the budget has at all; whether one is left is for the search to see. */
  readonly faults: ReadonlySet<FaultKind>
}

const SYSTEM = { fault: null, by: 'system', ms: 0, ask: null, site: null } as const

/** All that may happen at one component, by itself or by the world around it. */
export function possible(around: Surroundings, component: ComponentPlan): readonly Possible[] {
  const { plan, state } = around
  switch (component.type) {
    case 'actor':
      return ofActor(around, component)
    case 'supervisor':
      return [
        ...next(plan, state, component.index).map((input) => ({ type: 'input', input, ...SYSTEM }) as const),
        ...timersOf(state, component),
      ]
    case 'controller':
    case 'deadline':
      return timersOf(state, component)
    case 'run':
      return ofRun(around)
    case 'channel':
    case 'client':
      return []
  }
}

/** That a person stops it; what becomes of its workers then, and that it is paused, are no choices of theirs. */
function ofRun({ state, faults }: Surroundings): readonly Possible[] {
  if (!faults.has('cancel') || (state[RUN] as RunCell).status !== 'running') return []
  const input = { type: 'cancel', component: RUN } as const
  return [{ type: 'input', input, ...SYSTEM, fault: 'cancel', by: 'person' }]
}

/** Components at which something may happen by itself. */
export function acts({ type }: ComponentPlan): boolean {
  return type === 'actor' || type === 'supervisor' || type === 'controller' || type === 'deadline'
}

function timersOf(state: RunState, { index }: ComponentPlan): readonly Possible[] {
  const { timers } = state[index] as { readonly timers: readonly TimerCell[] }
  return timers.map(({ tag, ms }) => ({
    type: 'input',
    input: { type: 'fire', component: index, tag },
    ...SYSTEM,
    by: 'timer',
    ms,
  }))
}

function ofActor(around: Surroundings, actor: ActorPlan): readonly Possible[] {
  const { plan, state } = around
  const cell = state[actor.index] as ActorCell
  const found: Possible[] = next(plan, state, actor.index).map((input) => ({
    type: 'input',
    input,
    ...SYSTEM,
    ask: askOf(cell, input),
  }))
  for (const effect of cell.effects) if (effect.ask.to === undefined) addEffect(around, actor, effect, found)
  if (hasSite(actor)) addOrphan(around, actor, cell, found)
  found.push(...timersOf(state, actor))
  addLetters(around, actor, found)
  addEdgeFaults(around, actor, found)
  return found
}

function askOf(cell: ActorCell, input: Input): Ask | null {
  if (!('tag' in input)) return null
  return cell.effects.find((effect) => effect.ask.tag === input.tag)?.ask ?? null
}

function addEffect(around: Surroundings, actor: ActorPlan, effect: EffectCell, found: Possible[]): void {
  const { follows } = around
  const component = actor.index
  const { ask, status } = effect
  const machine = hasSite(actor) && byMachine(effect)
  const site = machine ? around.siteAt(component) : null
  const followed = site !== null && isFollowed(effect, follows.has(component))
  if (site !== null && followed) addFlight(around, component, effect, site, found)
  if (status !== 'begun') return
  const by = ask.kind === 'human.ask' || ask.kind === 'human.steer' ? 'person' : 'system'
  for (const { outcome, fault } of outcomesOf(actor, ask)) {
    if (fault !== null && !around.faults.has(fault)) continue
    const after = followed ? siteAfterOutcome(site, outcome) : site
    if ((followed && after === null) || after?.flight === 'dead') continue
    const input = { type: 'settle', component, tag: ask.tag, outcome } as const
    const free = fault === 'wrong' && around.misread ? ({ free: true } as const) : {}
    found.push({ type: 'input', input, fault, ...free, by, ms: 0, ask, site: after })
  }
  if (site?.flight === 'dead' && effect.withdrawn) addCutOff(actor, effect, site, found)
  if (around.suspects && byMachine(effect) && takenOver(actor, effect)) {
    const input = { type: 'suspect', component, tag: ask.tag } as const
    found.push({ type: 'input', input, ...SYSTEM, by: 'timer', ask, site })
  }
  if (site !== null && around.faults.has('crash') && site.flight !== 'dead' && !effect.withdrawn)
    found.push({
      type: 'world',
      step: 'die',
      component,
      ask,
      fault: 'crash',
      site: { ...site, flight: 'dead' },
    })
}

/** Whom the driver stops it hears of: also that it is dead, which a limit would have told if it still ran. */
function addCutOff(actor: ActorPlan, { ask }: EffectCell, site: Site, found: Possible[]): void {
  const component = actor.index
  const cut = outcomesOf(actor, ask).find(
    ({ outcome }) => outcome.tag === 'error' && outcome.control['happened'] !== 'no',
  )
  if (cut === undefined) return
  const input = { type: 'settle', component, tag: ask.tag, outcome: cut.outcome } as const
  found.push({ type: 'input', input, ...SYSTEM, ask, site: { ...site, flight: 'none' } })
}

/** Whether suspicion alone gives it up for a new attempt; else it does no harm. */
export function takenOver(
  { takeover, attempts }: ActorPlan,
  { ask, attempt, withdrawn }: EffectCell,
): boolean {
  return takeover && ask.class !== 'once' && attempt < attempts && !withdrawn
}

/** What the world does with the attempt of a followed effect, and how it is found out when nobody knows. */
function addFlight(
  around: Surroundings,
  component: number,
  { ask, status }: EffectCell,
  site: Site,
  found: Possible[],
): void {
  const { plan, faults } = around
  const world = { type: 'world', component, ask, fault: null } as const
  const flying = site.flight === 'flying'
  if (status === 'begun' && site.flight === 'none')
    found.push({ ...world, step: 'perform', site: { ...site, flight: 'flying' } })
  if (flying) found.push({ ...world, step: 'act', site: acted(site) })
  if (status !== 'doubt') return
  addLateAnswers(around, plan.components[component] as ActorPlan, ask, site, found)
  if (flying) found.push({ ...world, step: 'stop', site: { ...site, flight: 'none' } })
  if (!mayResolveNotHappened(site.orphans + (flying ? 1 : 0))) return
  const said = answers(plan, component, ask, site)
  found.push(...said.filter(({ fault }) => fault === null || faults.has(fault)))
}

/**
 * An attempt that was given up on says after all how it ended: its executor saw it. What a probe would say of it too is
 * left to the probe.
 */
function addLateAnswers(
  { faults }: Surroundings,
  actor: ActorPlan,
  ask: Ask,
  site: Site,
  found: Possible[],
): void {
  const component = actor.index
  for (const { outcome, fault } of outcomesOf(actor, ask)) {
    if (outcome.tag === 'error' || (fault === null ? outcome.tag !== 'exit' : !faults.has(fault))) continue
    const after = siteAfterOutcome(site, outcome)
    if (after === null) continue
    const input = { type: 'resolve', component, tag: ask.tag, answer: { type: 'happened', outcome } } as const
    found.push({ type: 'input', input, ...SYSTEM, by: 'attempt', fault, ask, site: after })
  }
}

/**
 * The probe is truthful: it sees what has happened so far. Where there is none a person has to say, who may also give it
 * up, or, which is a fault, be wrong.
 */
function answers(plan: Plan, component: number, ask: Ask, site: Site): readonly Possible[] {
  const { kind, bound } = plan.components[component] as ActorPlan
  const after: Site = { ...site, flight: 'none' }
  const told = (answer: Resolution, by: 'system' | 'person', fault: FaultKind | null): Possible => {
    const input = { type: 'resolve', component, tag: ask.tag, answer } as const
    return { type: 'input', input, fault, by, ms: 0, ask, site: after }
  }
  const happened: Resolution = { type: 'happened', outcome: probed(plan, component, ask) }
  const not: Resolution = { type: 'not-happened' }
  const [truth, lie] = site.executions > 0 ? [happened, not] : [not, happened]
  if (kind.probes?.(bound.config, ask) !== false) return [told(truth, 'system', null)]
  return [
    told(truth, 'person', null),
    told({ type: 'failed', error: 'A person gave it up' }, 'person', null),
    told(lie, 'person', 'wrong'),
  ]
}

/** What a worker answers when all is well, of which its probe is the proof. */
function probed(plan: Plan, component: number, ask: Ask): Outcome {
  const actor = plan.components[component] as ActorPlan
  const well = outcomesOf(actor, ask).find(({ fault, outcome }) => fault === null && outcome.tag !== 'exit')
  if (well === undefined) throw new Error(`${actor.id} can never be well`)
  return well.outcome
}

function addOrphan(around: Surroundings, actor: ActorPlan, cell: ActorCell, found: Possible[]): void {
  const site = around.siteAt(actor.index)
  if (site.orphans === 0) return
  const ask = effectAtSite(cell)?.ask ?? GONE
  const world = { type: 'world', component: actor.index, ask, fault: null } as const
  found.push({ ...world, step: 'orphan acts', site: { ...acted(site), flight: site.flight, orphans: 0 } })
  found.push({ ...world, step: 'quell', site: { ...site, orphans: 0 } })
}

/** Stands for an effect that its worker has forgotten. */
const GONE: Ask = { tag: '', kind: 'process.exec', class: 'once', control: {}, payload: {}, activation: '' }

/** A person drops what failed; that it is sent again is a new beginning, which nobody has to try. */
function addLetters({ state }: Surroundings, actor: ActorPlan, found: Possible[]): void {
  if ((state[RUN] as RunCell).status !== 'running') return
  for (const channel of actor.inChannels) {
    const place = (state[channel] as ChannelCell).dead?.findIndex(({ reason }) => reason === 'failed') ?? -1
    if (place < 0) continue
    const input = { type: 'discard', component: actor.index, channel, place } as const
    found.push({ type: 'input', input, ...SYSTEM, by: 'person' })
  }
}

function addEdgeFaults({ plan, state, faults }: Surroundings, actor: ActorPlan, found: Possible[]): void {
  if ((state[RUN] as RunCell).status !== 'running') return
  for (const channel of actor.inChannels) {
    const { queue } = state[channel] as ChannelCell
    const any = channelAt(plan, channel).order === 'any'
    const spoil = (type: 'drop' | 'duplicate' | 'reorder', place: number): void => {
      const input = { type, component: actor.index, channel, place } as const
      if (faults.has(type)) found.push({ type: 'input', input, ...SYSTEM, fault: type })
    }
    if (queue.length === 0) continue
    spoil('drop', 0)
    spoil('duplicate', 0)
    // On an edge of any order every message may come first without a fault.
    if (queue.length > 1 && !any) spoil('reorder', queue.length - 1)
  }
}
