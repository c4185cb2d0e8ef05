import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../../shared/topology/payload.ts'
import type { EffectCall } from '../../drivers/seams.ts'
import { placesOf } from '../git/places.ts'
import { createProcessExecutor } from './executor.ts'
import { createExecBench, EDITS, here, js } from './testing/exec-bench.ts'

const on = createExecBench()

describe.skipIf(!here.state.available)(`the sandbox (${here.state.reason})`, () => {
  const executor = createProcessExecutor({ sandboxes: here })
  const attempt = async (
    source: string,
    config: object = {},
    given: Partial<EffectCall> = {},
  ): Promise<Json> => {
    const program = `const fs = require('node:fs'), net = require('node:net')
      const attempt = (work) => { try { work(); return 'ok' } catch (error) { return error.code } }
      ${source}`
    const outcome = await executor.perform(
      on.callFor({ run: js(program), output: 'json', ...config }, given),
      on.io,
    )
    expect(
      outcome.tag,
      outcome.tag === 'ok' ? '' : JSON.stringify(on.io.read(outcome.refs['error'] ?? '')),
    ).toBe('ok')
    return on.io.read(outcome.refs['result'])
  }

  it('lets a command write its own folders and those that are named, and nothing else', async () => {
    const { root } = on.bench.call({}).folders
    placesOf(on.bench.call({}).folders)
    const places = {
      own: '.',
      temporary: '${process.env.TMPDIR}',
      named: join(root, 'named'),
      kept: join(root, 'repositories'),
      other: join(root, 'trees'),
      run: root,
      mine: on.bench.repository,
      etc: '/etc',
    }
    const tries = Object.entries(places).map(([name, path]) => `${name}: write(\`${path}\`)`)
    const source = `const write = (path) => attempt(() => fs.writeFileSync(path + '/x', ''))
      console.log(JSON.stringify({ ${tries.join(', ')} }))`
    expect(await attempt(source, { writes: ['named'] })).toEqual({
      ...{
        own: 'ok',
        temporary: 'ok',
        named: 'ok',
        kept: 'EROFS',
        other: 'EROFS',
        run: 'EROFS',
        mine: 'EROFS',
      },
      etc: 'EROFS',
    })
    expect(await attempt(source, { writes: ['{{run.folder}}'] })).toMatchObject({
      ...{ run: 'ok', kept: 'EROFS', other: 'EROFS' },
    })
  })

  it("hides other runs, Synod's journal and what people keep private", async () => {
    const home = join(on.bench.root, 'home')
    writeFileSync(join(home, 'journal.db'), 'secret')
    mkdirSync(join(home, 'runs', 'r2'))
    const ssh = join(homedir(), '.ssh')
    const source = `const list = (path) => fs.existsSync(path) ? fs.readdirSync(path) : []
      console.log(JSON.stringify([list('${home}'), list('${home}/runs'), list('${ssh}')]))`
    expect(await attempt(source)).toEqual([['runs'], ['r1'], []])
  })

  it('closes the network, local sockets and namespaces', async () => {
    const socket = join(on.bench.root, 'socket')
    const { createServer } = await import('node:net')
    const servers = [createServer(), createServer()]
    servers[0]?.listen(socket)
    servers[1]?.listen(0, '127.0.0.1')
    await Promise.all(servers.map((server) => once(server, 'listening')))
    const address = servers[1]?.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const source = `const { spawnSync } = require('node:child_process')
      const reach = (to) => new Promise((resolve) => {
        const one = net.connect(to, () => resolve('ok')); one.on('error', (error) => resolve(error.code)) })
      Promise.all([reach('${socket}'), reach({ port: ${port}, host: '127.0.0.1' })]).then((reached) =>
        console.log(JSON.stringify([...reached, spawnSync('unshare', ['-Ur', 'true']).status])))`
    expect(await attempt(source)).toEqual(['EPERM', 'ECONNREFUSED', 1])
    for (const server of servers) server.close()
  })

  it('keeps the link to the repository out of reach, and lets history be read', async () => {
    const payload = { in: {}, tree: on.io.payloads.put({ ...(await on.opened()) }) }
    const source = `const { execFileSync } = require('node:child_process')
      console.log(JSON.stringify([attempt(() => fs.writeFileSync('.git', '')), attempt(() => fs.unlinkSync('.git')),
        execFileSync('git', ['log', '--format=%s'], { encoding: 'utf8' })]))`
    expect(await attempt(source, {}, { payload, bound: { config: {}, ...EDITS } })).toEqual([
      ...['EROFS', 'EBUSY', 'first\n'],
    ])
  })

  it.skipIf(here.open === null)('holds a command that may reach hosts to the same folders', async () => {
    const { root } = on.bench.call({}).folders
    writeFileSync(join(on.bench.root, 'home', 'journal.db'), 'secret')
    mkdirSync(join(root, 'earlier'), { recursive: true })
    const payload = { in: {}, tree: on.io.payloads.put({ ...(await on.opened()) }) }
    mkdirSync(join(root, 'work', 'other'))
    const source = `const write = (path) => attempt(() => fs.writeFileSync(path + '/x', ''))
      const [old, home] = ['${root}/earlier', '${on.bench.root}/home']
      console.log(JSON.stringify([['.', process.env.HOME, process.env.TMPDIR].map(write),
        [old, '${root}/repositories', '${root}/work/other', '${on.bench.repository}', '/etc'].map(write),
        fs.existsSync(old), fs.existsSync(home + '/journal.db')]))`
    const given = { payload, bound: { config: {}, ...EDITS } }
    const network = ['example.com']
    const [mine, others, ...seen] = (await attempt(source, { network }, given)) as readonly Json[]
    expect([mine, ...seen]).toEqual([['ok', 'ok', 'ok'], true, false])
    expect(others).not.toContain('ok')
    const wide = (await attempt(source, { network, writes: ['{{run.folder}}'] }, given)) as readonly Json[]
    const [inRun, ...kept] = wide[1] as readonly Json[]
    expect(inRun).toBe('ok')
    expect(kept).not.toContain('ok')
  })

  it.skipIf(here.open === null)(
    `reaches the hosts that are named, and no others ${here.openProblem}`,
    async () => {
      const { createServer } = await import('node:http')
      const server = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1')
      await once(server, 'listening')
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      const source = `const http = require('node:http'), proxy = new URL(process.env.HTTP_PROXY)
      const auth = Buffer.from(decodeURIComponent(proxy.username) + ':' + decodeURIComponent(proxy.password))
      http.get({ host: proxy.hostname, port: proxy.port, path: 'http://127.0.0.1:${port}/',
        headers: { host: '127.0.0.1:${port}', 'proxy-authorization': 'Basic ' + auth.toString('base64') } },
        (response) => { response.resume(); console.log(JSON.stringify(response.statusCode)) })`
      expect(await attempt(source, { network: [`127.0.0.1:${port}`] })).toBe(200)
      expect(await attempt(source, { network: ['example.com'] })).toBe(403)
      server.close()
    },
  )
})
