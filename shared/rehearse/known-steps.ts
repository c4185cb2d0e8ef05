import type { Recorder } from '../kernel/access.ts'
import { type ActorCell, type Cell, type ChannelCell, initialState, type RunState } from '../kernel/cells.ts'
import { next, wakes } from '../kernel/enabled.ts'
import { waitsForPerson } from '../kernel/letters.ts'
import { step } from '../kernel/step.ts'
import type { Input, Transition } from '../kernel/transition.ts'
import type { Outcome } from '../topology/payload.ts'
import type { Plan } from '../topology/plan.ts'
import { MOST_READS, ReadTrie } from './read-trie.ts'

/** A figure of one component, once a step is made. */
export interface Figure {
  readonly component: number
  readonly value: number
}

/** A step, and all that follows from it for whoever drives. */
export interface KnownStep {
  readonly transition: Transition
  /** The new cells, each the one object that stands for its content, with its number. */
  readonly changed: readonly { readonly component: number; readonly id: number; readonly cell: Cell }[]
  /** Who may have an input that is enabled now. */
  readonly wakes: readonly number[]
  /** By how many more (or fewer) effects of the world and timers of actors the run is kept going. */
  readonly keeping: number
  /** Tags of effects whose fate nobody knows, by actor. */
  readonly doubts: readonly { readonly component: number; readonly tag: string }[]
  /** Channels on which a message that failed waits for a person. */
  readonly letters: readonly number[]
  /** Messages that wait on an edge, and whether a node is at work. */
  readonly depths: readonly Figure[]
  readonly busy: readonly Figure[]
  /** Effects that wait until a controller lets them begin. */
  readonly held: readonly Figure[]
  /** Where each message that was sent stands in its queue; -1 for one that does not. */
  readonly places: readonly number[]
}

/** An input that is offered, with what is known of it. */
export interface Offer {
  readonly input: Input
  readonly steps: ReadTrie<KnownStep>
}

/** Characters of a cell's JSON; an agent in the middle of its work has some hundreds. */
const MOST_TEXT = 4000

class Reads implements Recorder {
  readonly list: number[] = []

  read(component: number): void {
    // Beyond that it is not kept, whatever else is read.
    if (this.list.length <= MOST_READS && !this.list.includes(component)) this.list.push(component)
  }

  write(): void {}
}

/**
 * The kernel's steps, each computed once for what it reads: thousands of runs of one drawing come through the same
 * states of its parts again and again. Equal cells are one object with one number.
 */
export class KnownSteps {
  readonly plan: Plan
  readonly initial: { readonly cells: readonly Cell[]; readonly ids: readonly number[] }
  /** Cells and steps that are remembered. */
  size = 0
  private readonly cells: { readonly ids: Map<string, number>; readonly all: Cell[] }[]
  private readonly offers: ReadTrie<readonly Offer[]>[]
  private readonly byName: Map<string, Offer>[]
  private readonly answers: Map<string, Map<Outcome, Offer>>[]

  constructor(plan: Plan) {
    this.plan = plan
    this.cells = plan.components.map(() => ({ ids: new Map<string, number>(), all: [] }))
    this.offers = plan.components.map(() => new ReadTrie())
    this.byName = plan.components.map(() => new Map<string, Offer>())
    this.answers = plan.components.map(() => new Map<string, Map<Outcome, Offer>>())
    const cells = initialState(plan)
    const ids = cells.map((cell, component) => this.idOf(component, cell))
    this.initial = { cells, ids }
  }

  /** What the kernel itself may do next with one actor or group. */
  next(state: RunState, ids: readonly number[], component: number): readonly Offer[] {
    const trie = this.offers[component] as ReadTrie<readonly Offer[]>
    const known = trie.find(ids)
    if (known !== null) return known
    const recorder = new Reads()
    const offers = next(this.plan, state, component, { recorder }).map((input) => this.offer(input))
    if (trie.keep(recorder.list, ids, offers)) this.size += 1
    return offers
  }

  /** An input of the world's or a person's. */
  offer(input: Input): Offer {
    const { component } = input
    const outcome = outcomeIn(input)
    const name = nameOf(input)
    if (outcome === null) return found(this.byName[component] as Map<string, Offer>, name, input)
    const answers = this.answers[component] as Map<string, Map<Outcome, Offer>>
    const known = answers.get(name) ?? new Map<Outcome, Offer>()
    answers.set(name, known)
    return found(known, outcome, input)
  }

  step(state: RunState, ids: readonly number[], { input, steps }: Offer): KnownStep {
    const known = steps.find(ids)
    if (known !== null) return known
    const recorder = new Reads()
    const transition = step(this.plan, state, input, recorder)
    for (const [component] of transition.changed) recorder.read(component)
    const made = this.known(state, ids, transition)
    if (steps.keep(recorder.list, ids, made)) this.size += 1
    return made
  }

  private known(state: RunState, ids: readonly number[], transition: Transition): KnownStep {
    const woken = new Set<number>()
    const doubts: KnownStep['doubts'][number][] = []
    const letters: number[] = []
    const [depths, busy, held]: [Figure[], Figure[], Figure[]] = [[], [], []]
    let keeping = 0
    for (const [component, cell] of transition.changed) {
      const before = state[component] as Cell
      for (const actor of wakes(this.plan, component, before, cell)) woken.add(actor)
      if (cell.type === 'channel') {
        depths.push({ component, value: cell.queue.length + cell.held.length })
        if (waitsForPerson(cell)) letters.push(component)
      } else if (cell.type === 'actor') {
        keeping += keepers(cell) - keepers(before as ActorCell)
        busy.push({ component, value: cell.effects.some(isAtWork) ? 1 : 0 })
        held.push({ component, value: cell.effects.filter(({ status }) => status === 'asked').length })
        for (const { status, ask } of cell.effects)
          if (status === 'doubt') doubts.push({ component, tag: ask.tag })
      }
    }
    const places = transition.sent.map(({ channel, message }) => {
      const cell = transition.changed.find(([component]) => component === channel)?.[1]
      return (cell as ChannelCell | undefined)?.queue.indexOf(message) ?? -1
    })
    const changed = transition.changed.map(([component, cell]) => {
      // What was too large once is so for the rest of its run, mostly.
      const id = (ids[component] as number) < 0 ? -1 : this.idOf(component, cell)
      return { component, id, cell: id < 0 ? cell : this.cellOf(component, id) }
    })
    return { transition, changed, wakes: [...woken], keeping, doubts, letters, depths, busy, held, places }
  }

  /** A cell's number; -1 for one that is so large that it is hardly met again. */
  private idOf(component: number, cell: Cell): number {
    const { ids, all } = this.cells[component] as KnownSteps['cells'][number]
    const text = JSON.stringify(cell)
    if (text.length > MOST_TEXT) return -1
    const known = ids.get(text)
    if (known !== undefined) return known
    ids.set(text, all.length)
    this.size += 1
    return all.push(cell) - 1
  }

  private cellOf(component: number, id: number): Cell {
    return this.cells[component]?.all[id] as Cell
  }
}

function found<K>(offers: Map<K, Offer>, key: K, input: Input): Offer {
  const known = offers.get(key)
  if (known !== undefined) return known
  const fresh: Offer = { input, steps: new ReadTrie() }
  offers.set(key, fresh)
  return fresh
}

/** Answers are known by the object: whoever gives them gives equal ones as one. */
function outcomeIn(input: Input): Outcome | null {
  if (input.type === 'settle') return input.outcome
  return input.type === 'resolve' && input.answer.type === 'happened' ? input.answer.outcome : null
}

function nameOf(input: Input): string {
  switch (input.type) {
    case 'fire':
      return `fire ${input.tag}`
    case 'begin':
      return `begin ${input.tag}`
    case 'deliver':
      return `deliver ${input.channel} ${input.place}`
    case 'settle':
      return input.tag
    case 'resolve':
      return `${input.answer.type} ${input.tag}`
    default:
      return JSON.stringify(input)
  }
}

/** How many things of an actor's keep a run going: the world's effects, and its timers. */
function keepers(cell: ActorCell): number {
  let count = cell.timers.length
  for (const { ask } of cell.effects) if (ask.to === undefined) count += 1
  return count
}

function isAtWork({ status, ask }: ActorCell['effects'][number]): boolean {
  return status === 'begun' && ask.to === undefined && ask.kind !== 'human.steer'
}
