import type { Places } from '../places.ts'
import type { Scenario } from './drawing.ts'
import type { Report } from './report.ts'
import { type Attempt, type Came, tryKills, uncrashed } from './trial.ts'

/** As many at a time, so that the machine is never quiet. */
export const AT_ONCE = 2

const DAY_MS = 86_400_000

/** Which kills of a topology are tried, and which of them more than once. */
export interface Extent {
  /** Every point unless said otherwise. */
  readonly take?: (point: string, at: number) => boolean
  /** Numbers from 0 to below 1: at every other point the process that takes over is killed as well, somewhere. */
  readonly again?: () => number
  /** Each kill at a journal write is also tried with a clock that has moved a day on, and one that has moved back. */
  readonly jumps?: boolean
}

/** Tries the kills of one topology, each in processes of its own, and notes what was not as it is without them. */
export async function killEverywhere(
  scenario: Scenario,
  places: Places,
  report: Report,
  { take = () => true, again, jumps = false }: Extent = {},
): Promise<void> {
  const whole = await uncrashed(scenario, places)
  const { name } = scenario.document
  report.whole(whole, name)
  report.note(name, endsAsDrawn(scenario, whole))
  const points = whole.end.points.filter(take)
  const base = { scenario, places }
  const attempts: (readonly [string, Attempt])[] = points.map((point) => [
    'kills',
    { ...base, kills: [point] },
  ])
  if (again !== undefined) {
    for (const point of points.filter((_point, at) => at % 2 === 0))
      attempts.push(['kills in turn', { ...base, kills: [point, pick(whole.end.points, again())] }])
  }
  if (jumps) {
    for (const point of points.filter((one) => one.startsWith('after write')))
      for (const [what, jump_ms] of [
        ['kills with a clock set back', -DAY_MS],
        ['kills with a clock set forward', DAY_MS],
      ] as const)
        attempts.push([what, { ...base, kills: [point], jump_ms }])
  }
  // Real processes of two trials could not be told apart.
  const atOnce = scenario.repository === true ? 1 : AT_ONCE
  await inParallel(attempts, atOnce, async ([what, attempt]) => {
    report.tried(name, what, await tryKills(attempt, whole))
  })
}

function endsAsDrawn({ ends = 'done' }: Scenario, { end }: Came): readonly string[] {
  return end.status === ends ? [] : [`without a crash it ends ${end.status} (${end.message}), not ${ends}`]
}

function pick(points: readonly string[], at: number): string {
  return points[Math.floor(at * points.length)] ?? ''
}

export async function inParallel<T>(
  list: readonly T[],
  atOnce: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const left = [...list]
  const worker = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
