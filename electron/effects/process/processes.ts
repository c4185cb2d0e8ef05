import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { platform } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

/** Set in the environment of all that an effect starts, so that a later host finds what an earlier one left. */
export const MARK = 'SYNOD_EFFECT'

/** Something that an effect started still runs and cannot be ended, so nobody may say that it is over. */
export class StillAlive extends Error {}

export interface Marked {
  readonly pid: number
  readonly mark: string
}

interface Seen extends Marked {
  readonly parent: number
  readonly session: number
  readonly ended: boolean
}

/**
 * Every live process whose mark is chosen, with their children and all of their sessions, marked or not: a program
 * may start another with an empty environment. Each effect starts in a session of its own, so these hold no others.
 */
export async function findMarked(chosen: (mark: string) => boolean, session = 0): Promise<readonly Marked[]> {
  const all = (await (platform() === 'linux' ? readProc() : readPs())).filter((one) => !one.ended)
  const found = new Map<number, Marked>()
  const sessions = new Set<number>(session > 0 ? [session] : [])
  const add = (one: Seen): void => {
    if (one.pid !== process.pid) found.set(one.pid, one)
    if (one.mark !== '' && one.session > 0) sessions.add(one.session)
  }
  for (const one of all) if (chosen(one.mark)) add(one)
  for (let before = -1; before !== found.size; ) {
    before = found.size
    for (const one of all) if (found.has(one.parent) || sessions.has(one.session)) add(one)
  }
  return [...found.values()]
}

async function readProc(): Promise<readonly Seen[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const seen = await Promise.all(names.map((name) => readOne(Number(name))))
  return seen.filter((one) => one !== null)
}

async function readOne(pid: number): Promise<Seen | null> {
  try {
    const [environ, stat] = await Promise.all([
      // Processes of other people cannot be read, and are not ours to end.
      readFile(`/proc/${pid}/environ`, 'latin1').catch(() => ''),
      readFile(`/proc/${pid}/stat`, 'latin1'),
    ])
    const [state, parent, , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const entry = environ.split('\0').find((one) => one.startsWith(`${MARK}=`))
    return {
      pid,
      mark: entry?.slice(MARK.length + 1) ?? '',
      parent: Number(parent),
      session: Number(session),
      ended: state === 'Z' || state === 'X',
    }
  } catch {
    return null
  }
}

/** Where there is no /proc (macOS), `ps` shows the environment behind the command. */
async function readPs(): Promise<readonly Seen[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-E', '-ww', '-o', 'pid=,ppid=,stat=,command='], {
    maxBuffer: 64 * 1024 * 1024,
  })
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, stat, rest] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? []
    if (pid === undefined || rest === undefined) return []
    const mark = new RegExp(`(?:^|\\s)${MARK}=(\\S*)`).exec(rest)?.[1] ?? ''
    return {
      pid: Number(pid),
      mark,
      parent: Number(parent),
      session: 0,
      ended: stat?.startsWith('Z') === true,
    }
  })
}

/** Sends a signal; false when there is no such process (or it is not ours). */
export function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name)
    return true
  } catch {
    return false
  }
}

/** Most are gone at once; what takes longer is looked for less often. */
const PAUSES_MS = [1, 2, 4, 8, 16]
const LOOK_AGAIN_MS = 20
const PATIENCE_MS = 20_000

/** Ends every process with a chosen mark, at once and whatever it does; resolves when none is left. */
export async function endMarked(chosen: (mark: string) => boolean, session = 0): Promise<number> {
  const ended = new Set<number>()
  const until = performance.now() + PATIENCE_MS
  for (let look = 0; ; look += 1) {
    const left = await findMarked(chosen, session)
    if (left.length === 0) return ended.size
    if (performance.now() > until) {
      const pids = left.map((one) => one.pid).join(', ')
      throw new StillAlive(`Processes that an effect left cannot be ended: ${pids}`)
    }
    for (const { pid } of left) {
      ended.add(pid)
      signal(pid, 'SIGKILL')
    }
    await pause(PAUSES_MS[look] ?? LOOK_AGAIN_MS)
  }
}

/** Ends one process if it still is the one with this mark; resolves when it is gone or waits to be collected. */
export async function endOne(pid: number, mark: string): Promise<void> {
  for (let look = 0; look < PATIENCE_MS / LOOK_AGAIN_MS; look += 1) {
    const found = await readOne(pid)
    if (found === null || found.ended || found.mark !== mark) return
    signal(pid, 'SIGKILL')
    await pause(PAUSES_MS[look] ?? LOOK_AGAIN_MS)
  }
}
