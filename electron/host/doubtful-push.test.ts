import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { AskView } from '../../shared/api/contract.ts'
import { readCounts } from '../testing/counts.ts'
import { readJournal, viewOf } from '../testing/journal-copy.ts'
import {
  type Killed,
  killedOf,
  pushViolations,
  type Recovered,
  resumeKilled,
  startCounted,
  startRun,
} from '../testing/kill.ts'
import { pathWithoutSandbox } from '../testing/no-sandbox.ts'
import { temporaryPlaces } from '../testing/places.ts'
import { shortExample } from '../testing/short-example.ts'
import { jsonOf, type RunEnd, synod } from '../testing/synod.ts'
import { until } from '../testing/until.ts'

const places = temporaryPlaces()
afterAll(() => places.remove())

const SLOW_PUSH = join(import.meta.dirname, '..', 'testing', 'slow-push.ts')

/** Runs the short example with a push that acts and then gives no answer, and kills the owner at that point. */
async function killBetweenPushAndAnswer(
  name: string,
  { probe, path }: { readonly probe?: readonly string[]; readonly path?: string } = {},
): Promise<Killed> {
  const file = shortExample(places.folder(name), (nodes) => {
    const deploy = nodes('deploy')
    const [node, ...push] = deploy['run'] as readonly string[]
    deploy['run'] = [node, SLOW_PUSH, ...push]
    if (probe !== undefined) deploy['probe'] = probe
  })
  const home = places.folder(`${name}-home`)
  const counts = `${home}.counts`
  const where = { places, home, counts, ...(path === undefined ? {} : { path }) }
  const owner = startRun(where, file)
  await until('the push', () => readCounts(counts).some(({ tool }) => tool === 'has-pushed'))
  owner.kill()
  return killedOf(await owner.ended, where)
}

function inputsOf({ view }: Pick<Recovered, 'view'>): readonly string[] {
  return view.transitions.map(({ transition: { input } }) => {
    return input.type === 'resolve' ? `resolve ${input.answer.type}` : input.type
  })
}

/** Where there is no sandbox the push outlives its owner, and is ended before the probe is asked. */
const ROOMS = [
  ['where there is a sandbox', null],
  ['where there is none', pathWithoutSandbox(places.folder('programs'))],
] as const

describe.concurrent('an owner killed after the push has acted and before its answer', {
  timeout: 600_000,
}, () => {
  it.each(ROOMS)(
    'leaves it in doubt %s; the probe sees that it happened, and it is not pushed again',
    async (_room, path) => {
      const killed = await killBetweenPushAndAnswer('probe', path === null ? {} : { path })
      expect(killed.at.effects.find(({ effect }) => effect === 'deploy:1')).toMatchObject({
        class: 'once',
        status: 'begun',
        attempts: 1,
      })
      const recovered = await resumeKilled(killed)
      expect(recovered.end).toMatchObject({ status: 'done' })
      expect(inputsOf(recovered).slice(killed.at.transitions.length)).toEqual([
        'doubt',
        'resolve happened',
        'deliver',
      ])
      expect([...recovered.violations, ...(await pushViolations(recovered))]).toEqual([])
      expect(recovered.end.outputs['result']?.[0]?.['deployed']).toMatchObject({ establishedBy: 'probe' })
    },
  )

  it('asks a person where the probe cannot tell, and goes on by the answer to what was shown', async () => {
    const killed = await killBetweenPushAndAnswer('unknown', { probe: ['node', '-e', 'process.exit(2)'] })
    const { where, run } = killed
    const { home, counts } = where
    const resumed = startCounted(where, ['resume', run])
    const told = await resumed.line(/answer: {2}synod decide/)
    expect(told).toContain('happened|not-happened|failed')
    const shown = jsonOf<{ status: string; asks: AskView[] }>(await synod(['show', run, '--json'], { home }))
    expect(shown).toMatchObject({ status: 'doubt', asks: [{ type: 'doubt', node: 'deploy' }] })
    expect(shown.asks[0]?.probe).toContain('The probe ended with 2')
    expect(shown.asks[0]?.cause).toBe('the process that performed it ended in the middle')
    const { digest } = shown.asks[0]!
    const decide = (answer: string, as: string): ReturnType<typeof synod> =>
      synod(['decide', run, 'deploy', answer, '--shown', as], { home })
    expect(await decide('happened', '0'.repeat(64))).toMatchObject({ code: 2 })
    expect(await decide('approve', digest)).toMatchObject({ code: 2 })
    expect(await decide('happened', digest)).toMatchObject({ code: 0 })
    const ended = await resumed.ended
    expect(ended).toMatchObject({ code: 0 })
    const end = jsonOf<RunEnd>(ended)
    const view = await readJournal(home, places.folder('at-end'), (journal) => viewOf(journal, run))
    expect(inputsOf({ view }).slice(killed.at.transitions.length)).toEqual([
      'doubt',
      'resolve happened',
      'deliver',
    ])
    const recovered = { end, view, counted: readCounts(counts), violations: [] }
    expect(await pushViolations(recovered)).toEqual([])
  })
})
