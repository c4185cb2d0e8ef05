import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { Places } from '../places.ts'
import type { Scenario } from './drawing.ts'
import { type Came, drive, finish } from './trial.ts'

const SIZE_KB = 4096
/** Programs of the system. */
const [MOUNT, UNMOUNT] = ['mount', 'umount'] as const

export interface SmallDisk {
  /** Fills an empty disk up to so much room. */
  leave(room_kb: number): void
  makeRoom(): void
  remove(): void
}

/** A small disk of its own in a folder, or null where this user may make none. */
export function smallDisk(folder: string): SmallDisk | null {
  mkdirSync(folder, { recursive: true })
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null
  try {
    execFileSync(MOUNT, ['-t', 'tmpfs', '-o', `size=${SIZE_KB}k`, 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    return null
  }
  const filler = join(folder, 'filler')
  return {
    leave: (room_kb) => writeFileSync(filler, Buffer.alloc((SIZE_KB - room_kb) * 1024)),
    makeRoom: () => rmSync(filler),
    remove: () => execFileSync(UNMOUNT, ['--lazy', folder]),
  }
}

export function canMakeDisks(places: Places): boolean {
  const disk = smallDisk(places.folder('disk'))
  disk?.remove()
  return disk !== null
}

export interface Filled {
  /** What the run said when there was no room left; null when there was enough. */
  readonly said: string | null
  readonly violations: readonly string[]
}

/** Runs on a disk with so much room left; when it stopped, makes room and has it go on. */
export async function tryFullDisk(
  scenario: Scenario,
  places: Places,
  whole: Came,
  room_kb: number,
): Promise<Filled> {
  const home = places.folder('full')
  const disk = smallDisk(home)
  if (disk === null) throw new Error('no disk can be made here')
  try {
    disk.leave(room_kb)
    const { end, stderr } = await drive({ scenario, places }, home)
    const isEnough = end?.status === whole.end.status
    const said = isEnough ? null : (end?.message ?? stderr)
    disk.makeRoom()
    return { said, violations: await finish({ scenario, places }, home, whole) }
  } finally {
    disk.remove()
  }
}
