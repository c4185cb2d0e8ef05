import { z } from 'zod'
import type { Payload } from '../../topology/payload.ts'
import { abstractErrors, anyWrong, classifyError, defineKind, noMigration } from '../define.ts'
import { failSession, finishSession, type Session } from '../session.ts'

const schema = z.strictObject({ transform: z.string().min(1) })

type TransformLocal = { readonly phase: 'idle' } | { readonly phase: 'changing'; readonly session: Session }

const IDLE: TransformLocal = { phase: 'idle' }

/** The actor that an edge's transform compiles to: one message at a time, so that order is kept. */
export const transformKind = defineKind<z.infer<typeof schema>, TransformLocal>({
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
  initial: () => IDLE,
  ready: (_bound, local) => (local.phase === 'idle' ? ['in'] : []),
  react(_bound, local, input) {
    if (input.type === 'message') {
      const { slot, activation, payload } = input
      return {
        local: { phase: 'changing', session: { slot, activation, input: payload, tree: null } },
        ask: [
          { tag: 'change', kind: 'eval', class: 'pure', control: {}, payload: { in: payload }, activation },
        ],
      }
    }
    if (local.phase !== 'changing') throw new Error(`transform: unexpected ${input.type}`)
    if (input.type === 'failed') return failSession(IDLE, local.session, input.error)
    if (input.type !== 'outcome') throw new Error(`transform: unexpected ${input.type}`)
    return finishSession(IDLE, local.session, 'out', input.outcome.refs['message'] as Payload)
  },
  rest: (_bound, local) => local.phase === 'idle',
  outcomes: (_bound, effect, facts) => [
    { tag: 'ok', control: {}, refs: { message: 'keyed' }, wrong: anyWrong(effect, facts), fault: null },
    ...abstractErrors(effect),
  ],
  classify: (_bound, effect, outcome) =>
    outcome.tag === 'error' ? classifyError(effect, outcome) : { ...outcome, control: {} },
  migrate: noMigration('transform'),
})
