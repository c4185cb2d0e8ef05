import { z } from 'zod'
import { abstractErrors, classifyError, defineKind, noMigration } from '../define.ts'
import { failSession, finishSession, type Session } from '../session.ts'

const schema = z.strictObject({ when: z.string().min(1) })

type ConditionLocal = { readonly phase: 'idle' } | { readonly phase: 'deciding'; readonly session: Session }

const IDLE: ConditionLocal = { phase: 'idle' }

/** The actor that an edge's condition compiles to: one message at a time, so that order is kept. */
export const conditionKind = defineKind<z.infer<typeof schema>, ConditionLocal>({
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
  initial: () => IDLE,
  ready: (_bound, local) => (local.phase === 'idle' ? ['in'] : []),
  react(_bound, local, input) {
    if (input.type === 'message') {
      const { slot, activation, payload } = input
      return {
        local: { phase: 'deciding', session: { slot, activation, input: payload, tree: null } },
        ask: [
          { tag: 'holds', kind: 'eval', class: 'pure', control: {}, payload: { in: payload }, activation },
        ],
      }
    }
    if (local.phase !== 'deciding') throw new Error(`condition: unexpected ${input.type}`)
    if (input.type === 'failed') return failSession(IDLE, local.session, input.error)
    if (input.type !== 'outcome') throw new Error(`condition: unexpected ${input.type}`)
    if (input.outcome.control['holds'] === true)
      return finishSession(IDLE, local.session, 'out', local.session.input)
    return { local: IDLE, finished: [local.session.slot] }
  },
  rest: (_bound, local) => local.phase === 'idle',
  outcomes: (_bound, effect) => [
    ...[true, false].map((holds) => ({ tag: 'ok', control: { holds }, refs: {}, fault: null })),
    ...abstractErrors(effect),
  ],
  classify: (_bound, effect, outcome) => (outcome.tag === 'error' ? classifyError(effect, outcome) : outcome),
  migrate: noMigration('condition'),
})
