import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { git } from '../testing/example.ts'
import { killAt, resumeKilled, startRun } from '../testing/kill.ts'
import { temporaryPlaces } from '../testing/places.ts'
import { seeded, testSeed } from '../testing/seeded.ts'
import { examplesFolder } from './places.ts'

const EXAMPLE = join(examplesFolder(), 'two-on-one-repository', 'two-on-one-repository.synod.json')
const MOMENTS = 24
/** A run says about 80 lines; merging begins around the twentieth. */
const LINES = 80

const places = temporaryPlaces()
afterAll(() => places.remove())

const seed = testSeed()
let cut = 0
const seeds = Array.from({ length: MOMENTS }, (_, at) => seed + at)

describe(`a merge whose owner is killed, at ${MOMENTS} moments`, { timeout: 120_000 }, () => {
  it.each(seeds)('is made once, and no change is lost (seed %i)', async (one) => {
    const random = seeded(one)
    const home = places.folder(`home-${one}`)
    const where = { places, home, counts: `${home}.counts` }
    const moment = { lines: 12 + Math.floor(random() * (LINES - 12)), later_ms: Math.floor(random() * 60) }
    const killed = await killAt(startRun(where, EXAMPLE), moment, where)
    // It was quicker than the moment.
    if (killed === null) return
    cut += 1
    const { end, violations } = await resumeKilled(killed)
    expect({ status: end.status, message: end.message, violations }).toEqual({
      ...{ status: 'done', message: '', violations: [] },
    })
    const [done] = end.outputs['done'] ?? []
    const upstream = String(done?.['upstream'])
    const clone = join(home, 'runs', end.run, 'repositories', 'shop.git')
    expect(await git(clone, ['rev-parse', 'synod'])).toBe(done?.['after'])
    expect(await git(upstream, ['rev-parse', 'main'])).toBe(done?.['after'])
    // What there was, and each of the two changes once.
    expect((await git(clone, ['log', '--format=%an', 'synod'])).split('\n').sort()).toEqual([
      'Synod',
      'discount',
      'rate',
    ])
    const notes = await git(upstream, ['show', 'main:CHANGELOG.md'])
    expect(notes.match(/^- (?:discounts|a tax rate for each price)$/gm)).toHaveLength(2)
  })

  it('was cut short most of the time', () => {
    console.log(`${cut} of ${MOMENTS} runs were killed`)
    expect(cut).toBeGreaterThan(MOMENTS / 2)
  })
})
