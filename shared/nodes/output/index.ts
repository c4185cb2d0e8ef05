import { z } from 'zod'
import type { Payload } from '../../topology/payload.ts'
import { defineKind, noMigration } from '../define.ts'

const schema = z.strictObject({
  /** Which part of the message is the result, as `{{…}}`; the whole when empty. */
  show: z.string().default(''),
})

interface OutputLocal {
  readonly received: readonly Payload[]
}

/** The names that an object expression shows, or the expression itself. */
function captionOf(show: string): string {
  if (show === '') return 'The whole message'
  const names = [...show.matchAll(/['"](\w+)['"]\s*:/g)].map((match) => match[1])
  return names.length > 0 && show.trimStart().startsWith('{') ? names.join(', ') : show
}

export const outputKind = defineKind<z.infer<typeof schema>, OutputLocal>({
  kind: 'output',
  look: { label: 'Output', hint: 'result', family: 'boundary', outline: 'output', icon: 'log-out' },
  help: {
    summary: 'Where results leave the team.',
    paragraphs: [
      'A run may have several outputs; those that received something are its results. An output that receives nothing is no failure.',
    ],
  },
  schema,
  form: [
    {
      title: 'Result',
      fields: [
        { type: 'code', key: 'show', label: 'Show', language: 'jsonata', hint: 'Empty: the whole message' },
      ],
    },
  ],
  stateVersion: 1,
  fresh: () => ({ show: '' }),
  caption: (config) => captionOf(config.show),
  fact: () => 'result',
  ports: () => ({ in: [{ name: 'in' }], out: [] }),
  initial: () => ({ received: [] }),
  ready: () => ['in'],
  react(_bound, local, input) {
    if (input.type !== 'message') throw new Error(`output: unexpected ${input.type}`)
    return { local: { received: [...local.received, input.payload] }, finished: [input.slot] }
  },
  rest: () => true,
  keyed: () => ({ received: [] }),
  outcomes: () => [],
  classify: (_bound, _effect, outcome) => outcome,
  migrate: noMigration('output'),
})

/** What an output node has received so far, from its local state. */
export function receivedBy(local: unknown): readonly Payload[] {
  return (local as OutputLocal).received
}
