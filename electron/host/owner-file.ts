import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const ownerSchema = z.object({
  pid: z.number().int(),
  startedAt: z.number(),
  socket: z.string(),
  token: z.string(),
})

/** How a home's owner is reached. Only the person whose home it is may read the file. */
export type OwnerRecord = z.infer<typeof ownerSchema>

export function writeOwner(home: string, owner: OwnerRecord): void {
  const path = join(home, 'owner.json')
  const aside = `${path}.${owner.pid}.part`
  rmSync(aside, { force: true })
  writeFileSync(aside, `${JSON.stringify(owner)}\n`, { mode: 0o600, flag: 'wx' })
  renameSync(aside, path)
}

/** Null when there is none, or none that can be read whole. */
export function readOwner(home: string): OwnerRecord | null {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(join(home, 'owner.json'), 'utf8')))
  } catch {
    return null
  }
}

export function removeOwner(home: string): void {
  rmSync(join(home, 'owner.json'), { force: true })
}
