import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../shared/topology/payload.ts'
import { projectRoot } from '../host/places.ts'
import { type } from './testing/fake-terminal.ts'
import { tempFolder } from './testing/topologies.ts'

const folder = tempFolder()
const EXAMPLES = join(projectRoot(), 'examples')
const ALLOWED = ['--approve', 'auto', '--trust', '--unsandboxed', 'allow', '--home', join(folder, 'home')]

interface Ended {
  readonly status: string
  readonly outputs: { readonly [output: string]: readonly Json[] }
}

async function run(
  file: string,
): Promise<{ readonly code: number; readonly ended: Ended; readonly err: string }> {
  const { code, out, err } = await type(['run', file, '--json', ...ALLOWED])
  return { code, ended: JSON.parse(out) as Ended, err }
}

async function example(name: string): Promise<Ended['outputs']> {
  const { code, ended } = await run(join(EXAMPLES, name))
  expect([code, ended.status]).toEqual([0, 'done'])
  return ended.outputs
}

describe('two writers of one store', () => {
  const REVIEWER = 'Note what you find: the reviewer found a leak'
  const TESTER = 'Note what you find: the tester found a crash'

  it('keep one note of two where the last write wins', async () => {
    const { end } = await example('store/last-write-wins.synod.json')
    expect(end).toMatchObject([{ count: 1 }])
  })

  it.each(['compare-and-swap', 'lease'])('keep both by %s', async (mode) => {
    const { end } = await example(`store/${mode}.synod.json`)
    expect(end).toEqual([{ count: 2, notes: expect.arrayContaining([REVIEWER, TESTER]) }])
  })

  it('may be agents, whose models read and swap, once the style of notes is decided', async () => {
    const { end } = await example('store/agents.synod.json')
    const notes = expect.arrayContaining(['the reviewer found a leak', 'the tester found a crash'])
    expect(end).toEqual([{ count: 2, notes }])
  })

  it('may do no more than their edges declare: the refusal names node, store and edge', async () => {
    const text = readFileSync(join(EXAMPLES, 'store/compare-and-swap.synod.json'), 'utf8')
    const drawn = JSON.parse(text) as { edges: { id: string; access?: string }[] }
    for (const edge of drawn.edges) if (edge.id === 'r1') edge.access = 'read'
    const file = join(folder, 'read-only.synod.json')
    const tools = join(EXAMPLES, 'store')
    writeFileSync(file, JSON.stringify(drawn).replaceAll('{{topology.folder}}', tools))
    const { code, ended, err } = await run(file)
    expect([code, ended.status]).toEqual([1, 'failed'])
    expect(err).toContain(
      'Reviewer (reviewer) may not do this to Notes (notes): edge r1 declares the access "read", and store.write needs "write"',
    )
  })
})

describe('a team for each item, and one as a node', () => {
  it('judges every finding, in order, and writes down what is urgent', async () => {
    expect(await example('each-finding/each-finding.synod.json')).toEqual({
      full: [
        {
          found: 4,
          urgent: ['a leak in parse()', 'a crash on empty input'],
          report: 'Look at these first.',
        },
      ],
    })
  })
})

describe('votes', () => {
  it('decide what the right ones say, though one is wrong', async () => {
    const { end, people } = await example('vote/vote.synod.json')
    expect(end).toMatchObject([{ verdict: 'unsafe', vote: expect.stringMatching(/^3 of 4 agree: /) }])
    expect(people ?? []).toEqual([])
  })

  it('of texts that nobody words alike are compared by a judge', async () => {
    const { end } = await example('vote/judge.synod.json')
    expect(end).toMatchObject([
      { cause: expect.stringContaining('lock'), vote: expect.stringContaining('2 of 3') },
    ])
  })
})

it('timers wait, tick as often as they are told, and notice the silence after it', async () => {
  const { beat = [], quiet = [], done } = await example('timer/timer.synod.json')
  expect(beat).toEqual([1, 2, 3].map((tick) => ({ tick, up: true })))
  expect(quiet.at(-1)).toMatchObject({ seen: { tick: 3 } })
  expect(done).toEqual(['Is the service up?'])
})

it('decisions are waited for, and the first one stands', async () => {
  const { end } = await example('decisions/decisions.synod.json')
  expect(end).toEqual([
    {
      server: 'A REST server of users with id, name',
      client: 'A client that speaks REST',
      second: 'RPC',
      stands: 'REST',
    },
  ])
})
