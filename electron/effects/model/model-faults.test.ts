import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createSecrets } from '../../secrets/secrets.ts'
import { createModelExecutor } from './model-executor.ts'
import { createSpend } from './spend.ts'
import { agentCall, watch } from './testing/effect-harness.ts'

/** A server that answers byte by byte as a test says, for faults that no mock of an API makes. */
let server: Server | undefined

async function serve(answer: (response: ServerResponse) => void): Promise<string> {
  server = createServer((request, response) => {
    request.resume()
    request.on('end', () => answer(response))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
}

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  server = undefined
})

const openai = {
  model: 'openai:gpt-6.1-terra',
  half: [
    'data: {"id":"1","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Half an "}}]}\n\n',
    'data: {"id":"1","model":"m","choices":[{"index":0,"delta":{"content":"answer"}}]}\n\n',
  ],
  end: 'data: {"id":"1","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
  malformed: 'data: {"id":"1","cho\n\n',
  wrong: 'data: {"nothing":"known"}\n\n',
  error: 'data: {"error":{"message":"Overloaded","type":"server_error"}}\n\n',
}
const anthropic = {
  model: 'anthropic:claude-haiku-5-5',
  half: [
    'event: message_start\ndata: {"type":"message_start","message":{"id":"1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"usage":{"input_tokens":5,"output_tokens":1}}}\n\n',
    'event: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}\n\n',
    'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Half an answer"}}\n\n',
  ],
  end: 'event: content_block_stop\ndata: {"type":"content_block_stop","index":0}\n\nevent: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":5}}\n\nevent: message_stop\ndata: {"type":"message_stop"}\n\n',
  malformed: 'event: content_block_delta\ndata: {"type":"content_bl\n\n',
  wrong: 'event: content_block_delta\ndata: {"type":"content_block_delta","index":"zero"}\n\n',
  error:
    'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n',
}

function start(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
}

function write(response: ServerResponse, pieces: readonly string[], done: () => void): void {
  start(response)
  response.write(pieces.join(''), () => done())
}

async function perform(model: string, url: string, watched = watch()) {
  const environment = {
    OPENAI_API_KEY: 'key-for-test',
    ANTHROPIC_API_KEY: 'key-for-test',
    OPENAI_BASE_URL: url,
    ANTHROPIC_BASE_URL: url,
  }
  const executor = createModelExecutor({
    secrets: createSecrets(environment),
    spend: createSpend(),
    environment,
  })
  const outcome = await executor.perform(
    agentCall({ model, prompt: 'x' }, { in: watched.payloads.put('x') }),
    watched.io,
  )
  const error = outcome.tag === 'error' ? String(watched.content(outcome, 'error')) : ''
  return { outcome, error, watched }
}

describe.each([openai, anthropic])('$model', (wire) => {
  test('the pieces make an answer when the stream ends as it should', async () => {
    const url = await serve((response) => write(response, [...wire.half, wire.end], () => response.end()))
    const { outcome, watched } = await perform(wire.model, url)
    expect(watched.content(outcome, 'answer')).toBe('Half an answer')
  })

  test.each([
    ['a socket cut in mid-stream', [], (response: ServerResponse) => response.socket?.destroy()],
    ['an end without a reason', [], (response: ServerResponse) => response.end()],
  ])('%s is cut, though text has come', async (_name, more, finish) => {
    const url = await serve((response) => write(response, [...wire.half, ...more], () => finish(response)))
    const { outcome, error, watched } = await perform(wire.model, url)
    expect(outcome.control).toEqual({ code: 'model-cut', retryable: true, happened: 'unknown' })
    expect(error).toMatch(/ended the stream before the answer was complete/)
    expect(watched.all('text')).toBe('Half an answer')
  })

  test('an end with nothing at all is cut', async () => {
    const url = await serve((response) => write(response, [''], () => response.end()))
    const { outcome, error } = await perform(wire.model, url)
    expect(outcome.control).toMatchObject({ code: 'model-cut', retryable: true })
    expect(error).toMatch(/without an answer/)
  })

  test.each(['malformed', 'wrong'] as const)(
    'a %s piece fails the step even if a proper end follows',
    async (kind) => {
      const url = await serve((response) =>
        write(response, [...wire.half, wire[kind], wire.end], () => response.end()),
      )
      const { outcome, error } = await perform(wire.model, url)
      expect(outcome.control).toEqual({ code: 'model-malformed', retryable: true, happened: 'unknown' })
      expect(error).toMatch(/malformed/)
    },
  )

  test('an error that comes as a piece fails the step', async () => {
    const url = await serve((response) =>
      write(response, [...wire.half, wire.error, wire.end], () => response.end()),
    )
    const { outcome, error } = await perform(wire.model, url)
    expect(outcome.control).toMatchObject({ retryable: true, happened: 'unknown' })
    expect(error).toMatch(/Overloaded/)
  })

  test('a page instead of a stream is no answer', async () => {
    const url = await serve((response) => response.end('<html>It works!</html>'))
    expect((await perform(wire.model, url)).outcome).toMatchObject({
      tag: 'error',
      control: { retryable: true },
    })
  })

  test.each([
    ['never answers', () => {}],
    ['stops in mid-stream', (response: ServerResponse) => void write(response, wire.half, () => {})],
  ])('an endpoint that %s is left when the step is stopped', async (_name, answer) => {
    const closed = Promise.withResolvers<void>()
    const watched = watch()
    const url = await serve((response) => {
      response.on('close', () => closed.resolve())
      answer(response)
      watched.abort.abort()
    })
    const { outcome, error } = await perform(wire.model, url, watched)
    expect(outcome.control).toEqual({ code: 'aborted', retryable: true, happened: 'unknown' })
    expect(error).toMatch(/the step was stopped/)
    await closed.promise
  })

  test('an endpoint that is down was not asked', async () => {
    const url = await serve(() => {})
    server?.close()
    const { outcome, error } = await perform(wire.model, url)
    expect(outcome.control).toEqual({ code: 'model-unreachable', retryable: true, happened: 'no' })
    expect(error).toMatch(
      /^Code reviewer \(reviewer\): \S+ at 127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)\./,
    )
  })
})
