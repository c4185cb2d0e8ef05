import { z } from 'zod'
import type { Payload } from '../../topology/payload.ts'
import { abstractErrors, classifyError, defineKind, noMigration } from '../define.ts'
import { type EvaluatingLocal, evaluating, IDLE } from '../evaluating.ts'
import { failSession, finishSession } from '../session.ts'

const schema = z.strictObject({ schema: z.record(z.string(), z.unknown()) })

/** The actor that an edge's contract compiles to: one message at a time, so that order is kept. */
export const contractKind = defineKind<z.infer<typeof schema>, EvaluatingLocal>({
  kind: 'contract',
  internal: true,
  look: { label: 'Contract', hint: 'JSON Schema', family: 'control', outline: 'worker', icon: 'braces' },
  help: {
    summary: 'Lets through only payloads that meet the JSON Schema of the edge.',
    paragraphs: ['A payload that does not is kept, and fails the run with the field that is wrong.'],
  },
  schema,
  form: [],
  stateVersion: 1,
  fresh: () => ({ schema: {} }),
  caption: () => 'JSON Schema',
  fact: () => 'contract',
  ports: () => ({ in: [{ name: 'in' }], out: [{ name: 'out' }, { name: 'error', error: true }] }),
  ...evaluating<z.infer<typeof schema>>('contract', 'checking', 'meet', (session, outcome) =>
    outcome.tag === 'breach'
      ? failSession(IDLE, session, outcome.refs['error'] as Payload)
      : finishSession(IDLE, session, 'out', session.input),
  ),
  outcomes: (_bound, effect) => [
    { tag: 'ok', control: {}, refs: {}, fault: null },
    { tag: 'breach', control: {}, refs: { error: 'opaque' }, fault: 'wrong' },
    ...abstractErrors(effect),
  ],
  classify: (_bound, effect, outcome) =>
    outcome.tag === 'error' ? classifyError(effect, outcome) : { ...outcome, control: {} },
  migrate: noMigration('contract'),
})
