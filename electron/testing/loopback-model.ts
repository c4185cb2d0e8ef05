import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface LoopbackModel {
  /** For SYNOD_MODEL. */
  readonly id: string
  readonly address: string
  requests(): number
  close(): Promise<void>
}

/** An endpoint on the loopback that answers each request as it is told, well or badly. */
export async function loopbackModel(
  answer: (response: ServerResponse, request: number) => void,
): Promise<LoopbackModel> {
  let requests = 0
  const server = createServer((request, response) => {
    request.resume()
    requests += 1
    answer(response, requests)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    id: `compatible:test@http://${address}/v1`,
    address,
    requests: () => requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const HEADERS = { 'content-type': 'text/event-stream' }

/** Whole and well-formed. */
export function streamText(response: ServerResponse, text: string): void {
  response.writeHead(200, HEADERS)
  for (const piece of text.match(/.{1,8}/gs) ?? []) response.write(delta({ content: piece }))
  response.write(
    `data: ${JSON.stringify({ ...FRAME, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\n`,
  )
  response.end('data: [DONE]\n\n')
}

/** Begins well, then the connection breaks. */
export function streamCut(response: ServerResponse): void {
  response.writeHead(200, HEADERS)
  response.write(delta({ content: 'The answer is' }), () => response.destroy())
}

/** Ends in order, yet without saying that the answer is complete. */
export function streamUnfinished(response: ServerResponse): void {
  response.writeHead(200, HEADERS)
  response.end(delta({ content: 'The answer is' }))
}

export function streamMalformed(response: ServerResponse): void {
  response.writeHead(200, HEADERS)
  response.end('data: {"choices": [oops\n\n')
}

const FRAME = { id: 'one', object: 'chat.completion.chunk', created: 1, model: 'test' }

function delta(piece: { readonly content: string }): string {
  const choices = [{ index: 0, delta: { role: 'assistant', ...piece }, finish_reason: null }]
  return `data: ${JSON.stringify({ ...FRAME, choices })}\n\n`
}
