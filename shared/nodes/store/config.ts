import { z } from 'zod'
import type { Form } from '../../topology/form.ts'
import type { Help } from '../../topology/kind.ts'

/** Without dots and dashes, so that `{{store.key}}` needs no quotes. */
export const keySchema = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'a key has letters, digits and _ and starts with a letter')

export const MODES = ['last-write-wins', 'compare-and-swap', 'lease'] as const

export const storeSchema = z
  .strictObject({
    /** All keys that there are: a worker cannot add one, so the states of a store are finite. */
    keys: z
      .array(z.strictObject({ name: keySchema, initial: z.string().max(10_000).default('') }))
      .min(1)
      .max(64)
      .default([{ name: 'value', initial: '' }]),
    mode: z.enum(MODES).default('last-write-wins'),
    /** How long a lease holds. */
    expiry_ms: z.number().int().min(1).max(604_800_000).optional(),
  })
  .superRefine(({ keys, mode, expiry_ms }, issues) => {
    if (new Set(keys.map((key) => key.name)).size !== keys.length)
      issues.addIssue({ code: 'custom', path: ['keys'], message: 'two keys have the same name' })
    if (mode !== 'lease' || expiry_ms !== undefined) return
    const message =
      'a lease without expiry is held for ever by a worker that has died: say after how many ms it ends'
    issues.addIssue({ code: 'custom', path: ['expiry_ms'], message })
  })
export type StoreConfig = z.infer<typeof storeSchema>

export const storeHelp: Help = {
  summary: 'Keys and values that workers share, within one run.',
  paragraphs: [
    'Workers are joined to it by dashed edges that say what they may do: read, write, or read, think and write. A request that its edge does not allow is refused before it reaches the store.',
    'Last write wins: the later write replaces the earlier one, seen or not. Two workers that read the same value and both write lose one update; the card says when that has happened.',
    'Compare and swap: a write stands only if its worker has seen what it replaces. Where another wrote meanwhile, a command that may run twice reads and runs again; an agent is told so.',
    'Lease: a worker first takes its keys, waits while another has them, and gives them back with its write. Each lease has a token, higher than all before it. A lease that has expired is no lease: a write with its token is refused, however late it comes.',
  ],
}

export const storeForm: Form = [
  {
    title: 'Store',
    fields: [
      {
        type: 'records',
        key: 'keys',
        label: 'Keys',
        item: 'key',
        fields: [
          { type: 'text', key: 'name', label: 'Name', hint: 'Read as {{store.name}}' },
          { type: 'longtext', key: 'initial', label: 'Value at the start', hint: 'Empty: nothing there yet' },
        ],
      },
      {
        type: 'choice',
        key: 'mode',
        label: 'When two write',
        options: [
          { value: 'last-write-wins', label: 'Last write wins: updates may be lost' },
          { value: 'compare-and-swap', label: 'Compare and swap: who has not seen it is refused' },
          { value: 'lease', label: 'Lease: one at a time, fenced by a token' },
        ],
      },
      {
        type: 'number',
        key: 'expiry_ms',
        label: 'A lease ends after',
        min: 1,
        unit: 'ms',
        hint: 'Needed for leases',
      },
    ],
  },
]
