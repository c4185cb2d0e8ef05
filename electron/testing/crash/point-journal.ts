import { setTimeout as pause } from 'node:timers/promises'
import type { Batch, Journal } from '../../drivers/seams.ts'
import type { IdleClock } from './idle-clock.ts'
import type { Points } from './points.ts'

/** `broken`: what asked for a commit goes on before it is durable, which the matrix must notice. */
export type Outbox = 'kept' | 'broken'

const LATE_MS = 40

/** A journal whose every write has a point before it and one after it. */
export function pointJournal(journal: Journal, points: Points, clock: IdleClock, outbox: Outbox): Journal {
  let writes = 0
  let late: Promise<unknown> = Promise.resolve()
  const write = async (work: () => Promise<void>): Promise<void> => {
    writes += 1
    const name = `write ${writes}`
    points.reached(`before ${name}`)
    await work()
    points.reached(`after ${name}`)
  }
  const put = (work: () => Promise<void>): Promise<void> => {
    if (outbox === 'kept') return clock.whileWorking(write(work))
    late = late.then(() => pause(LATE_MS)).then(() => write(work))
    return clock.whileWorking(Promise.resolve())
  }
  const pointed: Pick<Journal, 'createRun' | 'append'> = {
    createRun: (record, progress, audit) =>
      clock.whileWorking(write(() => journal.createRun(record, progress, audit))),
    append: (run: string, batch: Batch) => put(() => journal.append(run, batch)),
  }
  return Object.assign(Object.create(journal) as Journal, pointed)
}
