import { z } from 'zod'

export const repoSchema = z.strictObject({
  /** Folder of the repository, with `{{…}}`. */
  path: z.string().min(1),
  /** Branch or commit to start from; its HEAD when empty. */
  from: z.string().default(''),
  /** Run in a worktree of the merged files before they become the head; nothing is checked when empty. */
  check: z.array(z.string().min(1)).default([]),
  /** Hosts that the check may reach. */
  network: z.array(z.string()).default([]),
})
export type RepoConfig = z.infer<typeof repoSchema>
