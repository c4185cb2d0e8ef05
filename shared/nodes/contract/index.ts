import { z } from 'zod'
import type { Payload } from '../../topology/payload.ts'
import { abstractErrors, classifyError, defineKind, noMigration } from '../define.ts'
import { failSession, finishSession, type Session } from '../session.ts'

const schema = z.strictObject({ schema: z.record(z.string(), z.unknown()) })

type ContractLocal = { readonly phase: 'idle' } | { readonly phase: 'checking'; readonly session: Session }

const IDLE: ContractLocal = { phase: 'idle' }

/** The actor that an edge's contract compiles to: one message at a time, so that order is kept. */
export const contractKind = defineKind<z.infer<typeof schema>, ContractLocal>({
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
  initial: () => IDLE,
  ready: (_bound, local) => (local.phase === 'idle' ? ['in'] : []),
  react(_bound, local, input) {
    if (input.type === 'message') {
      const session = { slot: input.slot, activation: input.activation, input: input.payload, tree: null }
      const payload = { in: input.payload }
      return {
        local: { phase: 'checking', session },
        ask: [
          { tag: 'meet', kind: 'eval', class: 'pure', control: {}, payload, activation: input.activation },
        ],
      }
    }
    if (local.phase !== 'checking') throw new Error(`contract: unexpected ${input.type}`)
    if (input.type === 'failed') return failSession(IDLE, local.session, input.error)
    if (input.type !== 'outcome') throw new Error(`contract: unexpected ${input.type}`)
    if (input.outcome.tag === 'breach')
      return failSession(IDLE, local.session, input.outcome.refs['error'] as Payload)
    return finishSession(IDLE, local.session, 'out', local.session.input)
  },
  rest: (_bound, local) => local.phase === 'idle',
  outcomes: (_bound, effect) => [
    { tag: 'ok', control: {}, refs: {}, fault: null },
    { tag: 'breach', control: {}, refs: { error: 'opaque' }, fault: 'wrong' },
    ...abstractErrors(effect),
  ],
  classify: (_bound, effect, outcome) =>
    outcome.tag === 'error' ? classifyError(effect, outcome) : { ...outcome, control: {} },
  migrate: noMigration('contract'),
})
