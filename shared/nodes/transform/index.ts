import { z } from 'zod'
import type { Payload } from '../../topology/payload.ts'
import { abstractErrors, anyWrong, classifyError, defineKind, noMigration } from '../define.ts'
import { type EvaluatingLocal, evaluating, IDLE } from '../evaluating.ts'
import { finishSession } from '../session.ts'

const schema = z.strictObject({ transform: z.string().min(1) })

/** The actor that an edge's transform compiles to: one message at a time, so that order is kept. */
export const transformKind = defineKind<z.infer<typeof schema>, EvaluatingLocal>({
  kind: 'transform',
  internal: true,
  look: { label: 'Transform', hint: 'JSONata', family: 'control', outline: 'worker', icon: 'replace' },
  help: {
    summary: 'Makes another message of each that goes over the edge.',
    paragraphs: ['A JSONata expression over the message gives the new one: an object, whose fields it has.'],
  },
  schema,
  form: [],
  stateVersion: 1,
  fresh: () => ({ transform: 'in' }),
  caption: (config) => config.transform,
  fact: () => 'transform',
  ports: () => ({ in: [{ name: 'in' }], out: [{ name: 'out' }, { name: 'error', error: true }] }),
  ...evaluating<z.infer<typeof schema>>('transform', 'changing', 'change', (session, outcome) =>
    finishSession(IDLE, session, 'out', outcome.refs['message'] as Payload),
  ),
  outcomes: (_bound, effect, facts) => [
    { tag: 'ok', control: {}, refs: { message: 'keyed' }, wrong: anyWrong(effect, facts), fault: null },
    ...abstractErrors(effect),
  ],
  classify: (_bound, effect, outcome) =>
    outcome.tag === 'error' ? classifyError(effect, outcome) : { ...outcome, control: {} },
  migrate: noMigration('transform'),
})
