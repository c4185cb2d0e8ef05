import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { REQUESTS } from '../kernel/enabled.ts'
import { notJson } from '../kernel/testing/invariants.ts'
import type {
  Ask,
  BehaviourInput,
  EffectKind,
  PossibleOutcome,
  Reaction,
  Resource,
} from '../topology/kind.ts'
import { errorOutcome, type JsonObject, type Outcome, type Payload } from '../topology/payload.ts'
import { storeTools } from './agent/store-tools.ts'
import type { Errands } from './errands.ts'
import { ledger, outcome, Player, repo, store } from './testing/player.ts'

const tools = [
  { name: 'look', run: ['look'] },
  { name: 'push', run: ['push'], class: 'once' },
]

/** Every kind that asks for something, configured and bound in the ways that matter. */
const SETUPS: readonly (readonly [string, unknown, readonly Resource[]])[] = [
  ['agent', {}, []],
  ['agent', { tools, turns: 2 }, []],
  ['agent', { tools, turns: 3 }, [repo('read')]],
  ['agent', { tools, turns: 2 }, [repo('read-modify-write')]],
  ['agent', { tools: tools.map((tool) => ({ ...tool, approve: 'ask' })), ask_person: true, turns: 4 }, []],
  ['agent', { tools, steer: true, turns: 3 }, [repo('read-modify-write')]],
  ['agent', { turns: 4 }, [store('read-modify-write')]],
  ['agent', { turns: 2, needs: ['api'], decides: ['schema'] }, [ledger('read-modify-write'), store('write')]],
  [
    'agent',
    { steer: true, reads: ['list'], updates: [{ key: 'list' }] },
    [store('read-modify-write', 'lease'), repo('write')],
  ],
  ['command', { run: ['x'] }, []],
  ['command', { run: ['x'] }, [repo('read')]],
  ['command', { run: ['x'], class: 'once' }, [repo('write')]],
  [
    'command',
    { run: ['x'], class: 'pure', reads: ['list'], updates: [{ key: 'list' }] },
    [store('read-modify-write'), repo('write')],
  ],
  [
    'command',
    { run: ['x'], needs: ['api'], decides: ['schema'], reads: ['list'], updates: [{ key: 'list' }] },
    [ledger('read-modify-write'), store('read-modify-write', 'lease')],
  ],
  ['store', { keys: [{ name: 'list' }] }, []],
  ['store', { keys: [{ name: 'list', initial: 'x' }], mode: 'compare-and-swap' }, []],
  ['store', { keys: [{ name: 'list' }], mode: 'lease', expiry_ms: 10 }, []],
  ['decisions', { topics: ['api', 'schema'] }, []],
  ['verifier', { run: ['x'] }, []],
  ['verifier', { run: ['x'] }, [repo('read')]],
  ['router', { cases: [{ port: 'a', when: 'x' }] }, []],
  ['gate', { ask: 'Go on?' }, []],
  ['gate', { ask: 'Go on?', approvers: 3, needed: 2, deadline_ms: 1000 }, []],
  ['contract', { schema: {} }, []],
  ['condition', { when: 'in.x' }, []],
  ['transform', { transform: 'in' }, []],
  ['repo', { path: 'x' }, []],
  ['repo', { path: 'x', check: ['x'] }, []],
  ['join', {}, []],
  ['join', { inputs: ['a', 'b', 'c'], wait: 'some', count: 2 }, []],
  ['output', {}, []],
  ['timer', {}, []],
  ['timer', { mode: 'interval', count: 3 }, []],
  ['timer', { mode: 'interval' }, []],
  ['timer', { mode: 'watchdog' }, []],
  ['vote', {}, []],
  ['vote', { rule: 'unanimous', deadline_ms: 10 }, []],
  ['vote', { equal: 'judge', rule: 'quorum', quorum: 1, deadline_ms: 10 }, []],
]

/** Kinds that hold several messages at once. */
const HOLDERS = ['join', 'vote', 'timer']

/** Refs are told from all other text by how they begin. */
function upToRefs(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, one: unknown) =>
    typeof one === 'string' && /^(?:ref|text):/.test(one) ? '§' : one,
  ) as unknown
}

/** Every voter said the same, all said something else, one is void: the last by the count. */
function tallies(ask: Ask, count: number): readonly Outcome[] {
  const ports = Object.keys(ask.payload['ballots'] as object)
  const classes: ((at: number) => number)[] = [() => 0, (at) => at, (at) => (at === 0 ? count : 1)]
  const some = ports.slice(count % 2)
  return classes.map((of) =>
    outcome('ok', {}, { classes: Object.fromEntries(some.map((port, at) => [port, of(at)])) }),
  )
}

/** What an `eval` answers to kinds that have a message looked at. */
const LOOKED_AT: { readonly [kind: string]: (ref: (name: string) => string) => readonly Outcome[] } = {
  router: () => [outcome('ok', {}, { port: 'a' }), outcome('ok', {}, { port: 'otherwise' })],
  contract: (ref) => [outcome('ok', {}, {}), outcome('breach', { error: ref('error') }, { at: '/x' })],
  condition: () => [outcome('ok', {}, { holds: true }), outcome('ok', {}, { holds: false })],
  transform: (ref) => [outcome('ok', { message: ref('message') }, {})],
}

/** What executors may really answer: codes, counts and wordings that no explorer wants to know. */
function realOutcomes(player: Player, ask: Ask, count: number): readonly Outcome[] {
  const ref = (name: string): string => `ref:${name}${count}`
  const error = [true, false].flatMap((retryable) =>
    (['no', 'unknown'] as const).map((happened) =>
      errorOutcome({ code: `E${count}`, retryable, happened }, ref('error')),
    ),
  )
  switch (ask.kind) {
    case 'process.exec': {
      const tree = ask.payload['tree'] === undefined ? {} : { tree: ref('tree') }
      const refs = { result: ref('result'), log: ref('log'), ...tree }
      return [
        outcome('ok', refs, { exit: 0, took: count }),
        outcome('exit', refs, { exit: 1 + count }),
        ...error,
      ]
    }
    case 'model.generate': {
      const conversation = ref('conversation')
      const { tools: known = [] } = player.bound.config as { tools?: readonly { name: string }[] }
      const calls = known.map(({ name }) =>
        outcome('call', { conversation, args: ref('args') }, { tool: name, tokens: count }),
      )
      const shared = storeTools(player.bound.resources).flatMap(({ name }) =>
        ['list', 'count'].map((key) => {
          const refs = { conversation, args: ref('args') }
          const value = name === 'store_read' ? {} : { value: ref('value') }
          return outcome('call', { ...refs, ...value }, { tool: name, key, tokens: count })
        }),
      )
      return [
        outcome('answer', { conversation, answer: ref('answer') }, { tokens: count }),
        ...calls,
        ...shared,
        ...error,
      ]
    }
    case 'eval': {
      if (ask.control['pick'] === true) {
        const { decides, updates } = player.bound.config as Errands
        const decided = Object.fromEntries(decides.map((topic) => [topic, ref(topic)]))
        const refs = { decided, values: Object.fromEntries(updates.map(({ key }) => [key, ref(key)])) }
        return [outcome('ok', refs, { took: count }), ...error]
      }
      if (player.kind.kind === 'vote') return [...tallies(ask, count), ...error]
      return [...(LOOKED_AT[player.kind.kind]?.(ref) ?? [outcome('ok', {}, {})]), ...error]
    }
    case 'human.steer':
      return [outcome('message', { message: ref('message') })]
    case 'human.ask': {
      if (player.kind.kind === 'agent') {
        const said = {
          decision: ref('decision'),
          result: ref('result'),
          args: ref('args'),
          note: ref('note'),
        }
        const tags = ask.tag === 'person' ? ['answer', 'reject'] : ['approve', 'edit', 'reject']
        return [...tags.map((tag) => outcome(tag, said, { by: 1 })), ...error]
      }
      return [
        ...['approve', 'reject', 'revise', 'edit'].map((tag) => {
          const refs = { decision: ref('decision'), by: ref('by') }
          const more = { revise: { feedback: ref('why') }, edit: { content: ask.payload['in'] as Payload } }
          return outcome(tag, { ...refs, ...more[tag as keyof typeof more] }, { by: 1 })
        }),
        ...error,
      ]
    }
    case 'git.open':
      return [outcome('ok', { change: ref('change') }, { files: count }), ...error]
    case 'git.commit':
    case 'git.merge': {
      const sides = { error: ref('error'), files: ref('files'), mine: ref('mine') }
      const own = ask.kind === 'git.merge' ? outcome('unchanged') : outcome('moved', { change: ref('there') })
      return [
        outcome('ok', { change: ref('change') }, { files: count }),
        outcome('conflict', sides, { files: [`${count}.txt`] }),
        own,
        ...error,
      ]
    }
    case 'git.move':
      return [
        outcome('ok', { change: ask.payload['change'] as string }),
        outcome('moved', { change: ref('there') }),
        ...error,
      ]
    case 'repo.checkout':
      return [outcome('ok', { change: ref('change') })]
    case 'repo.commit':
      return [
        outcome('ok', { change: ref('change') }),
        ...['conflict', 'semantic-conflict'].map((tag) =>
          outcome(tag, { error: ref('error'), change: ref('head'), conflict: { files: ref('files') } }),
        ),
        outcome('failed', { error: ref('error') }),
      ]
    case 'store.read':
      return [outcome('ok', { values: { list: ref('list') } }), ...error]
    case 'store.lease':
      return [outcome('ok', {}, { token: count }), ...error]
    case 'store.release':
      return [outcome('ok'), ...error]
    case 'store.write':
    case 'store.swap':
      return [outcome('ok'), outcome('moved', {}, { keys: ['list'] }), outcome('fenced'), ...error]
    case 'decisions.get':
      return [outcome('ok', { decisions: { api: ref('api') } }), ...error]
    case 'decisions.settle':
      return ['ok', 'stands'].map((tag) => outcome(tag, { decisions: { schema: ref('schema') } }))
    default:
      throw new Error(`no answers to ${ask.kind} here`)
  }
}

function realise(possible: PossibleOutcome): Outcome {
  const refs: Record<string, Payload> = {}
  for (const [field, spec] of Object.entries(possible.refs))
    refs[field] = typeof spec === 'object' ? spec.same : `ref:abstract-${field}`
  return { tag: possible.tag, control: possible.control, refs }
}

/** What the kernel makes of an outcome: errors are for the wrapper, which tells the behaviour when all is over. */
function heard(tag: string, answer: Outcome): BehaviourInput {
  return answer.tag === 'error'
    ? { type: 'failed', tag, error: answer.refs['error'] as string }
    : { type: 'outcome', tag, outcome: answer }
}

/** One reaction, against all that a kernel and a drawing may rely on. */
function checkReaction(player: Player, input: BehaviourInput, reaction: Reaction<unknown>): void {
  const { config, resources } = player.bound
  const ports = player.kind.ports(config, resources).out.map((port) => port.name)
  const places = notJson([reaction.local, reaction.send ?? [], reaction.ask ?? [], reaction.reply ?? []])
  const problems = [
    ...places.map((place) => `not JSON: ${place}`),
    ...(reaction.send ?? []).filter((one) => !ports.includes(one.port)).map((one) => `no port ${one.port}`),
    ...(reaction.send ?? []).filter((one) => one.activation !== 'loop#1').map(() => 'lost its activation'),
    ...(reaction.reply ?? [])
      .filter((one) => !['client', 'other'].includes(one.client))
      .map((one) => `no client ${one.client}`),
  ]
  const tags = player.asks.map((ask) => ask.tag)
  if (new Set(tags).size !== tags.length) problems.push(`two asks of one name: ${tags}`)
  if (problems.length > 0) throw new Error(`${JSON.stringify(input)}: ${problems.join(', ')}`)
}

/** What two clients may ask of a resource; each has one request open at a time. */
function requestsTo(player: Player): readonly BehaviourInput[] {
  const values = { values: { list: 'ref:list' } }
  const decided = { decided: { api: 'ref:api' } }
  const asked: { readonly [kind: string]: readonly (readonly [EffectKind, Ask['payload'], JsonObject])[] } = {
    repo: [
      ['repo.checkout', {}, {}],
      ['repo.commit', { tree: 'ref:tree', result: 'ref:result' }, {}],
    ],
    store: [
      ['store.read', {}, { keys: ['list'] }],
      ['store.read', {}, { keys: ['elsewhere'] }],
      ['store.write', values, {}],
      ['store.write', values, { token: 1, release: true }],
      ['store.swap', values, { token: 1 }],
      ['store.lease', {}, { keys: ['list'] }],
      ['store.release', {}, { token: 1 }],
    ],
    decisions: [
      ['decisions.get', {}, { topics: ['api'] }],
      ['decisions.get', {}, { topics: ['api', 'schema'] }],
      ['decisions.settle', decided, {}],
    ],
  }
  const all = asked[player.kind.kind] ?? []
  // Somebody decides, else all would wait in the end.
  const byOther = all.filter(([kind]) => kind.startsWith('store.') || kind === 'decisions.settle')
  const clients = { client: all, other: byOther }
  return Object.entries(clients)
    .filter(([client]) => !player.requests.includes(`${client} get`))
    .flatMap(([client, requests]) =>
      requests.map(([kind, payload, control]): BehaviourInput => {
        return { type: 'request', client, tag: 'get', kind, payload, control }
      }),
    )
}

/** All that may happen to a player now, as a kernel would let it. */
function inputs(
  player: Player,
  count: number,
): readonly { input: BehaviourInput; ask?: Ask; answer?: Outcome }[] {
  const payload: Payload = { task: 'ref:task', change: 'ref:base' }
  const found: { input: BehaviourInput; ask?: Ask; answer?: Outcome }[] = []
  for (const port of player.ready()) {
    if (port === REQUESTS) {
      found.push(...requestsTo(player).map((input) => ({ input })))
    } else {
      const slot = [0, 1, 2, 3, 4, 5].find((one) => !player.slots.includes(one)) ?? 6
      found.push({ input: { type: 'message', port, slot, payload, activation: 'loop#1' } })
    }
  }
  for (const tag of player.timers) found.push({ input: { type: 'timer', tag } })
  for (const ask of player.asks) {
    for (const answer of realOutcomes(player, ask, count))
      found.push({ input: heard(ask.tag, answer), ask, answer })
  }
  return found
}

const picks = fc.array(fc.noBias(fc.nat({ max: 9999 })), { minLength: 5, maxLength: 25 })

function alongPlay(
  [kind, config, resources]: (typeof SETUPS)[number],
  look: (player: Player, input: BehaviourInput, ask?: Ask, answer?: Outcome) => void,
): void {
  fc.assert(
    fc.property(picks, (chosen) => {
      const player = new Player(kind, config, resources, ['conflict', 'revise'])
      chosen.forEach((pick, count) => {
        const open = inputs(player, count)
        const next = open[pick % Math.max(1, open.length)]
        if (next === undefined) throw new Error(`${kind} is neither ready nor asks for anything`)
        look(player, next.input, next.ask, next.answer)
        checkReaction(player, next.input, player.react(next.input))
      })
    }),
    { numRuns: 40 },
  )
}

describe.each(SETUPS)('%s with %j and %j', (...setup) => {
  it('takes whatever it is ready for, and says only what is JSON, on ports that it has', () => {
    alongPlay(setup, () => {})
  })

  it('is at rest exactly while it neither asks nor owes anything nor holds a message, and takes no more than one', () => {
    alongPlay(setup, (player) => {
      const open = player.asks.length + player.slots.length + player.requests.length
      if (player.rests() !== (open === 0))
        throw new Error(`rests: ${player.rests()}, asks ${player.asks.length}, holds ${player.slots}`)
      if (!HOLDERS.includes(setup[0]) && player.slots.length > 1) throw new Error('holds two messages')
    })
  })

  it('goes on from an outcome as from its class, and its world knows that class', () => {
    alongPlay(setup, (player, input, ask, answer) => {
      if (ask === undefined || answer === undefined || ask.to !== undefined) return
      const { kind, bound, local } = player
      const abstract = kind.classify(bound, ask, answer)
      expect(kind.classify(bound, ask, abstract)).toEqual(abstract)
      const shape = ({ tag, control }: Pick<Outcome, 'tag' | 'control'>): string =>
        JSON.stringify([tag, control])
      const known = player.outcomes(ask).find((one) => shape(one) === shape(abstract))
      const all = player.outcomes(ask).map(shape)
      // The world of a sound check fails only what is wrong, and a current change cannot conflict.
      const sound = kind.kind === 'verifier' || kind.kind === 'repo'
      if (known === undefined && !(abstract.tag === 'exit' && sound))
        throw new Error(`${shape(abstract)} is none of ${all}`)
      const real = upToRefs(kind.react(bound, local, input))
      expect(upToRefs(kind.react(bound, local, heard(ask.tag, abstract)))).toEqual(real)
      if (known !== undefined)
        expect(upToRefs(kind.react(bound, local, heard(ask.tag, realise(known))))).toEqual(real)
    })
  })

  it('lets no answer of its abstract world lead to a ref that is missing', () => {
    alongPlay(setup, (player) => {
      for (const ask of player.asks.filter((one) => one.to === undefined)) {
        for (const possible of player.outcomes(ask)) {
          const reaction = player.kind.react(player.bound, player.local, heard(ask.tag, realise(possible)))
          expect(notJson(reaction)).toEqual([])
        }
      }
    })
  })
})
