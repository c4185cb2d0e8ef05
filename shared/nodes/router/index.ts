import { z } from 'zod'
import { idSchema } from '../../topology/ids.ts'
import { abstractErrors, classifyError, defineKind, noMigration } from '../define.ts'
import { type EvaluatingLocal, evaluating, IDLE } from '../evaluating.ts'
import { finishSession } from '../session.ts'

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

export const routerKind = defineKind<RouterConfig, EvaluatingLocal>({
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
  ...evaluating<RouterConfig>('router', 'deciding', 'decide', (session, outcome) =>
    finishSession(IDLE, session, String(outcome.control['port']), session.input),
  ),
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
