import { expect, test } from 'vitest'
import { search } from '../../shared/explore/engine/search.ts'
import { twoPhase } from '../../shared/explore/models/two-phase.ts'
import { searchInThreads } from './explore-threads.ts'

test('threads find what one search finds', async () => {
  const report = await searchInThreads({ model: 'twophase', n: 6 }, { threads: 2, symmetry: false })
  const { bytes, ...alone } = search(twoPhase(6))
  expect(report).toMatchObject(alone)
  expect(report.bytes).toBeGreaterThan(bytes)
})

test('a limit and a stop end them with what they know', async () => {
  const few = await searchInThreads(
    { model: 'twophase', n: 8 },
    { threads: 2, symmetry: false, maxStates: 1000 },
  )
  expect(few).toMatchObject({ coverage: 'partial', ended: true, capsHit: ['states'] })
  expect(few.distinct).toBeLessThan(1_000_000)
  const stopped = await searchInThreads(
    { model: 'twophase', n: 8 },
    { threads: 2, symmetry: false, stop: () => true },
  )
  expect(stopped).toMatchObject({ coverage: 'partial', capsHit: ['stopped'] })
})

test('what breaks in a thread breaks the search', async () => {
  await expect(searchInThreads({ model: 'none', n: 1 }, { threads: 2, symmetry: false })).rejects.toThrow(
    'no model none: expected twophase or philosophers',
  )
})
