import { describe, expect, test } from 'vitest'
import type { Json, Outcome, Payload } from '../../../shared/topology/payload.ts'
import { createSecrets } from '../../secrets/secrets.ts'
import { createModelExecutor } from './model-executor.ts'
import { createSpend } from './spend.ts'
import { agentCall, watch } from './testing/effect-harness.ts'

const CONFIG = {
  model: 'auto',
  tools: [
    { name: 'search', run: ['true'], output: 'json' },
    {
      name: 'write',
      run: ['true'],
      parameters: { type: 'object', properties: { argv: { type: 'array' } }, required: ['argv'] },
    },
  ],
  output: { type: 'object', properties: { found: { type: 'boolean' } }, required: ['found'] },
  script: [
    { reasoning: 'Where to look?', say: 'Searching {{in.name}}.', call: { tool: 'search' } },
    {
      when: 'results.search.found = false',
      answer: { found: false, text: 'None in {{results.search.runs}}.' },
    },
    { when: 'results.search.found', call: { tool: 'write', args: { argv: '{{results.search.argv}}' } } },
    { when: '$exists(results.write)', answer: { found: true, text: '{{results.write}}' } },
  ],
}

function stage(config: Record<string, unknown> = CONFIG, pace = '0') {
  const watched = watch()
  const executor = createModelExecutor({
    secrets: createSecrets({}),
    spend: createSpend(),
    environment: { SYNOD_STANDIN_PACE_MS: pace },
  })
  const message = { name: watched.payloads.put('minimist') }
  return {
    watched,
    play(before?: Outcome, result?: Json): Promise<Outcome> {
      const payload = {
        in: message,
        ...(before === undefined ? {} : { conversation: before.refs['conversation'] as Payload }),
        ...(result === undefined ? {} : { result: watched.payloads.put(result) }),
      }
      return executor.perform(agentCall(config, payload), watched.io)
    },
  }
}

describe('the stand-in', () => {
  test('is labelled, says its lines in pieces, and counts no cost', async () => {
    const { watched, play } = stage({
      ...CONFIG,
      script: [{ reasoning: 'r'.repeat(100), say: 'é'.repeat(90), call: { tool: 'search' } }],
    })
    const outcome = await play()
    const { inputTokens, outputTokens } = JSON.parse(watched.all('usage'))
    // What people see used is what the run's budgets count.
    expect(outcome.control['usage']).toEqual({ tokens: inputTokens + outputTokens, microUsd: 0 })
    expect(watched.chunks[0]).toEqual(['note', 'Stand-in: a script, not a model'])
    expect(watched.chunks.filter(([type]) => type === 'reasoning').map(([, data]) => data.length)).toEqual([
      40, 40, 20,
    ])
    expect(watched.all('text')).toBe('é'.repeat(90))
    expect(JSON.parse(watched.all('usage'))).toMatchObject({ costUsd: 0, outputTokens: expect.any(Number) })
  })

  test('calls real tools and goes by their results', async () => {
    const { watched, play } = stage()
    const first = await play()
    expect(first).toMatchObject({ tag: 'call', control: { tool: 'search' } })
    expect(watched.all('text')).toBe('Searching minimist.')
    // A tool whose output is JSON may have handed it over as text.
    const second = await play(first, '{"found": true, "argv": ["--a.b", "{{in.name}}"]}')
    expect(second).toMatchObject({ tag: 'call', control: { tool: 'write' } })
    expect(watched.content(second, 'args')).toEqual({ argv: ['--a.b', '{{in.name}}'] })
    const third = await play(second, 'wrote test/a.js')
    expect(third).toMatchObject({ tag: 'answer', control: {} })
    expect(watched.content(third, 'answer')).toEqual({ found: true, text: 'wrote test/a.js' })
  })

  test('takes another way on another result', async () => {
    const { watched, play } = stage()
    const end = await play(await play(), { found: false, runs: 300 })
    expect(watched.content(end, 'answer')).toEqual({ found: false, text: 'None in 300.' })
  })

  test('a turn is played once, and an exhausted script says so', async () => {
    const { watched, play } = stage()
    const end = await play(await play(), { nothing: true })
    expect(end.control).toEqual({ code: 'standin-exhausted', retryable: false, happened: 'no' })
    expect(watched.content(end, 'error')).toMatch(
      /^Code reviewer \(reviewer\): the stand-in's script has no turn left .*1 of 4 turns were played/,
    )
  })

  test.each([
    [{ answer: { found: 'yes' } }, 'standin-answer', /found must be boolean, but is "yes"/],
    [
      { call: { tool: 'write', args: { argv: '{{in.missing}}' } } },
      'standin-call',
      /argv must be array, but is null/,
    ],
    [{ say: '{{in.name +}}', answer: { found: true } }, 'expression', /\{\{in\.name \+\}\}/],
    [{ when: '$now()', answer: { found: true } }, 'expression', /\$now is not available/],
  ])('%j is a mistake in the script', async (turn, code, message) => {
    const { watched, play } = stage({ ...CONFIG, script: [turn] })
    const outcome = await play()
    expect(outcome.control).toEqual({ code, retryable: false, happened: 'no' })
    expect(watched.content(outcome, 'error')).toMatch(message)
  })

  test('stops between two pieces', async () => {
    const { watched, play } = stage(
      { ...CONFIG, script: [{ say: 's'.repeat(4000), answer: { found: true } }] },
      '60000',
    )
    const played = play()
    watched.abort.abort()
    expect((await played).control).toMatchObject({ code: 'aborted' })
    expect(watched.all('text').length).toBeLessThan(100)
  })
})
