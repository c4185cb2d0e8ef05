import { expect, test } from 'vitest'
import { ExplorerThreads } from './explore-threads.ts'

test('two and three threads find every state, time and again', async () => {
  for (const threads of [2, 3]) {
    const pool = new ExplorerThreads(threads)
    for (let time = 0; time < 2; time += 1)
      expect(await pool.search({ model: 'twophase', n: 8 }, { symmetry: false })).toMatchObject({
        distinct: 1_745_408,
        generated: 18_507_778,
        depth: 25,
        frontier: 0,
      })
    await pool.close()
  }
})
