import { afterAll, expect, it } from 'vitest'
import { asking } from '../cli/testing/topologies.ts'
import { canMakeDisks, type SmallDisk, smallDisk } from '../testing/crash/full-disk.ts'
import { writeTopology } from '../testing/example.ts'
import { temporaryPlaces } from '../testing/places.ts'
import type { Ended } from '../testing/synod.ts'
import { synodHere } from '../testing/synod-here.ts'

const places = temporaryPlaces()
const disks: SmallDisk[] = []
afterAll(() => {
  for (const disk of disks) disk.remove()
  places.remove()
})

const file = writeTopology(places.folder('drawing'), asking)
const FULL = /its disk is full, so make room there/

interface Tried {
  readonly first: Ended
  readonly second: Ended
}

/** Runs with so much room, then makes room and resumes what was left. */
async function tryRoom(room_kb: number): Promise<Tried> {
  const home = places.folder('home')
  const disk = smallDisk(home)
  if (disk === null) throw new Error('no disk can be made here')
  disks.push(disk)
  disk.leave(room_kb)
  const args = ['run', file, '--input', '{"task":"this"}', '--approve', 'auto', '--trust']
  const first = await synodHere(args, { home })
  disk.makeRoom()
  const run = /^Run (\w+) of/m.exec(first.stderr)?.[1]
  const second = await synodHere(run === undefined ? args : ['resume', run], { home })
  return { first, second }
}

it.skipIf(!canMakeDisks(places))(
  'a full disk stops a run with one clear message, and it goes on when there is room',
  async () => {
    let stopped = 0
    for (let room_kb = 72; room_kb <= 144; room_kb += 8) {
      const { first, second } = await tryRoom(room_kb)
      expect(second).toMatchObject({ code: 0, stdout: expect.stringContaining(': done') })
      if (first.code === 0) continue
      expect(first).toMatchObject({ code: 1 })
      const said = `${first.stderr}${first.stdout}`.split('\n').filter((line) => FULL.test(line))
      expect(said).toHaveLength(1)
      if (first.stdout.includes(': stuck')) stopped += 1
    }
    expect(stopped).toBeGreaterThan(0)
  },
  60_000,
)
