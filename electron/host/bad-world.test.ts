import type { ServerResponse } from 'node:http'
import { afterAll, describe, expect, it } from 'vitest'
import { exampleVariant, writeTopology } from '../testing/example.ts'
import {
  loopbackModel,
  streamCut,
  streamMalformed,
  streamText,
  streamUnfinished,
} from '../testing/loopback-model.ts'
import { temporaryPlaces } from '../testing/places.ts'
import { jsonOf, type RunEnd, SANDBOX_OR_NOT, synod } from '../testing/synod.ts'

const places = temporaryPlaces()
afterAll(() => places.remove())

async function failed(file: string, env: Record<string, string> = {}, ...more: string[]): Promise<RunEnd> {
  const args = ['run', file, '--trust', '--approve', 'auto', '--json', ...SANDBOX_OR_NOT, ...more]
  const ended = await synod(args, { home: places.folder('home'), env })
  expect(ended).toMatchObject({ code: 1 })
  const end = jsonOf<RunEnd>(ended)
  expect(end).toMatchObject({ status: 'failed', outputs: {} })
  expect(end.message.split('\n')).toHaveLength(1)
  return end
}

function team(name: string, worker: Readonly<Record<string, unknown>>): string {
  return writeTopology(places.folder(name), {
    synod: 1,
    name: 'Team',
    nodes: [
      { id: 'start', kind: 'input', at: [0, 0] },
      { id: 'work', name: 'Worker', at: [200, 0], ...worker },
      { id: 'end', kind: 'output', at: [400, 0] },
    ],
    edges: [
      { id: 'a', from: 'start.out', to: 'work.in' },
      { id: 'b', from: 'work.out', to: 'end.in' },
    ],
  })
}

describe.concurrent('a program that is not there', { timeout: 120_000 }, () => {
  it('fails the run with its name and what to do', async () => {
    const file = team('absent', { kind: 'command', config: { run: ['no-such-program', 'x'], class: 'pure' } })
    const { message } = await failed(file)
    expect(message).toMatch(/Worker.*"no-such-program".*in no folder of PATH: install it/)
  })

  it('beside the drawing fails the run with the file that was looked for', async () => {
    const file = team('beside', { kind: 'command', config: { run: ['./tool.sh'] } })
    const { message } = await failed(file)
    expect(message).toMatch(/Worker.*there is no file .*tool\.sh/)
  })
})

describe.concurrent('a model endpoint', { timeout: 120_000 }, () => {
  const agent = (name: string, attempts: number): string =>
    team(name, { kind: 'agent', config: { prompt: 'Answer.' }, policy: { attempts, backoff_ms: 1 } })

  const BAD: readonly (readonly [string, (response: ServerResponse) => void, RegExp])[] = [
    ['that cuts its stream', streamCut, /ended the stream before the answer was complete.*another attempt/],
    ['that ends without an end', streamUnfinished, /Worker.*compatible:test/],
    [
      'that sends what is malformed',
      streamMalformed,
      /sent a piece that is malformed.*check that the address/,
    ],
    [
      'that is no such thing',
      (response) => void response.writeHead(404).end('no'),
      /does not have this model.*Check/,
    ],
    ['that fails', (response) => void response.writeHead(500).end('oops'), /failed \(500/],
  ]
  it.each(BAD)('%s fails the step, and nothing of it counts as an answer', async (name, answer, said) => {
    const model = await loopbackModel(answer)
    try {
      const { message } = await failed(agent(name.replaceAll(/\W/g, '-'), 1), { SYNOD_MODEL: model.id })
      expect(message).toContain('Worker')
      expect(message).toContain(model.address)
      expect(message).toMatch(said)
      expect(model.requests()).toBe(1)
    } finally {
      await model.close()
    }
  })

  it('that is down fails the run with its address and what to do', async () => {
    const model = await loopbackModel(() => undefined)
    await model.close()
    const { message } = await failed(agent('down', 2), { SYNOD_MODEL: model.id })
    expect(message).toMatch(/cannot be reached \(ECONNREFUSED\).*correct the address/)
    expect(message).toContain(model.address)
  })

  it('that cuts once is asked again, and the broken piece is not in the answer', async () => {
    const model = await loopbackModel((response, request) =>
      request === 1 ? streamCut(response) : streamText(response, 'All is well.'),
    )
    const file = agent('again', 2)
    const args = ['run', file, '--trust', '--json', ...SANDBOX_OR_NOT]
    const ended = await synod(args, { home: places.folder('home'), env: { SYNOD_MODEL: model.id } })
    await model.close()
    expect(ended).toMatchObject({ code: 0 })
    const end = jsonOf<RunEnd>(ended)
    expect(end.outputs['end']).toEqual([{ answer: 'All is well.' }])
    expect(end.effects).toMatchObject([{ id: 'work:1', attempts: 2, status: 'settled' }])
  })
})

describe.concurrent('the registry', { timeout: 120_000 }, () => {
  it('that does not give a version is told with what to do', async () => {
    const file = exampleVariant(places.folder('absent-version'), (nodes) => {
      const fields = nodes('issue')['fields'] as { name: string; options?: string[] }[]
      fields.find(({ name }) => name === 'base')!.options = ['1.2.99']
    })
    const { message } = await failed(file, {}, '--input', '{"base":"1.2.99"}')
    expect(message).toMatch(
      /^Prepare: The package minimist@1\.2\.99 is not installed here.*Check the network/,
    )
  })
})
