import type {
  Ask,
  BehaviourInput,
  Bound,
  Facts,
  NodeKind,
  PossibleOutcome,
  Reaction,
  Resource,
} from '../../topology/kind.ts'
import type { JsonObject, Outcome, Payload } from '../../topology/payload.ts'
import { kinds } from '../index.ts'

export function kindOf(name: string): NodeKind {
  const kind = kinds.get(name)
  if (kind === undefined) throw new Error(`no kind ${name}`)
  return kind
}

/** An edge to the repository `git`. */
export function repo(access: Resource['access']): Resource {
  return { node: 'git', kind: 'repo', access }
}

/** An edge to the store `board`, which has a key `list`. */
export function store(access: Resource['access'], mode = 'compare-and-swap'): Resource {
  return { node: 'board', kind: 'store', access, offers: { names: ['list', 'count'], mode } }
}

/** An edge to the ledger `ledger`. */
export function ledger(access: Resource['access']): Resource {
  return { node: 'ledger', kind: 'decisions', access, offers: { names: ['api', 'schema'] } }
}

/** Refs whose name ends in `!` are wrong. */
export const wrongByName: Facts = (ref) => ({ producer: 'x', wrong: ref.endsWith('!') })

export function outcome(
  tag: string,
  refs: { readonly [field: string]: Payload } = {},
  control = {},
): Outcome {
  return { tag, control, refs }
}

/**
 * One behaviour without a kernel around it: a test says what it hears and looks at its last reaction. It keeps what
 * the wrapper would: open asks, unfinished slots and armed timers.
 */
export class Player {
  readonly kind: NodeKind
  readonly bound: Bound<unknown>
  local: unknown
  asks: readonly Ask[] = []
  slots: readonly number[] = []
  timers: readonly string[] = []
  /** Requests of clients that it has not answered yet, as `client tag`. */
  requests: readonly string[] = []

  constructor(
    kind: string,
    config: unknown = {},
    resources: readonly Resource[] = [],
    wired: readonly string[] = [],
  ) {
    this.kind = kindOf(kind)
    this.bound = { config: this.kind.schema.parse(config), resources, wired }
    this.local = this.kind.initial(this.bound)
  }

  react(input: BehaviourInput): Reaction<unknown> {
    const reaction = this.kind.react(this.bound, this.local, input)
    this.local = reaction.local
    if (input.type === 'message') this.slots = [...this.slots, input.slot]
    if (input.type === 'outcome' || input.type === 'failed')
      this.asks = this.asks.filter((ask) => ask.tag !== input.tag)
    const withdrawn = reaction.withdraw ?? []
    this.asks = [...this.asks.filter((ask) => !withdrawn.includes(ask.tag)), ...(reaction.ask ?? [])]
    if (input.type === 'request') this.requests = [...this.requests, `${input.client} ${input.tag}`]
    for (const { client, tag } of reaction.reply ?? []) {
      if (!this.requests.includes(`${client} ${tag}`)) throw new Error(`${client} did not ask ${tag}`)
      this.requests = this.requests.filter((one) => one !== `${client} ${tag}`)
    }
    if (input.type === 'timer') this.timers = this.timers.filter((tag) => tag !== input.tag)
    const armed = (reaction.arm ?? []).map((timer) => timer.tag)
    this.timers = [
      ...this.timers.filter((tag) => ![...armed, ...(reaction.disarm ?? [])].includes(tag)),
      ...armed,
    ]
    this.slots = this.slots.filter((slot) => reaction.finished?.includes(slot) !== true)
    return reaction
  }

  message(payload: Payload, port = 'in', slot = 0, activation = ''): Reaction<unknown> {
    return this.react({ type: 'message', port, slot, payload, activation })
  }

  outcome(tag: string, answer: Outcome): Reaction<unknown> {
    return this.react({ type: 'outcome', tag, outcome: answer })
  }

  failed(tag: string, error = 'text:why'): Reaction<unknown> {
    return this.react({ type: 'failed', tag, error })
  }

  request(
    client: string,
    tag: string,
    kind: Ask['kind'],
    payload: { readonly [field: string]: Payload },
    control: JsonObject = {},
  ): Reaction<unknown> {
    return this.react({ type: 'request', client, tag, kind, control, payload })
  }

  ready(): readonly string[] {
    return this.kind.ready(this.bound, this.local)
  }

  rests(): boolean {
    return this.kind.rest(this.bound, this.local)
  }

  /** What the world may answer to the open ask of that name, in words: `ok`, `exit wrong`, `error for error`. */
  possible(tag: string): readonly string[] {
    const ask = this.asks.find((one) => one.tag === tag)
    if (ask === undefined) throw new Error(`${tag} was not asked`)
    return this.outcomes(ask).map(
      (one) =>
        one.tag + (one.wrong === true ? ' wrong' : '') + (one.fault === null ? '' : ` for ${one.fault}`),
    )
  }

  outcomes(ask: Ask): readonly PossibleOutcome[] {
    return this.kind.outcomes(this.bound, ask, wrongByName)
  }
}
