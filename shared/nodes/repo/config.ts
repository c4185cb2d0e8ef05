import { z } from 'zod'
import { bringsSchema } from '../brings.ts'

export const repoSchema = z.strictObject({
  /** Folder of the repository, with `{{…}}`. */
  path: z.string().min(1),
  /** Branch or commit to start from; its HEAD when empty. */
  from: z.string().default(''),
  /** Run in a worktree of the merged files before they become the head; nothing is checked when empty. */
  check: z.array(z.string().min(1)).default([]),
  /** Hosts that the check may reach. */
  network: z.array(z.string()).default([]),
  brings: bringsSchema,
})
export type RepoConfig = z.infer<typeof repoSchema>
