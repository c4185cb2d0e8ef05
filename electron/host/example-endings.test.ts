import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type Counted, readCounts } from '../testing/counts.ts'
import { commitsOf, EXAMPLE, exampleVariant } from '../testing/example.ts'
import { temporaryPlaces } from '../testing/places.ts'
import { jsonOf, type RunEnd, SANDBOX_OR_NOT, synod } from '../testing/synod.ts'

const places = temporaryPlaces()
afterAll(() => places.remove())

interface Seen {
  readonly end: RunEnd
  readonly counted: readonly Counted[]
  readonly commits: readonly string[]
}

async function run(file: string, ...options: readonly string[]): Promise<Seen> {
  const home = places.folder('home')
  const counts = places.folder('counts')
  const args = ['run', file, '--trust', '--json', ...SANDBOX_OR_NOT, ...options]
  const ended = await synod(args, { home, env: { SYNOD_COUNT_FILE: counts } })
  expect(ended).toMatchObject({ code: 0 })
  const end = jsonOf<RunEnd>(ended)
  const commits = await commitsOf(join(home, 'runs', end.run, 'material', 'production.git'))
  return { end, counted: readCounts(counts), commits }
}

function times({ counted }: Seen, tool: string): number {
  return counted.filter((one) => one.tool === tool).length
}

describe.concurrent('the example', { timeout: 300_000 }, () => {
  it('pushes nothing that was rejected', async () => {
    const seen = await run(EXAMPLE, '--approve', 'deny')
    expect(Object.keys(seen.end.outputs)).toEqual(['stopped'])
    expect(seen.end.outputs['stopped']?.[0]).toMatchObject({
      report: { failed: 0 },
      decision: { decision: 'reject', by: 'policy' },
    })
    expect(seen.commits).toHaveLength(1)
    expect([times(seen, 'approve'), times(seen, 'push')]).toEqual([0, 0])
  })

  it('finds nothing to fix in the mended version', async () => {
    const seen = await run(EXAMPLE, '--approve', 'auto', '--input', '{"base":"1.2.6"}')
    expect(Object.keys(seen.end.outputs)).toEqual(['nothing'])
    expect(seen.end.outputs['nothing']?.[0]?.['summary']).toMatch(
      /held for \d+ argument lists: nothing to fix/,
    )
    expect(seen.commits).toHaveLength(1)
    expect([times(seen, 'published-change'), times(seen, 'push')]).toEqual([0, 0])
  })

  it('stops a broken patch at the verifier, after the rounds that it has, before any person is asked', async () => {
    const breakIt =
      'require("node:fs").writeFileSync(process.argv[1] + "/index.js", "module.exports = (");' +
      'console.log(JSON.stringify({ insertions: 1, deletions: 1 }))'
    const file = exampleVariant(places.folder('broken'), (nodes) => {
      const tools = nodes('fixer')['tools'] as { name: string; run: string[] }[]
      const change = tools.find(({ name }) => name === 'published_change')!
      change.run = ['node', '-e', breakIt, '{{tree.path}}']
    })
    const seen = await run(file, '--approve', 'auto')
    expect(Object.keys(seen.end.outputs)).toEqual(['stopped'])
    const [stopped] = seen.end.outputs['stopped'] ?? []
    expect(stopped).not.toHaveProperty('decision')
    const report = stopped?.['report'] as { readonly passed: number; readonly failed: number }
    expect([report.passed, report.failed > 0]).toEqual([0, true])
    // The first time, and twice round.
    const checks = seen.end.effects.filter(({ id }) => id.startsWith('verifier:'))
    expect(checks).toHaveLength(3)
    expect(seen.end.effects.filter(({ id }) => /^(gate|record|deploy):/.test(id))).toEqual([])
    expect(seen.commits).toHaveLength(1)
    expect([times(seen, 'approve'), times(seen, 'push')]).toEqual([0, 0])
  })
})
