import { afterAll, expect, test } from 'vitest'
import { search } from '../../shared/explore/engine/search.ts'
import { twoPhase } from '../../shared/explore/models/two-phase.ts'
import { ExplorerThreads } from './explore-threads.ts'

const two = new ExplorerThreads(2)
afterAll(() => two.close())

test('threads find what one search finds, and again', async () => {
  for (const n of [5, 6]) {
    const report = await two.search({ model: 'twophase', n }, { symmetry: false })
    const { bytes, ...alone } = search(twoPhase(n))
    expect(report).toMatchObject(alone)
    expect(report.bytes).toBeGreaterThan(bytes)
  }
  expect(await two.search({ model: 'twophase', n: 5 }, { symmetry: true })).toMatchObject({ distinct: 314 })
})

test('a limit and a stop end them with what they know', async () => {
  const few = await two.search({ model: 'twophase', n: 8 }, { symmetry: false, maxStates: 1000 })
  expect(few).toMatchObject({ coverage: 'partial', ended: true, capsHit: ['states'] })
  expect(few.distinct).toBeLessThan(1_000_000)
  const stopped = await two.search({ model: 'twophase', n: 8 }, { symmetry: false, stop: () => true })
  expect(stopped).toMatchObject({ coverage: 'partial', capsHit: ['stopped'] })
})

test('what breaks in a thread breaks the search', async () => {
  const broken = new ExplorerThreads(1)
  await expect(broken.search({ model: 'none', n: 1 }, { symmetry: false })).rejects.toThrow('no model none')
  await broken.close()
})
