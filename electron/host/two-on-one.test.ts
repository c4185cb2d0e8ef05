import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { git, nodesOf, writeTopology } from '../testing/example.ts'
import { temporaryPlaces } from '../testing/places.ts'
import { jsonOf, type RunEnd, SANDBOX_OR_NOT, synod } from '../testing/synod.ts'
import { examplesFolder } from './places.ts'

const EXAMPLE = join(examplesFolder(), 'two-on-one-repository', 'two-on-one-repository.synod.json')
const places = temporaryPlaces()
afterAll(() => places.remove())

/** The example with one of the two held up until the other's change is in: its tool waits for the branch to move. */
function later(second: 'rate' | 'discount'): string {
  const text = readFileSync(EXAMPLE, 'utf8').replaceAll('{{topology.folder}}', dirname(EXAMPLE))
  const document = JSON.parse(text) as TopologyDocument
  const [tool] = nodesOf(document)(second)['tools'] as { run: string[] }[]
  if (tool === undefined) throw new Error(`${second} has no tool`)
  const wait = `const { execFileSync, spawnSync } = require('node:child_process')
    const [tree, ...run] = process.argv.slice(1)
    const many = () => Number(execFileSync('git', ['-C', tree, 'rev-list', '--count', 'refs/heads/synod'], { encoding: 'utf8' })) > 1
    while (!many()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
    process.exitCode = spawnSync(process.execPath, run, { stdio: 'inherit' }).status`
  tool.run = ['node', '-e', wait, '{{tree.path}}', ...tool.run.slice(1)]
  return writeTopology(places.folder('team'), document)
}

describe('two agents on one repository', { timeout: 300_000 }, () => {
  it.each(['rate', 'discount'] as const)(
    'settle both kinds of conflict when %s comes second',
    async (second) => {
      const options = ['--approve', 'auto', '--trust', '--json', ...SANDBOX_OR_NOT]
      const ended = await synod(['run', later(second), ...options], { home: places.folder('home') })
      expect(ended).toMatchObject({ code: 0 })
      const { outputs, effects } = jsonOf<RunEnd>(ended)
      const [done] = outputs['done'] ?? []
      const upstream = String(done?.['upstream'])
      expect(await git(upstream, ['rev-parse', 'main'])).toBe(done?.['after'])
      const notes = await git(upstream, ['show', 'main:CHANGELOG.md'])
      expect(notes).toContain('- discounts\n')
      expect(notes).toContain('- a tax rate for each price\n')
      expect(await git(upstream, ['show', 'main:discount.mjs'])).toContain(
        'price({ net: net * (1 - off), rate: 0.19 })',
      )
      // The first change, and three attempts of the second: refused by git, refused by the check, merged.
      const kinds = effects.map(({ kind }) => kind)
      expect(kinds.filter((kind) => kind === 'git.merge')).toHaveLength(4)
      expect(kinds.filter((kind) => kind === 'git.move')).toHaveLength(2)
      const checks = effects.filter(({ id, kind }) => id.startsWith('shop:') && kind === 'process.exec')
      expect(checks).toHaveLength(3)
    },
  )
})
