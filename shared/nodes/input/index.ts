import { z } from 'zod'
import { BRINGS_FIELD, bringsSchema } from '../brings.ts'
import { defineKind, noMigration } from '../define.ts'

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/

const FIELD_TYPES = ['text', 'longtext', 'list', 'number', 'choice', 'switch', 'repository'] as const

const field = z.strictObject({
  name: z.string().regex(NAME, 'a field name has letters, digits and _ and starts with a letter'),
  label: z.string().default(''),
  type: z.enum(FIELD_TYPES).default('text'),
  options: z.array(z.string()).default([]),
  required: z.boolean().default(false),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  brings: bringsSchema,
})

const schema = z.strictObject({ fields: z.array(field).default([]) })
export type InputConfig = z.infer<typeof schema>
export type InputField = z.infer<typeof field>

interface InputLocal {
  readonly started: boolean
}

export const inputKind = defineKind<InputConfig, InputLocal>({
  kind: 'input',
  look: { label: 'Input', hint: 'form', family: 'boundary', outline: 'input', icon: 'log-in' },
  help: {
    summary: 'Where a run begins: a form whose answers become the first message.',
    paragraphs: [
      'Each field becomes a part of the message, which later nodes name as {{in.field}}.',
      'A field of type list takes one item a line, for a map to go through. A field of type repository takes a folder on this machine. Your own checkout is never written: a run works in a clone.',
    ],
  },
  schema,
  form: [
    {
      title: 'Fields',
      fields: [
        {
          type: 'records',
          key: 'fields',
          label: 'Fields',
          item: 'field',
          fields: [
            { type: 'text', key: 'name', label: 'Name' },
            { type: 'text', key: 'label', label: 'Label' },
            {
              type: 'choice',
              key: 'type',
              label: 'Type',
              options: FIELD_TYPES.map((value) => ({ value, label: value })),
            },
            { type: 'list', key: 'options', label: 'Options', item: 'option', hint: 'For type choice' },
            { type: 'switch', key: 'required', label: 'Required' },
            { type: 'text', key: 'default', label: 'Default' },
            BRINGS_FIELD,
          ],
        },
      ],
    },
  ],
  stateVersion: 1,
  fresh: () => ({ fields: [{ name: 'task', label: 'Task', type: 'longtext', options: [], required: true }] }),
  caption: (config) =>
    config.fields.map((one) => (one.label === '' ? one.name : one.label)).join(', ') || 'No fields',
  fact: (config) => `form · ${config.fields.length} ${config.fields.length === 1 ? 'field' : 'fields'}`,
  inside: {
    caption: 'What comes in here',
    fact: 'as it comes',
    help: 'Nobody fills in a form here: a message that comes to the node outside goes on from here as it is, and in a map each item of the list.',
  },
  ports: () => ({ in: [], out: [{ name: 'out' }] }),
  initial: () => ({ started: false }),
  ready: () => [],
  react(_bound, local, input) {
    if (input.type !== 'start' || local.started) throw new Error(`input: unexpected ${input.type}`)
    return { local: { started: true }, send: [{ port: 'out', payload: input.payload, activation: '' }] }
  },
  rest: (_bound, local) => local.started,
  outcomes: () => [],
  classify: (_bound, _effect, outcome) => outcome,
  migrate: noMigration('input'),
})

/** A list as people write it, one item a line. */
export function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** The fields of an input node's parsed config, for forms and for `--input`. */
export function inputFields(config: unknown): readonly InputField[] {
  return schema.parse(config ?? {}).fields
}
