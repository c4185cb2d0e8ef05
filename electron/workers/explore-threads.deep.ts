import { expect, test } from 'vitest'
import { searchInThreads } from './explore-threads.ts'

test('two and three threads find every state, time and again', async () => {
  for (const threads of [2, 3, 2, 3]) {
    const report = await searchInThreads({ model: 'twophase', n: 8 }, { threads, symmetry: false })
    expect(report).toMatchObject({ distinct: 1_745_408, generated: 18_507_778, depth: 25, frontier: 0 })
  }
})
