import { compile } from '../../topology/compile.ts'
import type { DocumentEdge, EdgePolicy, NodePolicy, TopologyDocument } from '../../topology/document.ts'
import type { KindTable } from '../../topology/kind.ts'
import { errorOutcome, type Outcome, type Payload } from '../../topology/payload.ts'
import { type ChannelPlan, channelAt, clientAt, type Plan, RUN } from '../../topology/plan.ts'
import {
  type ActorCell,
  actorCell,
  type ChannelCell,
  type Control,
  type DeadLetter,
  type EffectCell,
  initialState,
  type RunCell,
  type RunState,
  runCell,
  type SupervisorCell,
} from '../cells.ts'
import { enabled, next } from '../enabled.ts'
import { step } from '../step.ts'
import { applyTransition, type Input, type Resolution, type Transition } from '../transition.ts'
import { type Verdict, verdict } from '../verdict.ts'
import { PUPPETS, type Strings } from './puppet.ts'

interface Sketch {
  /** Puppets by id; a policy beside `on` becomes the node's. */
  readonly [node: string]: {
    readonly on?: { readonly [input: string]: Strings }
    readonly width?: number
    readonly policy?: NodePolicy
    readonly shelf?: { readonly broken?: boolean }
  }
}

/** `from.port > to.port`, or `client - resource`; ids are e1, e2, … in order. */
type Wiring = readonly (string | readonly [string, EdgePolicy])[]

export const OK: Outcome = { tag: 'ok', control: {}, refs: { result: 'text:result' } }

export function failure(retryable: boolean, happened: 'no' | 'unknown' = 'no'): Outcome {
  return errorOutcome({ code: 'broken', retryable, happened }, 'text:broken')
}

/** A plan of puppets between an input `start` and outputs `end` and `end2`. */
export function sketch(
  nodes: Sketch,
  wiring: Wiring,
  kinds: KindTable = PUPPETS,
  controls: Pick<TopologyDocument, 'groups' | 'controllers'> = {},
): Plan {
  const place: [number, number] = [0, 0]
  const drawn = Object.entries(nodes).map(([id, { policy, shelf, ...config }]) => ({
    id,
    kind: shelf === undefined ? 'puppet' : 'shelf',
    at: place,
    config: shelf ?? config,
    ...(policy === undefined ? {} : { policy }),
  }))
  const edges = wiring.map((one, at): DocumentEdge => {
    const [text, policy] = typeof one === 'string' ? [one, undefined] : one
    const [from = '', to = ''] = text.split(/ [>-] /)
    const access = text.includes(' - ') ? ({ access: 'read-modify-write' } as const) : {}
    return { id: `e${at + 1}`, from, to, ...access, ...(policy === undefined ? {} : { policy }) }
  })
  const ends = ['end', 'end2'].map((id) => ({ id, kind: 'output', at: place }))
  const all = [{ id: 'start', kind: 'input', at: place }, ...drawn, ...ends]
  const compiled = compile({ synod: 1, name: 'sketch', nodes: all, edges, ...controls }, kinds)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.value
}

/** A run that a test moves by hand, with everything named by its id. */
export class Rig {
  readonly plan: Plan
  readonly history: Transition[] = []
  state: RunState

  constructor(plan: Plan) {
    this.plan = plan
    this.state = initialState(plan)
  }

  at(id: string): number {
    const index = this.plan.byId.get(id)
    if (index === undefined) throw new Error(`nothing is called ${id}`)
    return index
  }

  put(input: Input): Transition {
    const transition = step(this.plan, this.state, input)
    this.state = applyTransition(this.state, transition)
    this.history.push(transition)
    return transition
  }

  start(payload: Payload = 'go'): Transition {
    return this.put({ type: 'start', component: this.plan.entry, payload })
  }

  deliver(edge: string, place = 0): Transition {
    const { to, index } = this.channel(edge)
    return this.put({ type: 'deliver', component: to, channel: index, place })
  }

  serve(edge: string): Transition {
    const { resource, index } = clientAt(this.plan, this.at(edge))
    return this.put({ type: 'serve', component: resource, client: index })
  }

  reply(edge: string): Transition {
    const { client, index } = clientAt(this.plan, this.at(edge))
    return this.put({ type: 'reply', component: client, client: index })
  }

  begin(node: string, tag: string): Transition {
    return this.put({ type: 'begin', component: this.at(node), tag })
  }

  settle(node: string, tag: string, outcome: Outcome = OK): Transition {
    return this.put({ type: 'settle', component: this.at(node), tag, outcome })
  }

  doubt(node: string, tag: string): Transition {
    return this.put({ type: 'doubt', component: this.at(node), tag })
  }

  resolve(node: string, tag: string, answer: Resolution): Transition {
    return this.put({ type: 'resolve', component: this.at(node), tag, answer })
  }

  fire(node: string, tag: string): Transition {
    return this.put({ type: 'fire', component: this.at(node), tag })
  }

  /** The run without a node, else one actor of a run that ends. */
  cancel(node?: string): Transition {
    return this.put({ type: 'cancel', component: node === undefined ? RUN : this.at(node) })
  }

  turn(type: 'pause' | 'resume'): Transition {
    return this.put({ type, component: RUN })
  }

  /** Pauses, and cuts off what may run again; what is cut off follows by itself. */
  abort(): Transition {
    return this.put({ type: 'pause', component: RUN, abort: true })
  }

  halt(node: string, tag: string): Transition {
    return this.put({ type: 'halt', component: this.at(node), tag })
  }

  run(): RunCell {
    return runCell(this.state)
  }

  actor(node: string): ActorCell {
    return actorCell(this.state, this.at(node))
  }

  seen(node: string): readonly string[] {
    return (this.actor(node).local as { seen: readonly string[] }).seen
  }

  effect(node: string, tag: string): EffectCell | undefined {
    return this.actor(node).effects.find((effect) => effect.ask.tag === tag)
  }

  timers(node: string): readonly string[] {
    return this.actor(node).timers.map(({ tag, ms }) => `${tag} ${ms}`)
  }

  queue(edge: string): readonly Payload[] {
    return this.messages(edge).queue.map((message) => message.payload)
  }

  held(edge: string): readonly Payload[] {
    return this.messages(edge).held.map((message) => message.payload)
  }

  activations(edge: string): readonly string[] {
    return this.messages(edge).queue.map((message) => message.activation)
  }

  control(id: string): Control {
    const cell = this.state[this.at(id)]
    if (cell?.type !== 'controller') throw new Error(`${id} is not a controller`)
    return cell.control
  }

  group(id: string): SupervisorCell {
    const cell = this.state[this.at(id)]
    if (cell?.type !== 'supervisor') throw new Error(`${id} is not a supervisor`)
    return cell
  }

  dead(edge: string): readonly DeadLetter[] {
    return this.messages(edge).dead ?? []
  }

  /** The first input that the kernel offers. */
  first(): Input | null {
    return enabled(this.plan, this.state)[0] ?? null
  }

  /** Effects that the world owes an answer. */
  begun(): readonly { readonly node: string; readonly tag: string }[] {
    return this.plan.actors.flatMap(({ id }) =>
      this.actor(id)
        .effects.filter(({ status, ask }) => status === 'begun' && ask.to === undefined)
        .map(({ ask }) => ({ node: id, tag: ask.tag })),
    )
  }

  /** What is enabled, in words: `deliver e1`, `begin a work`, `cancel a`. */
  can(stepping = false): readonly string[] {
    const inputs = stepping
      ? this.plan.actors.flatMap((actor) => next(this.plan, this.state, actor.index, { stepping }))
      : enabled(this.plan, this.state)
    return inputs.map((input) => this.words(input))
  }

  verdict(): Verdict {
    return verdict(this.plan, this.state)
  }

  private words(input: Input): string {
    const id = (index: number): string => this.plan.components[index]?.id ?? ''
    if (input.type === 'deliver')
      return `deliver ${id(input.channel)}${input.place === 0 ? '' : ` ${input.place}`}`
    if (input.type === 'serve' || input.type === 'reply') return `${input.type} ${id(input.client)}`
    return `${input.type} ${id(input.component)}${'tag' in input ? ` ${input.tag}` : ''}`
  }

  private channel(edge: string): ChannelPlan {
    return channelAt(this.plan, this.at(edge))
  }

  messages(edge: string): ChannelCell {
    return this.state[this.channel(edge).index] as ChannelCell
  }
}
