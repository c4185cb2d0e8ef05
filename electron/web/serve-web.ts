import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { HostError } from '../../shared/api/contract.ts'
import type { FramePort } from '../../shared/api/wire.ts'
import { newToken } from '../host/owner-socket.ts'
import { LINE_MAX } from '../host/socket-port.ts'
import { type Doorway, isOwnHost, refuseSocket } from './admission.ts'
import { readPageFile } from './page-files.ts'
import { SECURITY_HEADERS } from './policy.ts'
import { webPort } from './web-port.ts'

/** A person has a few windows; more is a page gone wild. */
const SOCKETS_MAX = 64

export interface WebOptions {
  /** Takes each page that has shown the token: `(port) => serveConnection(service, port)`, or a home's `attach`. */
  readonly attach: (port: FramePort) => void
  /** The built page. */
  readonly distFolder: string
  /** Any free one unless given. */
  readonly port?: number
}

export interface Web {
  /** With the token in the fragment, which no server and no referrer ever sees. */
  readonly url: string
  close(): Promise<void>
}

/** Serves the page and its host on this machine's loopback, and to nobody else. */
export async function serveWeb(options: WebOptions): Promise<Web> {
  const server = createServer((request, response) => {
    answer(request, response, options.distFolder, door.port).catch(() => response.destroy())
  })
  await listen(server, options.port ?? 0)
  const door: Doorway = { port: (server.address() as AddressInfo).port, token: newToken() }
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LINE_MAX,
    perMessageDeflate: false,
    // A browser takes the connection only when its subprotocol is named back; it has been checked by then.
    handleProtocols: (protocols) => [...protocols][0] ?? false,
  })
  server.on('upgrade', (request, stream, head) => {
    const refusal = sockets.clients.size >= SOCKETS_MAX ? FULL : refuseSocket(asked(request), door)
    if (refusal !== null) {
      refuse(stream, refusal.status, refusal.message)
      return
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      socket.on('error', () => socket.terminate())
      options.attach(webPort(socket))
    })
  })
  return {
    url: `http://127.0.0.1:${door.port}/#${door.token}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.close(1001)
        server.close(() => resolve())
        server.closeAllConnections()
        for (const socket of sockets.clients) socket.terminate()
      }),
  }
}

const FULL = { status: 503, message: 'Service Unavailable' }

function asked(request: IncomingMessage): Parameters<typeof refuseSocket>[0] {
  return {
    path: request.url ?? '',
    host: request.headers.host,
    origin: request.headers.origin,
    protocols: request.headers['sec-websocket-protocol'],
  }
}

function refuse(stream: Duplex, status: number, message: string): void {
  stream.on('error', () => stream.destroy())
  stream.end(`HTTP/1.1 ${status} ${message}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  folder: string,
  port: number,
): Promise<void> {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
  if (!isOwnHost(request.headers.host, port)) return say(response, 421, 'This server has another name')
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD')
    return say(response, 405, 'Only GET and HEAD')
  }
  const file = await readPageFile(folder, (request.url ?? '').split('?')[0] ?? '')
  if (file === null) return say(response, 404, 'There is no such file')
  response.writeHead(200, {
    'Content-Type': file.type,
    'Content-Length': file.content.byteLength,
    'Cache-Control': file.cache,
  })
  response.end(request.method === 'HEAD' ? undefined : file.content)
}

function say(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end(`${message}\n`)
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'it is in use' : error.message
      const message = `port ${port} on 127.0.0.1 can't be served (${why}): choose another with --port`
      reject(new HostError({ code: 'bad-input', message }))
    })
    server.listen({ port, host: '127.0.0.1', exclusive: true }, resolve)
  })
}
