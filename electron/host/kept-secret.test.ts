import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Chunk } from '../../shared/api/contract.ts'
import { writeTopology } from '../testing/example.ts'
import { readJournal } from '../testing/journal-copy.ts'
import { temporaryPlaces } from '../testing/places.ts'
import { type Ended, jsonOf, type RunEnd, SANDBOX_OR_NOT, synod } from '../testing/synod.ts'

const places = temporaryPlaces()
afterAll(() => places.remove())

// A multiple of three characters, so that no bits of it are left over in Base64.
const CANARY = 'canary-7Qm2xV9-do-not-keep!'
const HALF = 13

/** Prints the secret that lies beside the drawing: whole, in Base64, and torn in two with a pause between. */
const TELL = `
  const secret = require('node:fs').readFileSync(process.argv[1], 'utf8')
  process.stdout.write('whole ' + secret + ', in Base64 ' + Buffer.from(secret).toString('base64') + ', torn ')
  process.stdout.write(secret.slice(0, ${HALF}))
  setTimeout(() => process.stdout.write(secret.slice(${HALF}) + ' end'), 400)
`
const SHOW_ENVIRONMENT = 'console.log(JSON.stringify(process.env))'

const TEAM = {
  synod: 1,
  name: 'Team',
  nodes: [
    { id: 'start', kind: 'input', at: [0, 0], config: { fields: [{ name: 'task' }] } },
    {
      id: 'agent',
      kind: 'agent',
      at: [200, 0],
      config: { prompt: 'Say {{in.task}}', script: [{ say: '{{in.task}}', answer: 'I said {{in.task}}' }] },
    },
    {
      id: 'environment',
      kind: 'command',
      at: [400, 0],
      config: { run: ['node', '-e', SHOW_ENVIRONMENT], output: 'json', class: 'pure', as: 'environment' },
    },
    {
      id: 'tell',
      kind: 'command',
      at: [600, 0],
      config: { run: ['node', '-e', TELL, '{{topology.folder}}/secret.txt'], class: 'pure', as: 'told' },
    },
    { id: 'end', kind: 'output', at: [800, 0] },
  ],
  edges: [
    { id: 'a', from: 'start.out', to: 'agent.in' },
    { id: 'b', from: 'agent.out', to: 'environment.in' },
    { id: 'c', from: 'environment.out', to: 'tell.in' },
    { id: 'd', from: 'tell.out', to: 'end.in' },
  ],
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
}

describe('a key in the environment', { timeout: 120_000 }, () => {
  const home = places.folder('home')
  let ended: Ended
  let end: RunEnd
  beforeAll(async () => {
    const folder = places.folder('team')
    const file = writeTopology(folder, TEAM)
    writeFileSync(join(folder, 'secret.txt'), CANARY)
    const args = ['run', file, '--trust', '--json', '--input', JSON.stringify({ task: `Do it, ${CANARY}` })]
    // The key alone would choose its model; the stand-in is asked for by name.
    const env = { ANTHROPIC_API_KEY: CANARY, SYNOD_MODEL: 'standin' }
    ended = await synod([...args, ...SANDBOX_OR_NOT], { home, env })
    expect(ended).toMatchObject({ code: 0 })
    end = jsonOf<RunEnd>(ended)
  }, 120_000)

  it('is in no environment of a command', () => {
    const environment = end.outputs['end']?.[0]?.['environment'] as Readonly<Record<string, string>>
    expect(Object.keys(environment)).not.toContain('ANTHROPIC_API_KEY')
    expect(Object.keys(environment)).toContain('SYNOD_IDEMPOTENCY_KEY')
  })

  it('is in no file of the home and in nothing that is printed, whoever says it', () => {
    const files = filesOf(home)
    expect(files.some((file) => file.endsWith('journal.sqlite'))).toBe(true)
    const forms = [CANARY, Buffer.from(CANARY).toString('base64')]
    const found = files.filter((file) => forms.some((form) => readFileSync(file).includes(form)))
    expect(found).toEqual([])
    for (const form of forms) expect(ended.stdout + ended.stderr).not.toContain(form)
    expect(end.outputs['end']?.[0]).toMatchObject({
      task: 'Do it, [redacted]',
      answer: 'I said Do it, [redacted]',
      told: 'whole [redacted], in Base64 [redacted], torn [redacted] end',
    })
  })

  it('is not in a stream either, though it came in two pieces', async () => {
    const chunks = await readJournal(home, places.folder('copy'), (journal) =>
      journal.chunksAfter(end.run, 0, 10_000),
    )
    const said = (effect: string, type: Chunk['type']): string =>
      chunks
        .filter((chunk) => chunk.effect === effect && chunk.type === type)
        .map(({ data }) => data)
        .join('')
    expect(said('tell:1', 'output')).toBe('whole [redacted], in Base64 [redacted], torn [redacted] end')
    expect(said('agent:1', 'text')).toContain('Do it, [redacted]')
  })
})
