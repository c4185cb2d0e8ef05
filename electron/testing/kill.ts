import { setTimeout as pause } from 'node:timers/promises'
import { findMarked } from '../effects/process/processes.ts'
import { type Counted, readCounts } from './counts.ts'
import { commitsOf } from './example.ts'
import { type JournalView, readJournal, viewOf } from './journal-copy.ts'
import type { Places } from './places.ts'
import { type Ended, jsonOf, type RunEnd, type Running, SANDBOX_OR_NOT, startSynod } from './synod.ts'
import { type AtKill, notHappened, repeated, rewritten } from './violations.ts'

/** When an owner is killed: so many lines after its start, and so long after that. */
export interface Moment {
  readonly lines: number
  readonly later_ms: number
}

/**
 * A run of the example says about 73 lines; the long commands among them take seconds, so half the moments do too. Some
 * are sought near the end, where approval and push are, which are short.
 */
export function momentOf(random: () => number): Moment {
  if (random() < 0.2) return { lines: 67 + Math.floor(random() * 5), later_ms: Math.floor(random() * 350) }
  const lines = 1 + Math.floor(random() * 70)
  return { lines, later_ms: Math.floor(random() < 0.5 ? random() * 40 : random() * 1500) }
}

/** Where a run is tried out. */
export interface Where {
  readonly places: Places
  readonly home: string
  /** The file in which tools count their executions. */
  readonly counts: string
  /** Another PATH: one without a sandbox. */
  readonly path?: string
}

export interface Killed extends AtKill {
  readonly where: Where
}

/** Kills a process that drives a run; null when the run ended first. */
export async function killAt(running: Running, moment: Moment, where: Where): Promise<Killed | null> {
  await running.said(moment.lines)
  // The moment itself is what is tried out: nothing is waited for.
  await pause(moment.later_ms)
  running.kill()
  const ended = await running.ended
  if (ended.code !== null) return null
  return killedOf(ended, where)
}

export async function killedOf({ stderr }: Pick<Ended, 'stderr'>, where: Where): Promise<Killed> {
  const { places, home, counts } = where
  const run = /^Run (\S+)/m.exec(stderr)?.[1] ?? ''
  const at = await readJournal(home, places.folder('at-kill'), (journal) => viewOf(journal, run))
  return { run, where, at, counted: readCounts(counts) }
}

export function startCounted({ home, counts, path }: Where, args: readonly string[]): Running {
  const env = { SYNOD_COUNT_FILE: counts, ...(path === undefined ? {} : { PATH: path }) }
  return startSynod([...args, '--json'], { home, env })
}

export function startRun(where: Where, file: string): Running {
  return startCounted(where, ['run', file, '--approve', 'auto', '--trust', ...SANDBOX_OR_NOT])
}

export interface Recovered {
  readonly end: RunEnd
  readonly view: JournalView
  readonly counted: readonly Counted[]
  /** What was done twice, lost or changed; empty when all is well. */
  readonly violations: readonly string[]
}

/**
 * Resumes what was killed in a new process, to its end, and says what went wrong by all that can be counted, since this
 * kill and since those `before` it.
 */
export async function resumeKilled(killed: Killed, before: readonly Killed[] = []): Promise<Recovered> {
  const { run, where } = killed
  const { places, home, counts } = where
  const ended = await startCounted(where, ['resume', run]).ended
  if (ended.code !== 0) throw new Error(`resume ended with ${ended.code}:\n${ended.stderr}\n${ended.stdout}`)
  const end = jsonOf<RunEnd>(ended)
  const view = await readJournal(home, places.folder('at-end'), (journal) => viewOf(journal, run))
  const counted = readCounts(counts)
  const kills = [...before, killed]
  const violations = kills.flatMap((one) => [...repeated(one, view, counted), ...rewritten(one.at, view)])
  const left = await leftOf(run)
  violations.push(...left.map(({ pid, mark }) => `process ${pid} of ${mark} still runs`))
  return { end, view, counted, violations }
}

/** So often, 250 ms apart. */
const LOOKS = 40

/** What of a run still runs a while after its end: what was killed may take a moment to be gone. */
async function leftOf(run: string): ReturnType<typeof findMarked> {
  for (let look = 0; ; look += 1) {
    const left = await findMarked((mark) => mark.startsWith(`${run}:`))
    if (left.length === 0 || look === LOOKS) return left
    await pause(250)
  }
}

/** Production moved once, to what the run says, and one push did it. */
export async function pushViolations({ end, counted, view }: Recovered): Promise<readonly string[]> {
  const result = end.outputs['result']?.[0] ?? {}
  const found: string[] = []
  const commits = await commitsOf(String(result['production']))
  if (commits.length !== 2 || commits[0] !== result['after'] || commits[1] !== result['before'])
    found.push(`production has ${commits.join(', ')}, the run says ${JSON.stringify(result)}`)
  const pushes = counted.filter(({ tool, effect }) => tool === 'push' && effect === `${end.run}/deploy:1`)
  // A push that was killed before it acted was counted too; the probe then saw that nothing had happened.
  if (pushes.length > 1 + notHappened(view.transitions, 'deploy:1'))
    found.push(`${pushes.length} pushes were counted`)
  return found
}
