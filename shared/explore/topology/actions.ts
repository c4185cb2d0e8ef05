import type { Input } from '../../kernel/transition.ts'
import type { Outcome } from '../../topology/payload.ts'
import { type Plan, RUN } from '../../topology/plan.ts'
import type { WorldStep } from './monitor.ts'
import type { Possible } from './moves.ts'
import { saidOf } from './said.ts'

/** An action of the model by its number: what it does to the run, and how a person reads it. */
export interface ActionInfo {
  /** By the ids of the drawing: a trace file knows it by these. */
  readonly words: string
  /** The same for people: by the names of nodes, and edges by their ends. */
  readonly said: string
  /** The same in every model of one plan. */
  readonly key: string
  /** The node or edge at which it happens; null for the host and the run. */
  readonly element: string | null
  readonly fault: boolean
  /** The channel that a message is taken from; -1 for none. */
  readonly delivers: number
  /** What the world does, where the kernel does nothing. */
  readonly world?: WorldStep
  /** The component at which it happens; -1 for the host and the run. */
  readonly owner: number
  /** It is done at last, if it stays possible; nobody waits for a fault, nor for a person. */
  readonly fair: boolean
}

/** Numbers for actions, given as they are met. */
export class Actions {
  readonly infos: ActionInfo[] = []
  private readonly ids = new Map<string, number>()
  /** What chains are made of. */
  private readonly chained = new Map<number, readonly number[]>()
  private readonly plan: Plan

  constructor(plan: Plan) {
    this.plan = plan
  }

  of(one: Possible): number {
    const key =
      one.type === 'input'
        ? `${JSON.stringify(one.input)} ${one.fault}`
        : `${one.step} ${one.component} ${one.ask.tag}`
    const known = this.ids.get(key)
    if (known !== undefined) return known
    return this.add(key, this.infoOf(one))
  }

  /** Several actions, one after the other, as one. */
  chain(actions: readonly number[]): number {
    const key = `chain ${actions.join()}`
    const known = this.ids.get(key)
    if (known !== undefined) return known
    const infos = actions.map((action) => this.info(action))
    const last = infos.at(-1)
    this.chained.set(this.infos.length, actions)
    return this.add(key, {
      words: infos.map(({ words }) => words).join('; '),
      said: infos.map(({ said }) => said).join('; '),
      element: last?.element ?? null,
      fault: infos.some(({ fault }) => fault),
      delivers: -1,
      owner: last?.owner ?? -1,
      fair: infos.every(({ fair }) => fair),
    })
  }

  parts(action: number): readonly number[] {
    return this.chained.get(action) ?? [action]
  }

  named(words: string, fault: boolean): number {
    const said = words.charAt(0).toUpperCase() + words.slice(1)
    return (
      this.ids.get(words) ??
      this.add(words, { words, said, element: null, fault, delivers: -1, owner: -1, fair: false })
    )
  }

  info(action: number): ActionInfo {
    const info = this.infos[action]
    if (info === undefined) throw new Error(`no action ${action}`)
    return info
  }

  private add(key: string, info: Omit<ActionInfo, 'key'>): number {
    const id = this.infos.length
    this.infos.push({ ...info, key })
    this.ids.set(key, id)
    return id
  }

  private infoOf(one: Possible): Omit<ActionInfo, 'key'> {
    const element = this.idAt(one.type === 'input' ? one.input.component : one.component)
    const fault = one.fault !== null
    const said = saidOf(this.plan, one)
    if (one.type === 'world') {
      const words = worldWords(one, element ?? '')
      return {
        words,
        said,
        element,
        fault,
        delivers: -1,
        world: one.step,
        owner: one.component,
        fair: !fault,
      }
    }
    const { input } = one
    const words = inputWords(one, (component) => this.idAt(component) ?? 'the run')
    const channel = input.type === 'deliver' || isSpoiled(input) ? input.channel : -1
    return {
      words,
      said,
      element: channel < 0 ? element : this.idAt(channel),
      fault,
      delivers: input.type === 'deliver' ? channel : -1,
      owner: input.component,
      fair: !fault && one.by !== 'person',
    }
  }

  private idAt(component: number): string | null {
    return component === RUN ? null : (this.plan.components[component]?.id ?? null)
  }
}

function isSpoiled(input: Input): input is Extract<Input, { type: 'drop' | 'duplicate' | 'reorder' }> {
  return input.type === 'drop' || input.type === 'duplicate' || input.type === 'reorder'
}

function worldWords({ step, ask }: Extract<Possible, { type: 'world' }>, id: string): string {
  const what = ask.control['tool'] ?? ask.tag
  switch (step) {
    case 'perform':
      return `${id}: ${what} is under way`
    case 'act':
      return `${id}: ${what} takes effect`
    case 'orphan acts':
      return `${id}: an attempt that was left behind takes effect`
    case 'stop':
      return `${id}: ${what} is stopped before it took effect`
    case 'quell':
      return `${id}: an attempt that was left behind is seen to be dead`
    case 'die':
      return `${id}: ${what} dies in silence`
  }
}

function inputWords(
  { input, by, fault }: Extract<Possible, { type: 'input' }>,
  idOf: (component: number) => string,
): string {
  const id = idOf(input.component)
  const lie = fault === 'wrong' ? ', which is wrong' : ''
  switch (input.type) {
    case 'start':
      return `${id} starts the run`
    case 'deliver':
      return `${id} receives a message by ${idOf(input.channel)}`
    case 'serve':
      return `${id} answers ${idOf(input.client)}`
    case 'reply':
      return `${id} hears from ${idOf(input.client)}`
    case 'begin':
      return `${id} begins ${input.tag}`
    case 'settle':
      return `${id}: ${input.tag} ends with ${outcomeWords(input.outcome)}${lie}`
    case 'doubt':
      return `${id}: nobody knows whether ${input.tag} happened`
    case 'resolve':
      if (by === 'attempt' && input.answer.type === 'happened')
        return `${id}: ${input.tag} has ended with ${outcomeWords(input.answer.outcome)}${lie} after all`
      return `${id}: ${by === 'person' ? 'a person' : 'the probe'} says of ${input.tag}: ${input.answer.type.replaceAll('-', ' ')}${lie}`
    case 'fire':
      return `${id}: the time of ${input.tag} is over`
    case 'suspect':
      return `${id}: ${input.tag} is taken for dead`
    case 'cancel':
      return input.component === RUN ? 'a person stops the run' : `${id} stops`
    case 'drop':
      return `a message to ${id} is lost on ${idOf(input.channel)}`
    case 'duplicate':
      return `a message to ${id} comes twice on ${idOf(input.channel)}`
    case 'reorder':
      return `a message to ${id} overtakes others on ${idOf(input.channel)}`
    case 'discard':
      return `a person drops what ${id} could not deal with`
    default:
      return `${id}: ${input.type}`
  }
}

function outcomeWords({ tag, control }: Outcome): string {
  const { tool, happened } = control
  if (typeof tool === 'string') return `a call of ${tool}`
  if (tag === 'error')
    return happened === 'no' ? 'an error' : 'an error, and nobody knows whether it happened'
  return tag
}
