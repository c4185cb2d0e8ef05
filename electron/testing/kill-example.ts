import { replay } from './conformance.ts'
import { EXAMPLE } from './example.ts'
import {
  type Killed,
  killAt,
  type Moment,
  momentOf,
  pushViolations,
  type Recovered,
  resumeKilled,
  startCounted,
  startRun,
} from './kill.ts'
import type { Places } from './places.ts'
import { seeded } from './seeded.ts'

export interface Trial {
  readonly seed: number
  readonly moment: Moment
  /** The process that took over was killed as well. */
  readonly twice: boolean
  /** The last thing that was durable, for the report. */
  readonly after: string
  readonly doubt: boolean
  readonly violations: readonly string[]
}

const TRIES = 4

/** So often the process that takes over is killed too. */
const TWICE = 0.3
const RESUME_LINES = 25

/** Runs the example, kills its owner at the moment that the seed says, resumes it, and says what went wrong. */
export async function killTrial(seed: number, places: Places, path?: string): Promise<Trial> {
  const random = seeded(seed)
  for (let tried = 0; tried < TRIES; tried += 1) {
    const moment = momentOf(random)
    const home = places.folder(`home-${seed}`)
    const where = { places, home, counts: `${home}.counts`, ...(path === undefined ? {} : { path }) }
    const killed = await killAt(startRun(where, EXAMPLE), moment, where)
    // The run was quicker than the moment: another one.
    if (killed === null) continue
    const again = random() < TWICE ? await killResume(killed, random) : null
    const recovered = await (again === null ? resumeKilled(killed) : resumeKilled(again, [killed]))
    return {
      seed,
      moment,
      twice: again !== null,
      after: killed.at.transitions.at(-1)?.transition.input.type ?? 'nothing',
      doubt: recovered.view.transitions.some(({ transition }) => transition.input.type === 'doubt'),
      violations: await violationsOf(recovered),
    }
  }
  throw new Error(`seed ${seed}: ${TRIES} runs ended before they could be killed`)
}

function killResume({ run, where }: Killed, random: () => number): Promise<Killed | null> {
  const moment = { lines: 1 + Math.floor(random() * RESUME_LINES), later_ms: Math.floor(random() * 500) }
  return killAt(startCounted(where, ['resume', run]), moment, where)
}

async function violationsOf(recovered: Recovered): Promise<readonly string[]> {
  const { end, violations, view } = recovered
  const status = end.status === 'done' ? [] : [`the run ended ${end.status}: ${end.message}`]
  return [...status, ...violations, ...replay(view).differences, ...(await pushViolations(recovered))]
}
