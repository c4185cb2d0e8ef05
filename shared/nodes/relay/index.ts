import { z } from 'zod'
import { defineKind, noMigration } from '../define.ts'

/** Where messages enter or leave a nested topology, whose nodes are inlined into the one around it. */
export const relayKind = defineKind<Record<string, never>, null>({
  kind: 'relay',
  internal: true,
  look: { label: 'Boundary', hint: 'nested', family: 'boundary', outline: 'input', icon: 'square-dashed' },
  help: {
    summary: 'Passes messages into a nested topology, or out of it.',
    paragraphs: ['It changes nothing, so that it costs a step and no more.'],
  },
  schema: z.strictObject({}),
  form: [],
  stateVersion: 1,
  fresh: () => ({}),
  caption: () => 'Passes on',
  fact: () => 'boundary',
  ports: () => ({ in: [{ name: 'in' }], out: [{ name: 'out' }] }),
  initial: () => null,
  ready: () => ['in'],
  react(_bound, local, input) {
    if (input.type !== 'message') throw new Error(`relay: unexpected ${input.type}`)
    const { payload, activation, slot } = input
    return { local, send: [{ port: 'out', payload, activation }], finished: [slot] }
  },
  rest: () => true,
  outcomes: () => [],
  classify: (_bound, _effect, outcome) => outcome,
  migrate: noMigration('relay'),
})
