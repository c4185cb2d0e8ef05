import { z } from 'zod'
import { abstractErrors, classifyError, defineKind, noMigration } from '../define.ts'
import { type EvaluatingLocal, evaluating, IDLE } from '../evaluating.ts'
import { finishSession } from '../session.ts'

const schema = z.strictObject({ when: z.string().min(1) })

/** The actor that an edge's condition compiles to: one message at a time, so that order is kept. */
export const conditionKind = defineKind<z.infer<typeof schema>, EvaluatingLocal>({
  kind: 'condition',
  internal: true,
  look: { label: 'Condition', hint: 'JSONata', family: 'control', outline: 'worker', icon: 'filter' },
  help: {
    summary: 'Lets through only messages that meet the condition of the edge.',
    paragraphs: ['What does not meet it ends here: it is seen on the edge, and counts as no failure.'],
  },
  schema,
  form: [],
  stateVersion: 1,
  fresh: () => ({ when: 'true' }),
  caption: (config) => config.when,
  fact: () => 'condition',
  ports: () => ({ in: [{ name: 'in' }], out: [{ name: 'out' }, { name: 'error', error: true }] }),
  ...evaluating<z.infer<typeof schema>>('condition', 'deciding', 'holds', (session, outcome) =>
    outcome.control['holds'] === true
      ? finishSession(IDLE, session, 'out', session.input)
      : { local: IDLE, finished: [session.slot] },
  ),
  outcomes: (_bound, effect) => [
    ...[true, false].map((holds) => ({ tag: 'ok', control: { holds }, refs: {}, fault: null })),
    ...abstractErrors(effect),
  ],
  classify: (_bound, effect, outcome) => (outcome.tag === 'error' ? classifyError(effect, outcome) : outcome),
  migrate: noMigration('condition'),
})
