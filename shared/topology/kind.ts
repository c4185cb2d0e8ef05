import type { z } from 'zod'
import type { Access, NodePolicy } from './document.ts'
import type { Form } from './form.ts'
import type { JsonObject, Outcome, Payload, Ref } from './payload.ts'

/** Which rule applies when it is not known whether an effect happened (DESIGN: effects). */
export type EffectClass = 'pure' | 'idempotent' | 'once'

export type EffectKind =
  | 'model.generate'
  | 'process.exec'
  | 'git.open'
  | 'git.commit'
  | 'git.merge'
  | 'git.move'
  | 'human.ask'
  /** A standing offer to say something to an agent while it works. */
  | 'human.steer'
  | 'eval'
  | 'repo.checkout'
  | 'repo.commit'
  | 'store.read'
  | 'store.write'
  /** A write that stands only if its client has seen what it replaces. */
  | 'store.swap'
  | 'store.lease'
  | 'store.release'
  | 'decisions.get'
  | 'decisions.settle'

/** What a behaviour asks of the world. The tag is its own name for it; ids are given outside. */
export interface Ask {
  readonly tag: string
  readonly kind: EffectKind
  readonly class: EffectClass
  readonly control: JsonObject
  readonly payload: { readonly [field: string]: Payload }
  readonly activation: string
  /** The resource (node id) that answers instead of an executor; its reply is the settle. */
  readonly to?: string
}

export interface Send {
  readonly port: string
  readonly payload: Payload
  readonly activation: string
}

export interface Reply {
  readonly client: string
  readonly tag: string
  readonly outcome: Outcome
}

/** What a behaviour may react to. `slot` names an unfinished message until the behaviour lists it as finished. */
export type BehaviourInput =
  | { readonly type: 'start'; readonly payload: Payload }
  | {
      readonly type: 'message'
      readonly port: string
      readonly slot: number
      readonly payload: Payload
      readonly activation: string
    }
  | { readonly type: 'outcome'; readonly tag: string; readonly outcome: Outcome }
  /** The effect is over without an outcome: attempts used up, or a person said that it failed. */
  | { readonly type: 'failed'; readonly tag: string; readonly error: Ref }
  | { readonly type: 'timer'; readonly tag: string }
  /** To resource kinds only: a client's request. */
  | {
      readonly type: 'request'
      readonly client: string
      readonly tag: string
      readonly kind: EffectKind
      readonly control: JsonObject
      readonly payload: { readonly [field: string]: Payload }
    }
  /** To resource kinds only: nobody wants that request any more. What is only held is let go of, with a reply. */
  | { readonly type: 'recall'; readonly client: string; readonly tag: string }

export interface Reaction<L> {
  readonly local: L
  readonly send?: readonly Send[]
  readonly ask?: readonly Ask[]
  readonly reply?: readonly Reply[]
  readonly withdraw?: readonly string[]
  readonly arm?: readonly { readonly tag: string; readonly ms: number }[]
  readonly disarm?: readonly string[]
  /** Slots of the messages that are finished with. */
  readonly finished?: readonly number[]
}

export interface PortSpec {
  readonly name: string
  readonly label?: string
  /** `error` ports are drawn as squares; an unwired one fails the run. */
  readonly error?: boolean
  /** Wired when the drawing is compiled; never drawn. */
  readonly internal?: boolean
}

export interface Ports {
  readonly in: readonly PortSpec[]
  readonly out: readonly PortSpec[]
}

export interface Resource {
  readonly node: string
  readonly kind: string
  readonly access: Access
  readonly offers?: Offers
}

/** What a resource tells its clients of itself. */
export interface Offers {
  /** What can be asked for by name: a store's keys, a ledger's topics. */
  readonly names: readonly string[]
  /** How it settles what clients do at once, where it has several ways. */
  readonly mode?: string
}

/** A node's parsed config with what the drawing binds it to. */
export interface Bound<C> {
  readonly config: C
  readonly resources: readonly Resource[]
  /** The ports that an edge leaves by, where it matters to the kind; absent where nobody says. */
  readonly wired?: readonly string[]
}

/** What the abstract world knows of a ref, so that a sound verifier fails exactly what is wrong. */
export interface RefFact {
  readonly producer: string
  readonly wrong: boolean
}
export type Facts = (ref: Ref) => RefFact

/** One answer that the world may give, before the world has made its refs. */
export interface PossibleOutcome {
  readonly tag: string
  readonly control: JsonObject
  /** `keyed` refs are part of the explored state, `opaque` ones are never compared, `same` passes one on. */
  readonly refs: { readonly [field: string]: 'keyed' | 'opaque' | { readonly same: Payload } }
  /** The content is not what was asked for. */
  readonly wrong?: boolean
  /** A number in `control` that may be greater in the world: this outcome is tried for all of those. */
  readonly atLeast?: string
  /** The fault that this answer costs; null when the world is well. */
  readonly fault: 'wrong' | 'error' | null
}

export interface Help {
  readonly summary: string
  readonly paragraphs: readonly string[]
}

/** How the palette and the card show a kind (LOOK: silhouettes; icon names are lucide's). */
export interface Look {
  readonly label: string
  readonly hint: string
  readonly family: 'boundary' | 'worker' | 'control' | 'state'
  readonly outline:
    | 'worker'
    | 'input'
    | 'output'
    | 'gate'
    | 'verifier'
    | 'router'
    | 'join'
    | 'repo'
    | 'store'
    | 'vote'
    | 'timer'
    | 'topology'
    | 'map'
  readonly icon: string
}

export interface Misfit {
  readonly path: string
  readonly message: string
}

/**
 * A node kind. Its reaction is a pure function of its own config, local state and one input; members that take
 * a kind's own types are methods, so that a table of kinds needs no `any`.
 */
export interface NodeKind<C = unknown, L = unknown> {
  readonly kind: string
  readonly look: Look
  readonly help: Help
  readonly schema: z.ZodType<C>
  readonly form: Form
  readonly stateVersion: number
  /** Compiled onto edges, never drawn. */
  readonly internal?: boolean
  /** Answers requests of clients over resource edges. */
  readonly resource?: boolean
  /** May use resources over resource edges. */
  readonly client?: boolean
  /** For its clients, where it is a resource. */
  offers?(config: C): Offers
  /** What its settings ask of the drawing and do not find; paths are within its config, `fed` are inputs with an edge. */
  check?(bound: Bound<C>, fed: ReadonlySet<string>): readonly Misfit[]
  /** Models and tools that a node with this config calls, by which controllers find their users. */
  uses?(config: C): { readonly models: readonly string[]; readonly tools: readonly string[] }
  /** What holds where the drawing sets no policy. */
  readonly defaultPolicy?: NodePolicy
  /** The config of a node freshly dropped on the canvas; it compiles. */
  fresh(): C
  /** One line on the card. */
  caption(config: C): string
  /** A fact shown while designing ("standin · 60 k tokens"). */
  fact(config: C): string
  /** What it is inside another topology, where its settings say nothing; absent: the same. */
  readonly inside?: { readonly caption: string; readonly fact: string; readonly help: string }
  /** One line on the card of a run, where the state says more than a word: a vote's tally. */
  standing?(bound: Bound<C>, local: L): string | null
  /** Some ports are there only where the node is joined to a resource. */
  ports(config: C, resources?: readonly Resource[]): Ports
  initial(bound: Bound<C>): L
  /** Ports from which a message may be delivered now. */
  ready(bound: Bound<C>, local: L): readonly string[]
  react(bound: Bound<C>, local: L, input: BehaviourInput): Reaction<L>
  /** True when nothing is unfinished; a run is done only when all are at rest. */
  rest(bound: Bound<C>, local: L): boolean
  /** The state without what no step goes by, which tells no two states of a search apart; absent: all of it. */
  keyed?(local: L): unknown
  outcomes(bound: Bound<C>, effect: Ask, facts: Facts): readonly PossibleOutcome[]
  /** A real outcome's abstract one: reacting to either gives equal states up to refs. */
  classify(bound: Bound<C>, effect: Ask, outcome: Outcome): Outcome
  /** Its tool can say afterwards whether an effect happened; absent: always. Where it cannot, a person has to. */
  probes?(config: C, effect: Ask): boolean
  /** An outcome as bad as an error: another attempt may help, and breakers count it. */
  fails?(effect: Ask, outcome: Outcome): boolean
  migrate(local: unknown, from: number): L
}

export type KindTable = ReadonlyMap<string, NodeKind>
