import { type Brings, isStrict, labelsIn, PRIVATE, UNTRUSTED } from '../../../nodes/brings.ts'
import { classOf } from '../../../nodes/exec.ts'
import type { Ask, EffectClass } from '../../../topology/kind.ts'
import { type ActorPlan, type ChannelPlan, channelAt, clientAt, type Plan } from '../../../topology/plan.ts'
import type { Monitor, MonitorEvent } from '../monitor.ts'

/** What an agent made of a stranger's text. */
const STEERED = 4

/** A program that a node may start, as far as labels go. */
interface Program {
  readonly name?: string
  readonly class?: 'auto' | EffectClass
  readonly network?: readonly string[]
  readonly writes?: readonly string[]
  readonly approve?: 'auto' | 'ask'
  readonly brings?: Brings
}

interface Config extends Program {
  readonly tools?: readonly Program[]
  readonly fields?: readonly { readonly type?: string; readonly brings?: Brings }[]
  readonly schema?: unknown
}

/** A program in whose hands content may do harm. */
interface Sink {
  readonly actor: ActorPlan
  readonly program: Program
}

type Harms = (sink: Sink, labels: number) => boolean

/**
 * Private content and strangers' texts (Denning 1976): what reaches the network begins not with both, and what others
 * notice begins not with what an agent made of the latter; a person in between answers for it.
 */
export function flowMonitors(plan: Plan): readonly Monitor[] {
  const sinks = plan.actors.flatMap((actor) => programsOf(actor).map((program): Sink => ({ actor, program })))
  const open = sinks.filter(({ program }) => program.approve !== 'ask')
  const brought = plan.actors.reduce((all, actor) => all | broughtBy(actor), 0)
  const leaking = open.filter(({ program }) => (program.network ?? []).length > 0)
  const steered = open.filter(isPrivileged)
  return [
    ...(brought === (PRIVATE | UNTRUSTED) && leaking.length > 0
      ? [flow(plan, 'leak', leaking, (_sink, labels) => (labels & brought) === brought)]
      : []),
    ...((brought & UNTRUSTED) !== 0 && steered.length > 0 ? [flow(plan, 'steered', steered, isSteered)] : []),
  ]
}

const WORDS = {
  leak: [
    'Nothing private gets out with orders of strangers',
    'reaches the network with private content and with text that a stranger may have written',
  ],
  steered: [
    'No stranger’s text sets off what others notice',
    'is set off by what an agent made of text that a stranger may have written',
  ],
} as const

function isSteered({ actor }: Sink, labels: number): boolean {
  return (labels & (actor.kind.kind === 'agent' ? UNTRUSTED : STEERED)) !== 0
}

function programsOf({ kind, bound }: ActorPlan): readonly Program[] {
  const config = bound.config as Config
  if (kind.kind === 'agent') return config.tools ?? []
  return kind.kind === 'command' ? [config] : []
}

function isPrivileged({ actor, program }: Sink): boolean {
  const effect = classOf(actor.bound, program.class ?? 'auto')
  const { network = [], writes = [] } = program
  return effect === 'once' || (effect !== 'pure' && network.length + writes.length > 0)
}

function programIn(actor: ActorPlan, ask: Ask): Program | null {
  if (ask.kind !== 'process.exec') return null
  const { tool } = ask.control
  const config = actor.bound.config as Config
  return tool === undefined ? config : (config.tools?.find(({ name }) => name === tool) ?? null)
}

function ofProgram({ brings, network = [] }: Program): number {
  return labelsIn(brings, network.length > 0 ? UNTRUSTED : 0)
}

/** All that an actor may bring in. */
function broughtBy(actor: ActorPlan): number {
  const config = actor.bound.config as Config
  switch (actor.kind.kind) {
    case 'input':
      return (config.fields ?? []).reduce(
        (all, { type, brings }) => all | labelsIn(brings, type === 'repository' ? PRIVATE : 0),
        0,
      )
    case 'repo':
      return labelsIn(config.brings, PRIVATE)
    case 'verifier':
      return ofProgram(config)
    default:
      return programsOf(actor).reduce((all, program) => all | ofProgram(program), 0)
  }
}

/** The value is a history: by actor, the labels of all that it has been sent or has read. It only grows. */
function flow(plan: Plan, id: 'leak' | 'steered', sinks: readonly Sink[], harms: Harms): Monitor {
  const start = plan.components.map((one) =>
    one.type === 'actor' && (one.kind.kind === 'input' || one.kind.kind === 'repo') ? broughtBy(one) : 0,
  )
  // Before the histories stand the sinks, each a way in which it is broken.
  const histories: string[] = [...sinks.map(() => ''), JSON.stringify(start)]
  const idOf = (labels: readonly number[]): number => {
    const text = JSON.stringify(labels)
    if (!histories.includes(text)) histories.push(text)
    return histories.indexOf(text)
  }
  const [title, does] = WORDS[id]
  const workers = plan.actors.filter(({ kind }) => kind.client === true)
  return {
    id,
    title,
    // The sinks first; the history is of all workers, each by its own place.
    elements: [...new Set([...sinks.map(({ actor }) => actor), ...workers].map(({ id: one }) => one))],
    initial: sinks.length,
    interest: (event) => event.type === 'kernel' && moves(event),
    step(value, event) {
      if (value < sinks.length || event.type !== 'kernel') return value
      const labels = JSON.parse(histories[value] as string) as number[]
      const hit = sinks.findIndex((sink) => begins(event, sink) && harms(sink, labels[sink.actor.index] ?? 0))
      if (hit >= 0) return hit
      take(plan, event, labels, id === 'steered')
      return idOf(labels)
    },
    bad: (value) => value < sinks.length,
    sentence(value) {
      const { actor, program } = sinks[value] as Sink
      return `${program.name === undefined ? actor.name : `The tool ${program.name} of ${actor.name}`} ${does}`
    },
    met: (value) => value > sinks.length,
  }
}

type Step = Extract<MonitorEvent, { type: 'kernel' }>

function moves({ transition: { input, sent, asked } }: Step): boolean {
  return sent.length > 0 || asked.length > 0 || ['begin', 'settle', 'serve'].includes(input.type)
}

/** Does the program begin in this step, by itself or with its ask? */
function begins({ transition, ask }: Step, { actor, program }: Sink): boolean {
  const { input, asked } = transition
  if (input.component !== actor.index) return false
  const begun = asked.filter((one) => one.begun).map((one) => one.ask)
  const all = input.type === 'begin' && ask !== null ? [...begun, ask] : begun
  return all.some((one) => programIn(actor, one) === program)
}

/** What this step brings to whom. */
function take(plan: Plan, { transition, ask }: Step, labels: number[], ownLeftOut: boolean): void {
  const { input, sent } = transition
  const actor = plan.components[input.component]
  if (input.type === 'settle' && ask !== null && actor?.type === 'actor') {
    const program = programIn(actor, ask)
    // What an agent's own privileged tool brings back comes after its call.
    if (program !== null && !(ownLeftOut && program.name !== undefined && isPrivileged({ actor, program })))
      add(labels, actor.index, ofProgram(program))
  }
  if (input.type === 'serve') serve(plan, labels, input.component, clientAt(plan, input.client).client)
  for (const { channel } of sent) {
    const one = channelAt(plan, channel)
    const source = plan.components[one.from]
    if (source?.type === 'actor') add(labels, one.to, passed(source, one, labels[one.from] ?? 0))
  }
}

function add(labels: number[], component: number, more: number): void {
  labels[component] = (labels[component] ?? 0) | more
}

/** A request takes labels to its resource where it may write, and from there where it may read. */
function serve(plan: Plan, labels: number[], resource: number, client: number): void {
  const [worker, target] = [plan.components[client], plan.components[resource]]
  if (worker?.type !== 'actor' || target?.type !== 'actor') return
  const access = worker.bound.resources.find(({ node }) => node === target.id)?.access ?? 'read'
  if (access !== 'read') add(labels, resource, labels[client] ?? 0)
  if (access !== 'write') add(labels, client, labels[resource] ?? 0)
}

/** As in drawings: a person, a verifier and a contract without prose stop labels; an agent is steered by them. */
function passed({ kind, bound }: ActorPlan, { fromPort }: ChannelPlan, labels: number): number {
  if (kind.kind === 'gate') return fromPort === 'error' ? labels : 0
  if (kind.kind === 'verifier' && fromPort === 'pass') return labels & PRIVATE
  if (kind.kind === 'contract' && isStrict((bound.config as Config).schema)) return labels & PRIVATE
  return kind.kind === 'agent' && (labels & UNTRUSTED) !== 0 ? labels | STEERED : labels
}
