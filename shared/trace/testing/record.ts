import type { Chunk, RecordedTransition } from '../../api/contract.ts'
import type { TopologyDocument } from '../../topology/document.ts'
import type { Plan } from '../../topology/plan.ts'
import { VirtualClock } from './clock.ts'
import { RunDriver, type Work } from './driver.ts'
import { PayloadShelf } from './payload-shelf.ts'
import { type Script, teamScript } from './script.ts'
import { planOf, team } from './team.ts'

export interface Recording {
  readonly plan: Plan
  readonly records: readonly RecordedTransition[]
  readonly chunks: readonly Chunk[]
  readonly shelf: PayloadShelf
  readonly driver: RunDriver
}

export interface RecordOptions {
  readonly document?: TopologyDocument
  readonly script?: Script
  /** What the person answers at each gate; null lets it wait. */
  readonly answer?: 'approve' | 'reject' | null
  /** Stops the run once it has this many transitions. */
  readonly cancelAfter?: number
}

/** Plays a whole run in virtual time, the same each time. */
export async function recordRun(options: RecordOptions = {}): Promise<Recording> {
  const { document = team, script = teamScript(), answer = 'approve' } = options
  const clock = new VirtualClock()
  const shelf = new PayloadShelf()
  const turns = new Map<string, number>()
  const plan = planOf(document)
  const perform = async (work: Work): Promise<void> => {
    const key = `${work.node} ${work.ask.tag}`
    const turn = (turns.get(key) ?? 0) + 1
    turns.set(key, turn)
    const outcome = await script(work, {
      turn,
      put: (value) => shelf.put(value),
      emit: (type, data) => driver.emit(work, type, data),
      wait: (ms) => clock.wait(ms),
    })
    if (outcome !== null) driver.settle(work, outcome)
    else if (answer !== null && work.ask.kind === 'human.ask') {
      await clock.wait(4000)
      const decision = shelf.put({ answer, by: 'you', comment: '' })
      driver.settle(work, { tag: answer, control: {}, refs: { decision } })
    }
  }
  const driver: RunDriver = new RunDriver(plan, clock, {
    perform: (work) => void clock.wait(0).then(() => perform(work)),
    recorded: () => {
      if (driver.records.length === options.cancelAfter) void clock.wait(0).then(() => driver.cancel())
    },
    chunk: () => {},
  })
  driver.start({ task: shelf.put('fix it'), depth: shelf.put(1000) })
  await clock.windOn()
  return { plan, records: driver.records, chunks: driver.chunks, shelf, driver }
}
