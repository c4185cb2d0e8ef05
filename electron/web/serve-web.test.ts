import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createHostClient } from '../../shared/api/client.ts'
import { serveConnection } from '../host/connection.ts'
import { fakeService, fakeSummary } from '../host/testing/fake-service.ts'
import { readPageFile } from './page-files.ts'
import { serveWeb, type Web } from './serve-web.ts'
import { webPort } from './web-port.ts'

let folder: string
let web: Web
let port: number
let token: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'web-test-'))
  mkdirSync(join(folder, 'dist', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  writeFileSync(join(folder, 'dist', 'index.html'), '<!doctype html>')
  writeFileSync(join(folder, 'dist', '.hidden.txt'), 'secret')
  writeFileSync(join(folder, 'dist', 'assets', 'main-1a2b.js'), 'export {}')
  symlinkSync(join(folder, 'secret.txt'), join(folder, 'dist', 'link.txt'))
  const service = fakeService({ 'run.list': () => ({ runs: [fakeSummary('r1')] }) })
  web = await serveWeb({
    attach: (from) => serveConnection(service, from),
    distFolder: join(folder, 'dist'),
  })
  const url = new URL(web.url)
  port = Number(url.port)
  token = url.hash.slice(1)
})

afterAll(async () => {
  await web.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Sends the path as it stands: `fetch` would tidy it up first. */
function get(path: string, headers: { [name: string]: string } = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        body += text
      })
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

function open(
  options: { protocol?: string; origin?: string | null; host?: string; path?: string } = {},
): Promise<{ socket: WebSocket | null; status: number }> {
  const own = `http://127.0.0.1:${port}`
  const origin = options.origin === null ? {} : { origin: options.origin ?? own }
  const socket = new WebSocket(
    `ws://127.0.0.1:${port}${options.path ?? '/socket'}`,
    options.protocol === '' ? [] : [options.protocol ?? `synod.${token}`],
    { ...origin, headers: options.host === undefined ? {} : { Host: options.host } },
  )
  return new Promise((resolve) => {
    socket.on('open', () => resolve({ socket, status: 101 }))
    socket.on('unexpected-response', (_request, response) => {
      response.resume()
      resolve({ socket: null, status: response.statusCode ?? 0 })
    })
    socket.on('error', () => resolve({ socket: null, status: 0 }))
  })
}

describe('the page on the loopback', () => {
  it('listens on 127.0.0.1 with a token of 24 bytes that stands in the fragment alone', () => {
    expect(web.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#[\w-]{32}$/)
    expect(Buffer.from(token, 'base64url')).toHaveLength(24)
  })

  it('gives its files with the policy and the headers that keep it to itself', async () => {
    const { status, headers, body } = await get('/')
    expect([status, body, headers['content-type']]).toEqual([
      200,
      '<!doctype html>',
      'text/html; charset=utf-8',
    ])
    expect(headers['content-security-policy']).toContain(
      "default-src 'none'; script-src 'self'; style-src 'self'",
    )
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    })
    const asset = await get('/assets/main-1a2b.js?v=1')
    expect([asset.status, asset.headers['cache-control']]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ])
  })

  it('answers HEAD without content, and no other method', async () => {
    expect(await get('/', {}, 'HEAD')).toMatchObject({ status: 200, body: '' })
    expect(await get('/', {}, 'POST')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } })
  })

  it.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1',
    '127.0.0.1:1',
    '[::1]:80',
    'localhost.evil.example',
  ])('has no answer under the name %s (DNS rebinding)', async (host) => {
    expect(await get('/', { Host: host })).toMatchObject({ status: 421 })
    expect((await open({ host })).status).toBe(421)
  })

  it('also goes by localhost', async () => {
    expect(await get('/', { Host: `localhost:${port}` })).toMatchObject({ status: 200 })
  })

  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%5c..%5csecret.txt',
    '//secret.txt',
    '/link.txt',
    '/.hidden.txt',
    '/index.html%00.txt',
    '/%E0%A4%A',
    '/nothing.js',
    '/assets',
    '/C:/secret.txt',
  ])('does not lead out of its folder: %s', async (path) => {
    expect(await get(path)).toMatchObject({ status: 404, body: 'There is no such file\n' })
  })

  it('confines every path', async () => {
    const part = fc.constantFrom('..', '.', '', 'secret.txt', 'assets', '%2e%2e', '..%2f', '\\', 'link.txt')
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (parts) => {
        const file = await readPageFile(join(folder, 'dist'), `/${parts.join('/')}`)
        return file === null || new TextDecoder().decode(file.content) !== 'secret'
      }),
    )
  })
})

describe('the socket of the page', () => {
  it('speaks the contract to a page that shows the token', async () => {
    const { socket } = await open()
    const client = createHostClient(webPort(socket!))
    await expect(client.call('run.list', {})).resolves.toMatchObject({ runs: [{ run: 'r1' }] })
    client.close()
  })

  it('is closed to a wrong token, none, and more than one', async () => {
    const wrong = `synod.${'x'.repeat(32)}`
    for (const protocol of [wrong, '', 'synod.', token, `synod.${token}x`]) {
      expect((await open({ protocol })).status).toBe(401)
    }
    const raw = await rawUpgrade(`synod.${token}, ${wrong}`)
    expect(raw).toMatch(/^HTTP\/1\.1 401 /)
  })

  it('is closed to pages from elsewhere', async () => {
    for (const origin of [
      'http://evil.example',
      'null',
      `https://127.0.0.1:${port}`,
      'http://127.0.0.1',
      null,
    ]) {
      expect((await open({ origin })).status).toBe(403)
    }
  })

  it('has one address', async () => {
    expect((await open({ path: '/' })).status).toBe(404)
    expect((await open({ path: `/socket?token=${token}` })).status).toBe(404)
  })

  it('ends at what is no text', async () => {
    const { socket } = await open()
    const code = new Promise((resolve) => socket!.on('close', resolve))
    socket!.send(new Uint8Array(3))
    expect(await code).toBe(1003)
  })
})

it('says which port is taken', async () => {
  await expect(serveWeb({ attach: () => {}, distFolder: folder, port })).rejects.toThrow(
    `port ${port} on 127.0.0.1 can't be served (it is in use): choose another with --port`,
  )
})

function rawUpgrade(protocols: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let heard = ''
    socket.on('data', (data: Buffer) => {
      heard += data.toString()
    })
    socket.on('close', () => resolve(heard))
    socket.on('error', reject)
    socket.write(
      [
        'GET /socket HTTP/1.1',
        `Host: 127.0.0.1:${port}`,
        `Origin: http://127.0.0.1:${port}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
        `Sec-WebSocket-Protocol: ${protocols}`,
        '',
        '',
      ].join('\r\n'),
    )
  })
}
