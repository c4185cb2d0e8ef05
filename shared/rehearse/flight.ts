import type { Ask } from '../topology/kind.ts'
import type { Outcome } from '../topology/payload.ts'
import type { ActorPlan, ChannelPlan } from '../topology/plan.ts'

/** What becomes of one attempt, decided when it begins. Times count from then. */
export interface Fate {
  /** Null: it never answers. */
  readonly answer: { readonly after_ms: number; readonly outcome: Outcome } | null
  /** When it acts on the world; null where it never does. Only what may happen once is asked for it. */
  readonly acts_after_ms: number | null
  /** What it did, should it have acted. */
  readonly deed: Outcome
  /** It was given something wrong. */
  readonly misled: boolean
  /** What a model call uses; paid for once it begins. */
  readonly usage: { readonly tokens: number; readonly microUsd: number } | null
}

/** What an edge does to a message, decided when it is sent. */
export interface Passage {
  readonly after_ms: number
  readonly fault: 'drop' | 'duplicate' | 'reorder' | null
}

/** Whatever a virtual run does not know by itself. */
export interface StandIns {
  /** Null where somebody settles it by hand. */
  fate(actor: ActorPlan, ask: Ask): Fate | null
  /** How long until a probe or a person says whether it happened; null where nobody does. */
  doubtMs(actor: ActorPlan): number | null
  passage(channel: ChannelPlan): Passage
  /** What a person does with a message that failed, having been sent so often. */
  letter(attempt: number): { readonly after_ms: number; readonly answer: 'resend' | 'discard' }
  /** How long until the host dies again, and then until it is back; null where it doesn't. */
  crash(): { readonly after_ms: number; readonly down_ms: number } | null
}

/** One attempt under way. */
export interface Flight {
  readonly component: number
  readonly ask: Ask
  readonly attempt: number
  readonly fate: Fate
  readonly begunAt: number
  /** No answer of it is heard any more. */
  over: boolean
}

/** The attempts of a run: those under way, and whether what may happen only once has happened. */
export class Flights {
  private readonly open: (Flight[] | undefined)[] = []
  /** What was done of each effect that may happen once, by its actor and tag; an effect asked anew is another. */
  private readonly deeds = new Map<string, Outcome>()
  /** Effects of class `once` that happened more than once: none, if the kernel keeps its word. */
  twice = 0

  add(flight: Flight): void {
    const known = this.open[flight.component]
    if (known === undefined) this.open[flight.component] = [flight]
    else known.push(flight)
  }

  all(): readonly Flight[] {
    return this.open.flatMap((flights) => flights ?? [])
  }

  find(component: number, tag: string): Flight | undefined {
    const flights = this.open[component]
    if (flights !== undefined) for (const flight of flights) if (flight.ask.tag === tag) return flight
    return undefined
  }

  /** It has answered, or is ended by force: from now on it does nothing more. */
  end(flight: Flight, now: number): void {
    if (flight.over) return
    flight.over = true
    const { component, ask, begunAt, fate } = flight
    const flights = this.open[component] as Flight[]
    flights.splice(flights.indexOf(flight), 1)
    if (ask.class !== 'once' || fate.acts_after_ms === null || now < begunAt + fate.acts_after_ms) return
    const name = `${component} ${ask.tag}`
    if (this.deeds.has(name)) this.twice += 1
    this.deeds.set(name, fate.deed)
  }

  /** A new effect of that name is asked for. */
  ask(component: number, { tag, class: effectClass }: Ask): void {
    if (effectClass === 'once') this.deeds.delete(`${component} ${tag}`)
  }

  /** What an effect that may happen once has done; null while it has not happened. */
  deedOf(component: number, tag: string): Outcome | null {
    return this.deeds.get(`${component} ${tag}`) ?? null
  }
}
