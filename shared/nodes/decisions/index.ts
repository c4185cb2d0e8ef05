import { z } from 'zod'
import { REQUESTS } from '../../kernel/enabled.ts'
import { idSchema } from '../../topology/ids.ts'
import type { BehaviourInput, Bound, Reaction, Reply } from '../../topology/kind.ts'
import { errorOutcome, fieldsOf, inlineText, type Outcome, type Payload } from '../../topology/payload.ts'
import { defineKind, letGo, noMigration } from '../define.ts'

const schema = z
  .strictObject({ topics: z.array(idSchema).min(1).max(64).default(['topic']) })
  .refine(({ topics }) => new Set(topics).size === topics.length, {
    path: ['topics'],
    message: 'two topics have the same name',
  })
export type DecisionsConfig = z.infer<typeof schema>

interface Waiting {
  readonly client: string
  readonly tag: string
  readonly topics: readonly string[]
}

export interface LedgerLocal {
  /** What stands: the first decision of each topic. */
  readonly settled: { readonly [topic: string]: Payload }
  /** Topics on which another decision came later, and did not stand. */
  readonly again: readonly string[]
  /** Clients that need topics which are still open. */
  readonly waiting: readonly Waiting[]
}

type Request = Extract<BehaviourInput, { type: 'request' }>
type LedgerReaction = Reaction<LedgerLocal>

function isOpen(local: LedgerLocal, topic: string): boolean {
  return !Object.hasOwn(local.settled, topic)
}

function standing(local: LedgerLocal, topics: readonly string[], tag: string): Outcome {
  const decisions = Object.fromEntries(topics.map((topic) => [topic, local.settled[topic] as Payload]))
  return { tag, control: {}, refs: { decisions } }
}

function onRequest({ config }: Bound<DecisionsConfig>, local: LedgerLocal, request: Request): LedgerReaction {
  const { client, tag, kind, control, payload } = request
  const decided = fieldsOf(payload['decided'] ?? {})
  const settles = kind === 'decisions.settle'
  if (!settles && kind !== 'decisions.get') throw new Error(`decisions: no request ${kind}`)
  const topics = settles ? Object.keys(decided) : ((control['topics'] ?? []) as readonly string[])
  const unknown = topics.find((topic) => !config.topics.includes(topic))
  if (unknown !== undefined) return { local, reply: [{ client, tag, outcome: noTopic(config, unknown) }] }
  if (settles) return settle(local, { client, tag }, decided)
  if (topics.some((topic) => isOpen(local, topic)))
    return { local: { ...local, waiting: [...local.waiting, { client, tag, topics }] } }
  return { local, reply: [{ client, tag, outcome: standing(local, topics, 'ok') }] }
}

/** The first stands; who comes second is told what stands, and whoever waited for it goes on. */
function settle(
  local: LedgerLocal,
  { client, tag }: Pick<Waiting, 'client' | 'tag'>,
  decided: { readonly [topic: string]: Payload },
): LedgerReaction {
  const topics = Object.keys(decided)
  const late = topics.filter((topic) => !isOpen(local, topic))
  const next: LedgerLocal = {
    ...local,
    settled: { ...decided, ...local.settled },
    again: [...new Set([...local.again, ...late])].sort(),
  }
  const served = next.waiting.filter((one) => !one.topics.some((topic) => isOpen(next, topic)))
  const replies = served.map(
    (one): Reply => ({ client: one.client, tag: one.tag, outcome: standing(next, one.topics, 'ok') }),
  )
  const outcome = standing(next, topics, late.length === 0 ? 'ok' : 'stands')
  return {
    local: { ...next, waiting: next.waiting.filter((one) => !served.includes(one)) },
    reply: [{ client, tag, outcome }, ...replies],
  }
}

function noTopic(config: DecisionsConfig, topic: string): Outcome {
  const text = `No such topic: "${topic}"; the ledger has ${config.topics.join(', ')}`
  return errorOutcome({ code: 'no-topic', retryable: false, happened: 'no' }, inlineText(text))
}

function standingText({ config }: Bound<DecisionsConfig>, local: LedgerLocal): string {
  const settled = `${Object.keys(local.settled).length} of ${config.topics.length} settled`
  if (local.again.length > 0) return `${settled} · decided twice: ${local.again.join(', ')}`
  const open = new Set(local.waiting.flatMap((one) => one.topics).filter((topic) => isOpen(local, topic)))
  return open.size === 0 ? settled : `${settled} · awaited: ${[...open].join(', ')}`
}

export const decisionsKind = defineKind<DecisionsConfig, LedgerLocal>({
  kind: 'decisions',
  look: { label: 'Decisions', hint: 'ledger', family: 'state', outline: 'store', icon: 'scale' },
  help: {
    summary: 'What the team has settled, so that all build the same thing.',
    paragraphs: [
      'A worker joined to it by a dashed edge says in its settings which topics it decides and which it needs. The first decision of a topic stands. A worker that needs a topic waits until it is settled; only then its model or its program is asked, and is given {{decisions.topic}} (in backquotes where the name has a dash).',
      'What a worker decides is the part of its result with the name of the topic, or the whole result where it has none. A second decision of a topic does not replace the first: its worker is told what stands, and sends that on as {{in.decisions.topic}}.',
      'A topic that nobody decides leaves those that need it waiting: such a run is stuck, and says where.',
    ],
  },
  schema,
  form: [
    {
      title: 'Decisions',
      fields: [
        {
          type: 'list',
          key: 'topics',
          label: 'Topics',
          item: 'topic',
          hint: 'What must be one: api-style, schema',
        },
      ],
    },
  ],
  stateVersion: 1,
  resource: true,
  offers: (config) => ({ names: config.topics }),
  fresh: () => ({ topics: ['topic'] }),
  caption: (config) => config.topics.join(', '),
  fact: () => 'first decision stands',
  standing: standingText,
  ports: () => ({ in: [], out: [] }),
  initial: () => ({ settled: {}, again: [], waiting: [] }),
  ready: () => [REQUESTS],
  react(bound, local, input) {
    if (input.type === 'request') return onRequest(bound, local, input)
    if (input.type !== 'recall') throw new Error(`decisions: unexpected ${input.type}`)
    const { left, reply } = letGo(local.waiting, input)
    return { local: { ...local, waiting: left }, reply }
  },
  rest: (_bound, local) => local.waiting.length === 0,
  outcomes: () => [],
  classify: (_bound, _effect, outcome) => outcome,
  migrate: noMigration('decisions'),
})
