import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type } from './testing/fake-terminal.ts'
import { asking, tempFolder } from './testing/topologies.ts'

const folder = tempFolder()
const file = join(folder, 'ask.synod.json')
writeFileSync(file, JSON.stringify(asking))
const home = ['--home', join(folder, 'home')]
const run = ['run', file, ...home, '--trust', '--approve', 'auto', '--input', '{"task":"it"}']

it('a run under chaos is marked wherever it is told of, and any other is not', async () => {
  const marked = await type([...run, '--chaos', 'crash=0.1'])
  expect(marked.code).toBe(0)
  expect(marked.err).toMatch(/^Run \S+ of Ask, under chaos: faults are injected/)
  await type(run)
  const { runs } = JSON.parse((await type(['runs', '--json', ...home])).out)
  expect(runs.map((one: { chaos?: boolean }) => one.chaos)).toEqual([undefined, true])
  expect((await type(['runs', ...home])).out).toMatch(/Ask\n.*Ask {2}\(chaos\)$/)
  expect((await type(['show', runs[1].run, ...home])).out).toMatch(/under chaos/)
})

it.each([
  ['drawn', /there are no faults of nodes to inject/],
  ['none', /there are no faults of nodes to inject/],
  ['crash=9', /not "crash=9"/],
])('--chaos %s is refused in one line', async (chaos, message) => {
  const { code, err } = await type([...run, '--chaos', chaos])
  expect([code, err.split('\n').length]).toEqual([2, 1])
  expect(err).toMatch(message)
})
