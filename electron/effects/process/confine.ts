import { closeSync, openSync, realpathSync } from 'node:fs'
import { dirname, sep } from 'node:path'
import type { EffectCall } from '../../drivers/seams.ts'
import type { Places } from '../git/places.ts'
import type { Worktree } from '../git/worktree.ts'
import type { Room } from './command.ts'
import type { Confinement } from './sandbox.ts'
import { privatePlaces } from './secrets.ts'

export interface Bounds {
  readonly call: EffectCall
  readonly places: Places
  readonly room: Room
  readonly worktree: Worktree | null
  readonly writes: readonly string[]
  readonly network: readonly string[]
}

/**
 * What one command may touch: it reads the machine but what people keep private and what Synod keeps of other runs;
 * it writes its own folders and those that the drawing names. Synod's clones and the folders of other nodes stay as
 * they are even where the whole of the run's folder may be written, since Synod trusts what is in them.
 */
export function confine({ call, places, room, worktree, writes, network }: Bounds): Confinement {
  const counted = process.env['SYNOD_COUNT_FILE']
  const readable = [places.root, call.folders.topology, dirname(process.execPath)]
  const hidden = [places.home, ...privatePlaces()]
  return {
    hidden: hidden.map(real),
    readable: readable
      .map(real)
      .filter((path) => hidden.some((one) => path.startsWith(`${real(one)}${sep}`))),
    writable: [...writes, ...(counted === undefined ? [] : [counter(counted)])],
    kept: [places.repositories, places.trees, places.work, places.tmp].map(real),
    own: [room.work, room.tmp, ...(worktree === null ? [] : [worktree.path])].map(real),
    sealed: worktree === null ? [] : [real(worktree.link)],
    network,
  }
}

function real(path: string): string {
  return realpathSync(path)
}

/** Tests count from outside how often a program acts; the file may not be there yet. */
function counter(path: string): string {
  closeSync(openSync(path, 'a'))
  return real(path)
}
