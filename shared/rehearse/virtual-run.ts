import { SILENCE } from '../kernel/attempts.ts'
import type { ActorCell, Cell, ChannelCell, EffectCell } from '../kernel/cells.ts'
import { dueOf, IdentityBook } from '../kernel/identity.ts'
import { dutyAfterCrash } from '../kernel/outbox.ts'
import type { Input, Transition } from '../kernel/transition.ts'
import { type Verdict, verdict } from '../kernel/verdict.ts'
import { errorOutcome, inlineText, type Outcome, type Payload } from '../topology/payload.ts'
import { actorAt, channelAt, type Plan } from '../topology/plan.ts'
import type { Recorded } from '../trace/recorded.ts'
import { Agenda } from './agenda.ts'
import { Alarms } from './alarms.ts'
import { type Flight, Flights, type StandIns } from './flight.ts'
import type { KnownStep, KnownSteps, Offer } from './known-steps.ts'
import type { Random } from './random.ts'
import { type Partition, spoilInputs, Transit } from './transit.ts'

/** What falls due. */
type Event =
  | { readonly type: 'timer'; readonly component: number; readonly tag: string; readonly serial: number }
  | { readonly type: 'flight'; readonly flight: Flight; readonly outcome: Outcome }
  | { readonly type: 'arrival'; readonly component: number }
  | { readonly type: 'resolve'; readonly component: number; readonly tag: string }
  | { readonly type: 'letter'; readonly channel: number }
  | { readonly type: 'crash'; readonly down_ms: number }

/** Told of all that happens, for those who count. */
export interface Onlooker {
  moved(step: KnownStep, at: number): void
  performed(flight: Flight): void
  crashed(): void
}

export interface VirtualRunOptions {
  readonly random: Random
  readonly standIns: StandIns
  /** May be shared by all runs of a plan. */
  readonly steps: KnownSteps
  readonly onlooker?: Onlooker
  /** Windows in which nothing passes, by channel; every channel that is slow or bad has an entry. */
  readonly edges: ReadonlyMap<number, readonly Partition[]>
  /** Keeps every transition with its identity. */
  readonly record?: boolean
}

/** How a rehearsed run ended: as a run does, or it waits for what never comes, or goes on and on. */
export type RehearsedEnd = Exclude<Verdict['status'], 'running'> | 'hung' | 'endless'

const CUT = errorOutcome({ code: 'cut', retryable: true, happened: 'unknown' }, inlineText('cut off'))
const BY_HAND = { answer: null, acts_after_ms: null, deed: CUT, misled: false, usage: null } as const

/**
 * The kernel in virtual time: a seeded random picks among what is enabled at an instant, and stand-ins say when the
 * world answers what. No time passes while anything is enabled.
 *
 * 1. `state` is the fold of every transition put in, `ids` the numbers of its cells.
 * 2. An actor or group that may have an enabled input is in `dirty`.
 * 3. Every open attempt that will answer, and every armed timer, is on the agenda.
 * 4. Like any driver it commits before it performs: a host dies between instants only, so what was begun was durable.
 */
export class VirtualRun {
  readonly plan: Plan
  readonly state: Cell[]
  readonly flights = new Flights()
  readonly recorded: Recorded[] = []
  readonly book: IdentityBook | null
  /** Virtual ms since the start. */
  now = 0
  transitions = 0
  private readonly ids: number[]
  private readonly options: VirtualRunOptions
  private readonly steps: KnownSteps
  private readonly agenda = new Agenda<Event>()
  private readonly alarms = new Alarms()
  private readonly transit: Transit
  private readonly dirty: number[] = []
  private readonly isDirty: boolean[] = []
  /** Doubts and dead letters that somebody looks at already. */
  private readonly inHand = new Set<string>()
  /** Effects of the world and actors' timers, which keep the run going. */
  private keepers = 0

  constructor(plan: Plan, options: VirtualRunOptions) {
    this.plan = plan
    this.options = options
    this.steps = options.steps
    this.state = [...this.steps.initial.cells]
    this.ids = [...this.steps.initial.ids]
    this.book = options.record === true ? new IdentityBook(plan) : null
    this.transit = new Transit(plan, options.standIns, options.edges)
    for (const [channel, partitions] of options.edges)
      for (const { to_ms } of partitions) this.arrive(to_ms, channelAt(plan, channel).to)
    this.planCrash()
  }

  start(payload: Payload): void {
    this.put({ type: 'start', component: this.plan.entry, payload })
    this.drain()
  }

  /** Lets everything happen that needs no time, in an order that the random picks. */
  drain(): void {
    const { dirty, options, steps, state, ids, transit } = this
    while (dirty.length > 0) {
      const place = options.random.below(dirty.length)
      const component = dirty[place] as number
      const enabled = steps.next(state, ids, component)
      const offers = transit.isIdle() ? enabled : transit.arrived(enabled, this.now)
      const offer = offers[options.random.below(offers.length)]
      if (offer !== undefined) {
        this.take(offer)
        continue
      }
      this.isDirty[component] = false
      const last = dirty.pop() as number
      if (place < dirty.length) dirty[place] = last
    }
  }

  /** Goes on to the next instant at which something falls due; false when nothing does. */
  advance(until = Number.POSITIVE_INFINITY): boolean {
    const first = this.agenda.first()
    if (first === undefined || first.at > until) return false
    this.agenda.take()
    if (first.at > this.now) this.now = first.at
    this.happen(first.what)
    this.drain()
    return true
  }

  /** On to the end, or until so much has happened. */
  run(maxTransitions: number, maxMs: number): RehearsedEnd {
    for (;;) {
      if (this.keepers === 0) {
        const { status } = verdict(this.plan, this.state)
        if (status !== 'running') return status
      }
      if (this.transitions >= maxTransitions) return 'endless'
      if (!this.advance(maxMs)) return this.agenda.first() === undefined ? 'hung' : 'endless'
    }
  }

  put(input: Input): void {
    this.take(this.steps.offer(input))
  }

  /** An attempt has answered. */
  settle(flight: Flight, outcome: Outcome): void {
    if (flight.over) return
    this.flights.end(flight, this.now)
    const { component, ask, attempt } = flight
    const effect = this.effectOf(component, ask.tag)
    if (effect?.attempt !== attempt) return
    if (effect.status === 'begun') this.put({ type: 'settle', component, tag: ask.tag, outcome })
    // Its executor saw after all how an attempt ended that was given up on.
    else if (effect.status === 'doubt' && outcome.tag !== 'error')
      this.put({ type: 'resolve', component, tag: ask.tag, answer: { type: 'happened', outcome } })
  }

  /** The host dies and is back after a while: the outbox protocol says what it owes each effect. People answer meanwhile. */
  crash(downMs: number): void {
    for (const flight of this.flights.all())
      if (!flight.ask.kind.startsWith('human.')) this.flights.end(flight, this.now)
    this.options.onlooker?.crashed()
    this.now += downMs
    for (const { index } of this.plan.actors) {
      const { effects, timers } = this.state[index] as ActorCell
      for (const { tag, ms } of timers) if (tag.startsWith(SILENCE)) this.arm(index, tag, this.now + ms)
      for (const effect of effects) {
        if (effect.ask.to !== undefined) continue
        const { tag } = effect.ask
        const duty = dutyAfterCrash(effect)
        if (duty === 'doubt') this.put({ type: 'doubt', component: index, tag })
        else if (duty === 'perform' && this.flights.find(index, tag) === undefined) this.perform(index, tag)
      }
    }
    for (const { index } of [...this.plan.actors, ...this.plan.supervisors]) this.wake(index)
  }

  private take(offer: Offer): void {
    const { state, ids, options } = this
    const known = this.steps.step(state, ids, offer)
    const { transition } = known
    this.transitions += 1
    for (const { component, id, cell } of known.changed) {
      state[component] = cell
      ids[component] = id
    }
    for (const component of known.wakes) this.wake(component)
    this.keepers += known.keeping
    const due = dueOf(transition, this.now, () => options.random.next())
    if (this.book !== null)
      this.recorded.push({ transition, identity: this.book.advance(transition, this.now, due) })
    options.onlooker?.moved(known, this.now)
    this.follow(transition, due)
    for (const { component, tag } of known.doubts) this.planResolve(component, tag)
    for (const channel of known.letters) this.planLetter(channel)
    if (this.transit.isIdle()) return
    const spoilt = this.transit.follow(known, this.now, this.arrive)
    for (const input of spoilInputs(this.plan, spoilt)) this.put(input)
  }

  private follow({ input, asked, withdrawn, armed, disarmed }: Transition, due: readonly number[]): void {
    const { component } = input
    for (const tag of disarmed) this.alarms.disarm(component, tag)
    for (let at = 0; at < armed.length; at += 1) {
      const { tag, of = component } = armed[at] as Transition['armed'][number]
      this.arm(of, tag, due[at] as number)
    }
    for (const { tag, of = component } of withdrawn) this.abort(of, tag)
    for (const { ask, attempt, begun } of asked) {
      if (attempt === 1) this.flights.ask(component, ask)
      if (begun) this.perform(component, ask.tag)
    }
    if (input.type === 'begin') this.perform(component, input.tag)
  }

  private happen(event: Event): void {
    switch (event.type) {
      case 'timer':
        this.fire(event.component, event.tag, event.serial)
        break
      case 'flight':
        this.settle(event.flight, event.outcome)
        break
      case 'arrival':
        this.wake(event.component)
        break
      case 'resolve':
        this.resolve(event.component, event.tag)
        break
      case 'letter':
        this.answerLetter(event.channel)
        break
      case 'crash':
        this.crash(event.down_ms)
        this.drain()
        // Where nothing is under way, nothing is there to crash.
        if (this.agenda.first() !== undefined) this.planCrash()
    }
  }

  private fire(component: number, tag: string, serial: number): void {
    const cell = this.state[component] as Cell
    if (!this.alarms.rings(component, tag, serial)) return
    if (!('timers' in cell) || !cell.timers.some((timer) => timer.tag === tag)) return
    if (tag.startsWith(SILENCE) && this.speaks(component, tag.slice(SILENCE.length))) {
      const { chunkMs } = actorAt(this.plan, component)
      if (chunkMs !== null) this.arm(component, tag, this.now + chunkMs)
      return
    }
    this.put({ type: 'fire', component, tag })
  }

  /** Who will answer says something now and then. */
  private speaks(component: number, tag: string): boolean {
    const flight = this.flights.find(component, tag)
    return flight !== undefined && flight.fate.answer !== null
  }

  /** A method kept as a value, so that no transition needs a closure of its own. */
  private readonly arrive = (at: number, component: number): void => {
    this.agenda.add(at, { type: 'arrival', component })
  }

  private wake(component: number): void {
    if (this.isDirty[component] === true) return
    this.isDirty[component] = true
    this.dirty.push(component)
  }

  private arm(component: number, tag: string, at: number): void {
    const serial = this.alarms.arm(component, tag)
    this.agenda.add(at, { type: 'timer', component, tag, serial })
  }

  private perform(component: number, tag: string): void {
    const effect = this.effectOf(component, tag)
    // What a controller never admits has ended at its begin.
    if (effect?.status !== 'begun') return
    const { ask, attempt } = effect
    const fate = this.options.standIns.fate(actorAt(this.plan, component), ask) ?? BY_HAND
    const flight: Flight = { component, ask, attempt, fate, begunAt: this.now, over: false }
    this.flights.add(flight)
    this.options.onlooker?.performed(flight)
    if (fate.answer === null) return
    const { after_ms, outcome } = fate.answer
    this.agenda.add(this.now + after_ms, { type: 'flight', flight, outcome })
  }

  /** An executor is told to stop. How it ended is heard only where it must be known. */
  private abort(component: number, tag: string): void {
    const flight = this.flights.find(component, tag)
    if (flight === undefined) return
    const effect = this.effectOf(component, tag)
    if (effect?.status === 'begun' && effect.withdrawn)
      this.agenda.add(this.now, { type: 'flight', flight, outcome: CUT })
    else this.flights.end(flight, this.now)
  }

  private planResolve(component: number, tag: string): void {
    const name = `${component} ${tag}`
    if (this.inHand.has(name)) return
    const ms = this.options.standIns.doubtMs(actorAt(this.plan, component))
    if (ms === null) return
    this.inHand.add(name)
    this.agenda.add(this.now + ms, { type: 'resolve', component, tag })
  }

  /** Whoever is asked tells the truth, and is asked only once no attempt can act any more. */
  private resolve(component: number, tag: string): void {
    this.inHand.delete(`${component} ${tag}`)
    if (this.effectOf(component, tag)?.status !== 'doubt') return
    const flight = this.flights.find(component, tag)
    if (flight !== undefined) this.flights.end(flight, this.now)
    const outcome = this.flights.deedOf(component, tag)
    const answer = outcome === null ? NOT_HAPPENED : ({ type: 'happened', outcome } as const)
    this.put({ type: 'resolve', component, tag, answer })
  }

  private planLetter(channel: number): void {
    const name = `letter ${channel}`
    if (this.inHand.has(name)) return
    this.inHand.add(name)
    this.agenda.add(this.now + this.options.standIns.letter(1).after_ms, { type: 'letter', channel })
  }

  private answerLetter(channel: number): void {
    this.inHand.delete(`letter ${channel}`)
    const { dead = [] } = this.state[channel] as ChannelCell
    const place = dead.findIndex(({ reason }) => reason === 'failed')
    if (place < 0) return
    const component = channelAt(this.plan, channel).to
    const { answer } = this.options.standIns.letter(dead[place]?.message.attempt ?? 1)
    const more = answer === 'resend' ? { type: answer, payload: null } : { type: answer }
    this.put({ ...more, component, channel, place })
  }

  private planCrash(): void {
    const crash = this.options.standIns.crash()
    if (crash !== null) this.agenda.add(this.now + crash.after_ms, { type: 'crash', down_ms: crash.down_ms })
  }

  private effectOf(component: number, tag: string): EffectCell | undefined {
    const { effects } = this.state[component] as ActorCell
    for (const effect of effects) if (effect.ask.tag === tag) return effect
    return undefined
  }
}

const NOT_HAPPENED = { type: 'not-happened' } as const
