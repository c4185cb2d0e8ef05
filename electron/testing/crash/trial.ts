import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { EffectRow, Journal } from '../../drivers/seams.ts'
import { replay } from '../conformance.ts'
import { type Counted, executionsOf, readCounts } from '../counts.ts'
import { type JournalView, readJournal, viewOf } from '../journal-copy.ts'
import type { Places } from '../places.ts'
import { type AtKill, repeated, rewritten } from '../violations.ts'
import { type Ended, runChild } from './child.ts'
import type { ChildEnd, Job } from './crash-child.ts'
import type { Scenario } from './drawing.ts'
import { difference, finalOf } from './final.ts'
import { repositoryIn } from './fixture.ts'
import type { Answered } from './people.ts'
import type { Outbox } from './point-journal.ts'

/** What a run came to, by its journal and by what the world outside counted. */
export interface Came {
  readonly end: ChildEnd
  readonly view: JournalView
  /** The last state with content for refs; see final.ts. */
  readonly state: unknown
  /** Where the journal is not what the pure kernel says. */
  readonly differences: readonly string[]
  readonly counted: readonly Counted[]
  readonly answered: readonly Answered[]
}

/** Where and how one run is tried. */
export interface Attempt {
  readonly scenario: Scenario
  readonly places: Places
  /** Points at which one process after the other is killed, before one that is not. */
  readonly kills: readonly string[]
  readonly jump_ms?: number
  readonly outbox?: Outbox
}

export interface Tried {
  /** The points that were really met. */
  readonly met: readonly string[]
  readonly violations: readonly string[]
}

/** A run that nobody kills, which all others are compared with. */
export async function uncrashed(scenario: Scenario, places: Places): Promise<Came> {
  const home = places.folder('whole')
  return cameOf(home, places, endOf(await drive({ scenario, places }, home)))
}

/** Runs a host on a home, to its end or to the point at which it is to be killed. */
export function drive(attempt: Omit<Attempt, 'kills'>, home: string, how: Drive = {}): Promise<Ended> {
  const { killAt = null, resumed = false } = how
  return runChild(jobOf(attempt, home, killAt, resumed), join(attempt.places.root, 'compiled'))
}

interface Drive {
  readonly killAt?: string | null
  /** The home has been left by a host before. */
  readonly resumed?: boolean
}

/** Kills a run as it is told, resumes it to its end, and says what is not as in the run that nobody killed. */
export async function tryKills(attempt: Attempt, whole: Came): Promise<Tried> {
  const { places, kills } = attempt
  const home = places.folder('home')
  const killed: AtKill[] = []
  const met: string[] = []
  for (const point of kills) {
    const ended = await drive(attempt, home, { killAt: point, resumed: met.length > 0 })
    if (ended.signal !== 'SIGKILL') {
      // Who takes over may end before it comes there; the first must come to each point that was counted.
      if (ended.end === null) return { met, violations: [brokenOf(ended)] }
      if (met.length === 0)
        return { met, violations: [`it ended ${ended.end.status} without coming to ${point}`] }
      break
    }
    met.push(point)
    const at = await killedAt(home, places)
    if (at !== null) killed.push(at)
  }
  const violations = await finish(attempt, home, whole, killed)
  // There are thousands of them; one that went wrong stays to be looked at until the tests have ended.
  if (violations.length === 0) rmSync(home, { recursive: true })
  return { met, violations }
}

/**
 * Lets a host take up what was left behind and bring it to its end, and says what is not as it should be. `counts` is
 * what was counted before, where the home is a copy.
 */
export async function finish(
  attempt: Omit<Attempt, 'kills'>,
  home: string,
  whole: Came,
  killed: readonly AtKill[] = [],
  counts?: string,
): Promise<readonly string[]> {
  if (counts !== undefined && existsSync(counts)) copyFileSync(counts, `${home}.counts`)
  const ended = await drive(attempt, home, { resumed: true })
  if (ended.end === null) return [brokenOf(ended)]
  return violationsOf(attempt, whole, await cameOf(home, attempt.places, ended.end), killed)
}

function violationsOf(
  { scenario, jump_ms = 0 }: Omit<Attempt, 'kills'>,
  whole: Came,
  came: Came,
  killed: readonly AtKill[],
): readonly string[] {
  const found = [
    ...killed.flatMap((one) => [...repeated(one, came.view, came.counted), ...rewritten(one.at, came.view)]),
    ...came.differences,
    ...doneTwice(came),
    ...unheard(came),
  ]
  // What time decides may be decided otherwise when the clock was moved; nothing may be done twice all the same.
  if (jump_ms !== 0 && scenario.timed === true) return found
  if (came.end.status !== whole.end.status)
    found.push(`it ended ${came.end.status} (${came.end.message}), not ${whole.end.status}`)
  const differs = difference(whole.state, came.state)
  return [...found, ...(differs === null ? [] : [differs]), ...lost(whole, came)]
}

/** Nothing of class once has acted twice, whatever the journal says. */
function doneTwice({ view, counted }: Came): readonly string[] {
  const acts = actsOf({ view, counted })
  return view.effects
    .filter((row) => row.class === 'once' && (acts.get(row.effect) ?? 0) > 1)
    .map(({ effect }) => `${effect} is of class once and acted ${acts.get(effect)} times`)
}

/** An answer that somebody was told has been taken is in the journal. */
function unheard({ view, answered }: Came): readonly string[] {
  const taken = view.transitions.flatMap(({ transition: { input }, identity }) => {
    if (input.type === 'resend' || input.type === 'discard') return [input.type]
    const tag =
      input.type === 'settle' ? input.outcome.tag : input.type === 'resolve' ? input.answer.type : null
    return tag === null ? [] : [`${identity.effect?.split(':')[0]} ${tag}`]
  })
  return answered.flatMap(({ ask, answer }) => {
    const isLetter = answer === 'resend' || answer === 'discard'
    const at = taken.indexOf(isLetter ? answer : `${ask.split(':')[0]} ${answer}`)
    if (at < 0) return [`the answer "${answer}" to ${ask} was taken and is lost`]
    taken.splice(at, 1)
    return []
  })
}

function actsOf({ view, counted }: Pick<Came, 'view' | 'counted'>): ReadonlyMap<string, number> {
  return executionsOf(counted, view.stored.record.run)
}

/** All that was done is done, and the ledger has the same end. */
function lost(whole: Came, came: Came): readonly string[] {
  const acts = actsOf(came)
  const undone = [...actsOf(whole).keys()].filter((effect) => !acts.has(effect))
  const ledger = (rows: readonly EffectRow[]): string =>
    rows
      .map(({ effect, status }) => `${effect} ${status}`)
      .sort()
      .join(', ')
  const [expected, found] = [ledger(whole.view.effects), ledger(came.view.effects)]
  return [
    ...undone.map((effect) => `${effect} was never done`),
    ...(expected === found ? [] : [`the ledger has ${found}, not ${expected}`]),
  ]
}

/** Processes are known by their run: those of other tests on this machine must not be taken for ours. */
export function runIn(places: Places): string {
  return `crash${places.root.slice(-6)}`
}

function jobOf(
  { scenario, places, outbox = 'kept', jump_ms = 0 }: Omit<Attempt, 'kills'>,
  home: string,
  killAt: string | null,
  resumed: boolean,
): Job {
  const { document, approve = 'ask', decisions = {} } = scenario
  mkdirSync(home, { recursive: true })
  return {
    run: runIn(places),
    ...{ home, counts: `${home}.counts`, answers: `${home}.answers`, document, approve, decisions, killAt },
    real: scenario.repository === true,
    input: { task: 'it', ...(scenario.repository === true ? { repository: repositoryIn(places) } : {}) },
    outbox: resumed ? 'kept' : outbox,
    jump_ms: resumed ? jump_ms : 0,
  }
}

async function cameOf(home: string, places: Places, end: ChildEnd): Promise<Came> {
  return readCopy(home, places, (journal) => {
    const view = viewOf(journal, runIn(places))
    const { state, differences } = replay(view)
    return {
      ...{ end, view, differences, state: finalOf(state, journal.payloads) },
      counted: readCounts(`${home}.counts`),
      answered: answersIn(`${home}.answers`),
    }
  })
}

async function readCopy<T>(home: string, places: Places, read: (journal: Journal) => T): Promise<T> {
  const copy = places.folder('copy')
  try {
    return await readJournal(home, copy, read)
  } finally {
    rmSync(copy, { recursive: true })
  }
}

/** Null when it died before the run was in the journal. */
function killedAt(home: string, places: Places): Promise<AtKill | null> {
  return readCopy(home, places, (journal) =>
    journal.run(runIn(places)) === null
      ? null
      : { run: runIn(places), at: viewOf(journal, runIn(places)), counted: readCounts(`${home}.counts`) },
  )
}

function answersIn(file: string): readonly Answered[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line) as Answered)
}

function endOf(ended: Ended): ChildEnd {
  if (ended.end === null) throw new Error(brokenOf(ended))
  return ended.end
}

function brokenOf({ signal, stderr }: Ended): string {
  return `the process did not end by itself (${signal ?? 'no signal'}): ${stderr}`
}
