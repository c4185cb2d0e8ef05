import { z } from 'zod'
import { idSchema } from '../../topology/ids.ts'
import { abstractErrors, classifyError, defineKind, noMigration } from '../define.ts'
import { failSession, finishSession, type Session } from '../session.ts'

const schema = z.strictObject({
  cases: z
    .array(
      z.strictObject({
        port: idSchema.refine(
          (name) => !['otherwise', 'error', 'in', 'exhausted'].includes(name),
          'this port name is taken',
        ),
        /** A JSONata expression over the message; the first that is true decides. */
        when: z.string().min(1),
      }),
    )
    .min(1)
    .max(32)
    .refine(
      (cases) => new Set(cases.map((one) => one.port)).size === cases.length,
      'two cases have the same port',
    ),
})
export type RouterConfig = z.infer<typeof schema>

type RouterLocal = { readonly phase: 'idle' } | { readonly phase: 'deciding'; readonly session: Session }

const IDLE: RouterLocal = { phase: 'idle' }

export const routerKind = defineKind<RouterConfig, RouterLocal>({
  kind: 'router',
  look: { label: 'Router', hint: 'conditions', family: 'control', outline: 'router', icon: 'split' },
  help: {
    summary: 'Sends a message one way or another, by conditions on its content.',
    paragraphs: [
      'Conditions are JSONata expressions, tried in order; a message that meets none leaves by "otherwise".',
      'A join behind a router waits for a branch that may never send: let it wait for any, or join before you split.',
    ],
  },
  schema,
  form: [
    {
      title: 'Cases',
      fields: [
        {
          type: 'records',
          key: 'cases',
          label: 'Cases',
          item: 'case',
          fields: [
            { type: 'text', key: 'port', label: 'Port' },
            { type: 'code', key: 'when', label: 'When', language: 'jsonata' },
          ],
        },
      ],
    },
  ],
  stateVersion: 1,
  fresh: () => ({ cases: [{ port: 'yes', when: 'true' }] }),
  caption: (config) => config.cases.map((one) => one.when).join(' / '),
  fact: (config) => `${config.cases.length + 1} ways`,
  ports: (config) => ({
    in: [{ name: 'in' }],
    out: [
      ...config.cases.map((one) => ({ name: one.port })),
      { name: 'otherwise' },
      { name: 'error', error: true },
    ],
  }),
  initial: () => IDLE,
  ready: (_bound, local) => (local.phase === 'idle' ? ['in'] : []),
  react(_bound, local, input) {
    if (input.type === 'message') {
      const session = { slot: input.slot, activation: input.activation, input: input.payload, tree: null }
      const payload = { in: input.payload }
      return {
        local: { phase: 'deciding', session },
        ask: [
          { tag: 'decide', kind: 'eval', class: 'pure', control: {}, payload, activation: input.activation },
        ],
      }
    }
    if (local.phase !== 'deciding') throw new Error(`router: unexpected ${input.type}`)
    if (input.type === 'failed') return failSession(IDLE, local.session, input.error)
    if (input.type !== 'outcome') throw new Error(`router: unexpected ${input.type}`)
    return finishSession(IDLE, local.session, String(input.outcome.control['port']), local.session.input)
  },
  rest: (_bound, local) => local.phase === 'idle',
  outcomes(bound, effect) {
    const ports = [...bound.config.cases.map((one) => one.port), 'otherwise']
    return [
      ...ports.map((port) => ({ tag: 'ok', control: { port }, refs: {}, fault: null })),
      ...abstractErrors(effect),
    ]
  },
  classify: (_bound, effect, outcome) => (outcome.tag === 'error' ? classifyError(effect, outcome) : outcome),
  migrate: noMigration('router'),
})
