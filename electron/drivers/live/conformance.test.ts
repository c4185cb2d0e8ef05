import { afterAll } from 'vitest'
import type { TopologyDocument } from '../../../shared/topology/document.ts'
import { createMemoryJournal } from '../../journal/memory-journal.ts'
import { openJournal } from '../../journal/sqlite-journal.ts'
import { temporaryPlaces } from '../../testing/places.ts'
import type { Journal } from '../seams.ts'
import { type DriverSession, driverConformance } from '../testing/driver-conformance.ts'
import { createRun, type Driven, drive, quiet } from './testing/live-harness.ts'

const places = temporaryPlaces()
const opened: Journal[] = []
afterAll(async () => {
  for (const journal of opened) await journal.close()
  places.remove()
})

function session(driven: Driven, again: () => Driven, journal: Journal): DriverSession {
  const { live, executor, clock, ended } = driven
  return {
    executions: () => executor.executions,
    inputs: () => journal.load('r').transitions.map(({ transition }) => transition.input.type),
    settle: (effect, outcome) => executor.settle(effect, outcome),
    turn: (ms) => clock.turn(ms),
    quiet: () => quiet(live),
    hold: (effect) => executor.hold(effect),
    pause: (abort) => live.pause(abort),
    resume: () => live.resume(),
    cancel: () => live.cancel(),
    ended,
    async die() {
      await driven.die()
      return session(again(), again, journal)
    },
  }
}

async function start(journal: Journal, document: TopologyDocument): Promise<DriverSession> {
  const record = await createRun(journal, 'r', document)
  const begin = (): Driven => {
    const driven = drive(journal, record, document)
    driven.live.begin({})
    return driven
  }
  return session(begin(), begin, journal)
}

driverConformance('the live driver in memory', (document) => start(createMemoryJournal(), document))
driverConformance('the live driver on a disk', (document) => {
  const journal = openJournal(places.folder('home'))
  opened.push(journal)
  return start(journal, document)
})
