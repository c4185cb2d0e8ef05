import { z } from 'zod'
import type { FormField } from '../topology/form.ts'

/**
 * What comes into a team here, for the check of who may see it and where it may go. Left to itself, what is read from
 * a repository is private, and what is read from the network is from people whom nobody knows.
 */
export const bringsSchema = z.enum(['auto', 'nothing', 'private', 'untrusted', 'both']).optional()
export type Brings = z.infer<typeof bringsSchema>

export const BRINGS_FIELD: FormField = {
  type: 'choice',
  key: 'brings',
  label: 'What it brings in',
  hint: 'For the check of leaks and of orders hidden in texts',
  options: [
    { value: 'auto', label: 'Automatic: private from a repository, untrusted from the network' },
    { value: 'nothing', label: 'Nothing that matters' },
    { value: 'private', label: 'What must not get out' },
    { value: 'untrusted', label: 'What strangers may have written' },
    { value: 'both', label: 'Both' },
  ],
}
