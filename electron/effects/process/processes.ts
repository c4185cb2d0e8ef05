import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { platform } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

/** Set in the environment of all that an effect starts, so that a later host finds what an earlier one left. */
export const MARK = 'SYNOD_EFFECT'

/** Something that an effect started still runs and cannot be ended, so nobody may say that it is over. */
export class StillAlive extends Error {}

/** One process: a number alone may be another's by the time that one looks again. */
export interface Live {
  readonly pid: number
  /** When it began, in the kernel's own count; empty where that is not known. */
  readonly born: string
}

export interface Marked extends Live {
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
    // The name in brackets may hold anything, brackets too; the fields after it are numbered from 3 (proc(5)).
    const [state, parent, , session, ...more] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const entry = environ.split('\0').find((one) => one.startsWith(`${MARK}=`))
    return {
      pid,
      born: more[15] ?? '',
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
      born: '',
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
export async function endMarked(chosen: (mark: string) => boolean, session = 0): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  // A process that is on its way out has no environment any more, and may not have ended its children yet.
  let known: readonly Live[] = []
  for (let look = 0; ; look += 1) {
    const [found, dying] = await Promise.all([findMarked(chosen, session), stillThere(known)])
    const left = new Map<number, Live>([...dying, ...found].map((one) => [one.pid, one]))
    if (left.size === 0) return
    if (performance.now() > until)
      throw new StillAlive(`Processes that an effect left cannot be ended: ${[...left.keys()].join(', ')}`)
    for (const pid of left.keys()) signal(pid, 'SIGKILL')
    known = [...left.values()]
    await pause(PAUSES_MS[look] ?? LOOK_AGAIN_MS)
  }
}

async function stillThere(known: readonly Live[]): Promise<readonly Live[]> {
  const looks = await Promise.all(known.map((one) => findLive(one.pid)))
  return known.filter((one, at) => looks[at]?.born === one.born)
}

/** A process that can still act: not one that waits to be collected. */
export async function findLive(pid: number): Promise<Live | null> {
  if (platform() !== 'linux') return signal(pid, 0) ? { pid, born: '' } : null
  const found = await readOne(pid)
  return found === null || found.ended ? null : found
}

/** Ends one process; resolves when it is gone. */
export async function endOne(one: Live): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  for (let look = 0; ; look += 1) {
    if ((await stillThere([one])).length === 0) return
    if (performance.now() > until) throw new StillAlive(`Process ${one.pid} cannot be ended`)
    signal(one.pid, 'SIGKILL')
    await pause(PAUSES_MS[look] ?? LOOK_AGAIN_MS)
  }
}
