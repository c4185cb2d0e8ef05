import { realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Json, Payload } from '../../../shared/topology/payload.ts'
import type { PayloadStore } from '../../drivers/seams.ts'
import type { Places } from './places.ts'

const id = z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/)
const schema = z.object({ repository: z.string(), commit: id, tree: id })

/** A moment of a run's repository: files (`tree`) that stand on a commit. */
export type Change = Readonly<z.infer<typeof schema>>

/** A value that messages call a change but that is none of this run's: an agent or a command may have made it up. */
export class NoChange extends Error {}

export function putChange(change: Change, store: Pick<PayloadStore, 'put'>): string {
  const { repository, commit, tree } = change
  return store.put({ repository, commit, tree })
}

/** Reads a change. Anyone may write a message, so a repository counts only if it is one that Synod made for this run. */
export function readChange(
  payload: Payload | undefined,
  store: Pick<PayloadStore, 'get'>,
  places: Places,
): Change {
  const value: Json | undefined = typeof payload === 'string' ? store.get(payload) : undefined
  const read = schema.safeParse(value)
  if (!read.success) throw new NoChange('The message has a field "change" that is no change of a repository')
  const change = read.data
  if (!isOwn(change.repository, places))
    throw new NoChange(`${change.repository} is not a repository of this run`)
  return change
}

function isOwn(repository: string, places: Places): boolean {
  try {
    return dirname(realpathSync(repository)) === realpathSync(places.repositories)
  } catch {
    return false
  }
}
