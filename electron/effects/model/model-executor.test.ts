import { LLMock } from '@copilotkit/aimock'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Outcome, Payload } from '../../../shared/topology/payload.ts'
import type { EffectCall } from '../../drivers/seams.ts'
import { createSecrets } from '../../secrets/secrets.ts'
import { createModelExecutor } from './model-executor.ts'
import { createSpend, type Spend } from './spend.ts'
import { agentCall, memoryPayloads, type Watched, watch } from './testing/effect-harness.ts'

const KEY = 'sk-canary-0123456789'
const TOOLS = [
  {
    name: 'lint',
    description: 'Lints.',
    parameters: {
      type: 'object',
      properties: { path: { type: 'string' } },
      required: ['path'],
      additionalProperties: false,
    },
    run: ['true'],
  },
  { name: 'test.all', run: ['true'] },
]

const mock = new LLMock({ port: 0, logLevel: 'silent', chunkSize: 8 })

beforeAll(async () => {
  await mock.start()
})
afterAll(() => mock.stop())
afterEach(() => {
  mock.clearFixtures()
  mock.clearRequests()
  mock.resetMatchCounts()
})

/** The two wire formats, each with its model, address and the body of what was sent. */
const WIRES = [
  { wire: 'OpenAI-compatible', model: () => `compatible:gpt-6.1-terra@${mock.url}/v1` },
  { wire: 'Anthropic', model: () => 'anthropic:claude-sonnet-5-5' },
]

interface Session {
  readonly watched: Watched
  readonly payloads: ReturnType<typeof memoryPayloads>
  readonly spend: Spend
  /** The bodies of the requests, as they were sent. */
  readonly bodies: readonly string[]
  step(payload: { readonly [field: string]: Payload }, overrides?: Partial<EffectCall>): Promise<Outcome>
}

function session(model: string, config: Record<string, unknown>, spend = createSpend()): Session {
  const environment = {
    ANTHROPIC_API_KEY: KEY,
    OPENAI_API_KEY: KEY,
    ANTHROPIC_BASE_URL: `${mock.url}/v1`,
    OPENAI_BASE_URL: `${mock.url}/v1`,
  }
  const bodies: string[] = []
  const executor = createModelExecutor({
    secrets: createSecrets(environment),
    spend,
    environment,
    fetch: (input, init) => {
      bodies.push(String(init?.body))
      return fetch(input, init)
    },
  })
  const payloads = memoryPayloads()
  const watched = watch(payloads)
  return {
    watched,
    payloads,
    spend,
    bodies,
    step: (payload, overrides) =>
      executor.perform(
        agentCall({ model, prompt: 'Please {{in.task}}', ...config }, payload, overrides),
        watched.io,
      ),
  }
}

function task(payloads: ReturnType<typeof memoryPayloads>, text = 'review it'): Payload {
  return { task: payloads.put(text) }
}

describe.each(WIRES)('over the $wire wire', ({ model }) => {
  test('text and reasoning are streamed, usage is told, and the text is the answer', async () => {
    mock.onMessage('Please review it', {
      content: 'Three findings, none about the task.',
      reasoning: 'Let me see what a linter knows.',
    })
    const { watched, payloads, step } = session(model(), {})
    const outcome = await step({ in: task(payloads) })
    expect(outcome).toMatchObject({ tag: 'answer', control: { usage: { tokens: expect.any(Number) } } })
    expect(watched.content(outcome, 'answer')).toBe('Three findings, none about the task.')
    expect(watched.all('text')).toBe('Three findings, none about the task.')
    expect(watched.all('reasoning')).toBe('Let me see what a linter knows.')
    expect(watched.chunks.filter(([type]) => type === 'text').length).toBeGreaterThan(2)
    const usage = JSON.parse(watched.all('usage')) as Record<string, number>
    expect(usage['inputTokens']).toBeGreaterThan(0)
    expect(usage['outputTokens']).toBeGreaterThan(0)
  })

  test('a tool call, its result, and then the answer', async () => {
    mock.on(
      { hasToolResult: false },
      { toolCalls: [{ name: 'lint', arguments: '{"path":"src"}' }], reasoning: 'A linter, first.' },
    )
    mock.on({ toolResultContains: 'no-proto' }, { content: 'It finds no-proto.' })
    const { watched, payloads, step, bodies } = session(model(), { tools: TOOLS })
    const asked = await step({ in: task(payloads) })
    expect(asked).toMatchObject({ tag: 'call', control: { tool: 'lint' } })
    expect(watched.content(asked, 'args')).toEqual({ path: 'src' })
    expect(JSON.parse(watched.all('tool'))).toEqual({ tool: 'lint', args: { path: 'src' } })
    const outcome = await step({
      in: task(payloads),
      conversation: asked.refs['conversation'] as Payload,
      result: payloads.put({ findings: ['no-proto'] }),
    })
    expect(watched.content(outcome, 'answer')).toBe('It finds no-proto.')
    // What it was thinking goes back to it as it came; providers refuse a history that was altered.
    expect(bodies[1]).toContain('A linter, first.')
  })

  test('several tools at once are handed out one by one, and all results go back together', async () => {
    mock.on(
      { hasToolResult: false },
      {
        toolCalls: [
          { name: 'lint', arguments: '{"path":"a"}' },
          { name: 'test_all', arguments: '{}' },
          { name: 'lint', arguments: '{"path":"b"}' },
        ],
      },
    )
    mock.on({ hasToolResult: true }, { content: 'done' })
    const { watched, payloads, step, bodies } = session(model(), { tools: TOOLS })
    let outcome = await step({ in: task(payloads) })
    for (const tool of ['lint', 'test.all', 'lint']) {
      expect(outcome).toMatchObject({ tag: 'call', control: { tool } })
      expect(mock.getRequests()).toHaveLength(1)
      outcome = await step({
        in: task(payloads),
        conversation: outcome.refs['conversation'] as Payload,
        result: payloads.put(`result of ${tool}`),
      })
    }
    expect(watched.content(outcome, 'answer')).toBe('done')
    expect(mock.getRequests()).toHaveLength(2)
    const text = bodies[1] ?? ''
    expect(text.match(/result of lint/g)).toHaveLength(2)
    expect(text.match(/result of test\.all/g)).toHaveLength(1)
    // Every hand-out is one tool chunk, so that a stream shows a call once.
    expect(watched.chunks.filter(([type]) => type === 'tool')).toHaveLength(3)
  })

  test('what people say is heard after the results that the model waits for, and asking them is a tool', async () => {
    mock.onMessage('thank you', { content: 'Blue, then.' })
    mock.on(
      { hasToolResult: false },
      { toolCalls: [{ name: 'ask_person', arguments: '{"question":"Which?"}' }] },
    )
    const { watched, payloads, step, bodies } = session(model(), { ask_person: true })
    const asked = await step({ in: task(payloads) })
    expect(asked).toMatchObject({ tag: 'call', control: { tool: 'ask_person' } })
    expect(bodies[0]).toContain('waits for the answer')
    const outcome = await step({
      in: task(payloads),
      conversation: asked.refs['conversation'] as Payload,
      result: payloads.put('the blue one'),
      said: [payloads.put('and be brief'), payloads.put('thank you')],
    })
    expect(watched.content(outcome, 'answer')).toBe('Blue, then.')
    const body = bodies[1] ?? ''
    const places = ['the blue one', 'and be brief', 'thank you'].map((text) => body.lastIndexOf(text))
    expect(places.every((place) => place > 0)).toBe(true)
    expect([...places].sort((a, b) => a - b)).toEqual(places)
  })

  test('a call that cannot be made is answered with the reason, and the model may do better', async () => {
    mock.on({ toolResultContains: 'no tool' }, { toolCalls: [{ name: 'lint', arguments: '{"path":7}' }] })
    mock.on(
      { toolResultContains: 'path must be string' },
      { toolCalls: [{ name: 'lint', arguments: '{"path":"a"}' }] },
    )
    mock.on({ hasToolResult: false }, { toolCalls: [{ name: 'nope', arguments: '{}' }] })
    const { watched, payloads, step } = session(model(), { tools: TOOLS })
    const outcome = await step({ in: task(payloads) })
    expect(outcome).toMatchObject({ tag: 'call', control: { tool: 'lint' } })
    expect(watched.all('note')).toMatch(/there is no tool "nope"\. The tools are: lint, test\.all/)
    expect(watched.all('note')).toMatch(/arguments of lint are wrong: path must be string, but is 7/)
    expect(mock.getRequests()).toHaveLength(3)
  })

  test('of several calls the good ones are made and the bad one is answered', async () => {
    mock.on(
      { hasToolResult: false },
      {
        toolCalls: [
          { name: 'nope', arguments: '{}' },
          { name: 'lint', arguments: '{"path":"a"}' },
        ],
      },
    )
    mock.on({ hasToolResult: true }, { content: 'ok' })
    const { payloads, step, bodies } = session(model(), { tools: TOOLS })
    const asked = await step({ in: task(payloads) })
    expect(asked.control).toMatchObject({ tool: 'lint' })
    await step({
      in: task(payloads),
      conversation: asked.refs['conversation'] as Payload,
      result: payloads.put('fine'),
    })
    expect(bodies[1]).toMatch(/there is no tool/)
  })

  test('an answer of the wrong form is corrected, or fails the attempt with what is wrong', async () => {
    const output = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] }
    mock.onMessage('Please count', { content: 'I think three' })
    mock.onMessage('is not JSON', { content: '```json\n{"n": 3}\n```' })
    const good = session(model(), { output })
    const outcome = await good.step({ in: task(good.payloads, 'count') })
    expect(good.watched.content(outcome, 'answer')).toEqual({ n: 3 })

    mock.clearFixtures()
    mock.onMessage(/.*/, { content: '{"n": "three"}' })
    const bad = session(model(), { output })
    const failed = await bad.step({ in: task(bad.payloads, 'count') })
    expect(failed).toMatchObject({ tag: 'error', control: { code: 'model-answer', retryable: true } })
    expect(bad.watched.content(failed, 'error')).toBe(
      'Code reviewer (reviewer): the answer does not have the form asked for: n must be number, but is "three" (the model was told 2 times)',
    )
  })

  test.each([
    [401, 'model-auth', false, /refused access \(401.*Check (ANTHROPIC_API_KEY|a key)/],
    [404, 'model-not-found', false, /404.*Check the model's name/],
    [429, 'model-rate-limited', true, /429.*tried again later/],
    [400, 'model-refused', false, /did not accept the request/],
    [500, 'model-server', true, /failed \(500/],
  ])('a %i is %s', async (status, code, retryable, message) => {
    mock.onMessage(/.*/, { error: { message: `no luck with ${KEY}`, type: 'x' }, status })
    const { watched, payloads, step } = session(model(), {})
    const outcome = await step({ in: task(payloads) })
    expect(outcome).toMatchObject({ tag: 'error', control: { code, retryable } })
    const error = String(watched.content(outcome, 'error'))
    expect(error).toMatch(message)
    expect(error).toMatch(new RegExp(`^Code reviewer \\(reviewer\\): \\S+ at 127\\.0\\.0\\.1:${mock.port}`))
    expect(error).not.toContain(KEY)
    expect(mock.getRequests()).toHaveLength(1)
  })

  test('an answer that is cut by the limit of output is not an answer', async () => {
    mock.onMessage(/.*/, { content: 'half of', finishReason: 'length' })
    const { watched, payloads, step } = session(model(), {})
    const outcome = await step({ in: task(payloads) })
    expect(outcome).toMatchObject({ tag: 'error', control: { code: 'model-length', retryable: false } })
    expect(watched.content(outcome, 'error')).toMatch(/limit of output/)
  })
})

describe('budgets', () => {
  test('the tokens of a conversation are summed up, and used up', async () => {
    mock.on(
      { hasToolResult: false },
      {
        toolCalls: [{ name: 'lint', arguments: '{"path":"a"}' }],
        usage: { prompt_tokens: 90, completion_tokens: 20 },
      },
    )
    const { watched, payloads, step } = session(WIRES[0]!.model(), { tools: TOOLS, tokens: 100 })
    const asked = await step({ in: task(payloads) })
    const outcome = await step({
      in: task(payloads),
      conversation: asked.refs['conversation'] as Payload,
      result: payloads.put('fine'),
    })
    expect(outcome.control).toEqual({ code: 'token-budget', retryable: false, happened: 'no' })
    expect(watched.content(outcome, 'error')).toMatch(/token budget used up: 110 of 100 tokens/)
    expect(mock.getRequests()).toHaveLength(1)
  })

  test('a run that has cost its cap asks no priced model again', async () => {
    mock.onMessage(/.*/, { content: 'ok', usage: { input_tokens: 1_000_000, output_tokens: 100_000 } })
    // The address is a loopback one, which is free, so this goes through a fetch that leads there.
    const environment = { ANTHROPIC_API_KEY: KEY }
    const spend = createSpend(2.5)
    const executor = createModelExecutor({
      secrets: createSecrets(environment),
      spend,
      environment,
      fetch: (input, init) => fetch(String(input).replace('https://api.anthropic.com', mock.url), init),
    })
    const watched = watch()
    const call = agentCall(
      { model: 'anthropic:claude-sonnet-5-5', prompt: 'x' },
      { in: watched.payloads.put('x') },
    )
    expect((await executor.perform(call, watched.io)).tag).toBe('answer')
    expect(JSON.parse(watched.all('usage'))).toEqual({
      inputTokens: 1_000_000,
      outputTokens: 100_000,
      costUsd: 3,
    })
    expect(spend.spent('run')).toBe(3)
    const refusedOutcome = await executor.perform(call, watched.io)
    expect(refusedOutcome.control).toEqual({ code: 'spend-cap', retryable: false, happened: 'no' })
    expect(watched.content(refusedOutcome, 'error')).toMatch(
      /3\.00 USD.*cap is 2\.50 USD.*SYNOD_SPEND_CAP_USD/,
    )
    expect(mock.getRequests()).toHaveLength(1)
    // Another run has a cap of its own.
    expect((await executor.perform({ ...call, run: 'other' }, watched.io)).tag).toBe('answer')
  })

  test('an unknown price is said, once', async () => {
    mock.onMessage(/.*/, { content: 'ok' })
    const environment = { OPENAI_API_KEY: KEY }
    const executor = createModelExecutor({
      secrets: createSecrets(environment),
      spend: createSpend(),
      environment,
      fetch: (input, init) => fetch(String(input).replace('https://api.openai.com', mock.url), init),
    })
    const watched = watch()
    const call = agentCall({ model: 'openai:house-model', prompt: 'x' }, { in: watched.payloads.put('x') })
    await executor.perform(call, watched.io)
    await executor.perform({ ...call, control: { turn: 2 } }, watched.io)
    expect(watched.all('note')).toBe(
      'The price of openai:house-model is not known: its tokens are counted, its cost is not',
    )
  })
})

describe('which model is asked', () => {
  test('the one that was settled at the start of the run wins', async () => {
    mock.onMessage(/.*/, { content: 'ok' })
    const { payloads, step } = session('anthropic:claude-opus-5-5', {})
    const models = { reviewer: 'openai:gpt-6.1-terra' }
    await step({ in: task(payloads) }, { settings: { approve: 'ask', unsandboxed: false, models } })
    expect(mock.getLastRequest()?.path).toBe('/v1/chat/completions')
  })

  test('a key is not sent to an address that a topology names', async () => {
    mock.onMessage(/.*/, { content: 'ok' })
    const address = `${mock.url}/v1`
    for (const [own, expected] of [
      ['', undefined],
      [address, `Bearer ${KEY}`],
    ] as const) {
      const seen: (string | null)[] = []
      const environment = { COMPATIBLE_API_KEY: KEY, COMPATIBLE_BASE_URL: own }
      const executor = createModelExecutor({
        secrets: createSecrets(environment),
        spend: createSpend(),
        environment,
        fetch: (input, init) => {
          seen.push(new Headers(init?.headers).get('authorization'))
          return fetch(input, init)
        },
      })
      const watched = watch()
      const call = agentCall(
        { model: `compatible:m@${address}`, prompt: 'x' },
        { in: watched.payloads.put('x') },
      )
      expect((await executor.perform(call, watched.io)).tag).toBe('answer')
      expect(seen).toEqual([expected ?? null])
    }
  })

  test.each([
    [{ model: 'anthropic:claude-opus-5-5' }, /anthropic:claude-opus-5-5 needs a key\. Set ANTHROPIC_API_KEY/],
    [{ model: 'mystery:1' }, /"mystery:1" names no model/],
    [{ model: 'openai' }, /"openai" names no model/],
    [{ model: 'compatible:m' }, /has no address.*COMPATIBLE_BASE_URL/],
    [{ model: 'compatible:m@http://user:word@127.0.0.1/v1' }, /must not hold a password/],
    [{ model: 'auto' }, /no model is connected and there is no script/],
    [{ model: 'ollama:x', prompt: '{{in.' }, /\{\{in\.\}\}: it is not closed/],
  ])('%j is refused before anything is sent', async (config, message) => {
    const executor = createModelExecutor({
      secrets: createSecrets({}),
      spend: createSpend(),
      environment: {},
    })
    const watched = watch()
    const outcome = await executor.perform(agentCall(config, { in: watched.payloads.put('x') }), watched.io)
    expect(outcome).toMatchObject({ tag: 'error', control: { retryable: false, happened: 'no' } })
    expect(watched.content(outcome, 'error')).toMatch(message)
  })
})
