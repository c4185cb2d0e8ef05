import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { RunSummary } from '../../shared/api/contract.ts'
import { asking } from '../cli/testing/topologies.ts'
import { JOURNAL_FILE } from '../journal/schema.ts'
import { writeTopology } from '../testing/example.ts'
import { temporaryPlaces } from '../testing/places.ts'
import type { Ended } from '../testing/synod.ts'
import { synodHere } from '../testing/synod-here.ts'

const PAGE = 4096

const places = temporaryPlaces()
afterAll(() => places.remove())

const file = writeTopology(places.folder('drawing'), asking)
const home = places.folder('home')
const journal = join(home, JOURNAL_FILE)

const command = (...args: readonly string[]): Promise<Ended> => synodHere(args, { home })

describe('a home whose journal is damaged', () => {
  it('shows what could be saved whichever page is gone, says what is lost, and writes nothing', async () => {
    const run = ['run', file, '--input', '{"task":"this"}', '--approve', 'auto', '--trust']
    for (let runs = 0; runs < 3; runs += 1) expect(await command(...run)).toMatchObject({ code: 0 })
    const whole = readFileSync(journal)
    let shown = 0
    for (let page = 1; page * PAGE < whole.length; page += 4) {
      const damaged = Buffer.from(whole)
      damaged.fill(0xa5, page * PAGE, (page + 1) * PAGE)
      writeFileSync(journal, damaged)
      const listed = await command('runs', '--json')
      expect(listed).toMatchObject({ code: 0 })
      expect(listed.stderr).toContain(`${journal} is damaged. It is open for reading only`)
      expect(listed.stderr).toMatch(/lost: .+\. Nothing goes on and nothing is written/)
      const { runs } = JSON.parse(listed.stdout) as { readonly runs: readonly RunSummary[] }
      for (const one of runs.slice(0, 1)) expect(await command('show', one.run)).toMatchObject({ code: 0 })
      shown += runs.length
      expect(readFileSync(journal).equals(damaged)).toBe(true)
      expect(readdirSync(home).filter((name) => name.startsWith(JOURNAL_FILE))).toEqual([JOURNAL_FILE])
    }
    // Most pages hold no run as a whole.
    expect(shown).toBeGreaterThan(whole.length / PAGE / 2)

    const refused = await command(...run)
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toContain('is damaged, so it is open for reading only')
  }, 60_000)

  it('of which nothing can be saved is refused with its name', async () => {
    writeFileSync(journal, 'x'.repeat(5000))
    const refused = await command('runs')
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr.trim().split('\n')).toHaveLength(1)
    expect(refused.stderr).toContain(`${journal} cannot be read`)
  })
})
