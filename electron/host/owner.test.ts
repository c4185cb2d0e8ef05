import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepHome } from './keep-home.ts'
import { connectOrOwn, type HomeAccess, reach } from './owner.ts'
import { readOwner } from './owner-file.ts'
import { removeSocket, sameSecret, socketPlace } from './owner-socket.ts'
import { openFakeHost } from './testing/fake-host.ts'
import { fakeService, fakeTransition } from './testing/fake-service.ts'

let home: string
const opened: HomeAccess[] = []
const children: ChildProcess[] = []

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'synod-'))
})

afterEach(async () => {
  for (const access of opened.splice(0).reverse()) await access.close()
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(home, { recursive: true, force: true })
})

async function open(options: { readonly open?: ReturnType<typeof openFakeHost> } = {}): Promise<HomeAccess> {
  const access = await connectOrOwn({ home, open: options.open ?? openFakeHost() })
  opened.push(access)
  return access
}

async function startChild(): Promise<{ child: ChildProcess; said: string }> {
  const script = join(import.meta.dirname, 'testing', 'owner-child.ts')
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, home], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, said: line.toString().trim() }
}

describe('the owner of a home', () => {
  it('is the first, and those who come later are its clients', async () => {
    const first = await open()
    const second = await open()
    expect([first.owned !== null, second.owned !== null]).toEqual([true, false])
    await expect(second.client.call('run.list', {})).resolves.toMatchObject({
      runs: [{ run: `of-${process.pid}` }],
    })
    expect(statSync(join(home, 'owner.json')).mode & 0o777).toBe(0o600)
    expect(statSync(readOwner(home)?.socket ?? '').mode & 0o777).toBe(0o600)
  })

  it('takes the place of one that was killed before it could say where it listens', async () => {
    writeFileSync(socketPlace(home), '')
    const owner = await open()
    expect(owner.owned).not.toBe(null)
    expect(readOwner(home)?.socket).toBe(socketPlace(home))
  })

  it('is one of the processes that start at once', async () => {
    const all = await Promise.all([startChild(), startChild(), startChild(), startChild()])
    const owners = all.filter(({ said }) => said.startsWith('owner'))
    expect(owners).toHaveLength(1)
    const name = `of-${owners[0]!.child.pid}`
    expect(all.map(({ said }) => said.split(' ')[1])).toEqual([name, name, name, name])
  })

  it('leaves a home that the next one takes, however it ended', async () => {
    const { child } = await startChild()
    const socket = readOwner(home)?.socket ?? ''
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(existsSync(join(home, 'owner.json'))).toBe(true)
    expect(existsSync(socket)).toBe(true)
    expect(await reach(home)).toBe(null)
    const next = await open()
    expect(next.owned).not.toBe(null)
  })

  it('leaves nothing behind when it ends well', async () => {
    const access = await open()
    const socket = readOwner(home)?.socket ?? ''
    writeFileSync(join(home, 'journal'), 'precious')
    await access.close()
    expect([existsSync(socket), existsSync(join(home, 'owner.json'))]).toEqual([false, false])
    expect(existsSync(join(home, 'journal'))).toBe(true)
    expect((await open()).owned).not.toBe(null)
  })

  it('streams to its clients and notices when they go', async () => {
    const service = fakeService()
    await open({ open: openFakeHost(service) })
    const client = (await open()).client
    const seen: number[] = []
    client.follow('run.transitions', { run: 'r', after: 0 }, (events) => {
      seen.push(...events.map((event) => event.identity.seq))
    })
    await vi.waitFor(() => expect(service.followers('run.transitions')).toBe(1))
    service.emit('run.transitions', [fakeTransition(1), fakeTransition(2)])
    await vi.waitFor(() => expect(seen).toEqual([1, 2]))
    client.close()
    await vi.waitFor(() => expect(service.followers('run.transitions')).toBe(0))
  })

  it('lets nobody in who does not know the token', async () => {
    await open()
    const owner = readOwner(home)!
    for (const hello of ['{"type":"hello","token":"x"}\n', 'GET / HTTP/1.1\n', `${'x'.repeat(5000)}`]) {
      const socket = connect(owner.socket)
      socket.on('error', () => {})
      let heard = ''
      socket.on('data', (data: Buffer) => {
        heard += data.toString()
      })
      socket.write(hello)
      socket.write('{"type":"call","id":1,"method":"run.list","params":{}}\n')
      await once(socket, 'close')
      expect(heard).toBe('')
    }
  })

  it('is told from a stranger who listens in its place', async () => {
    await open()
    const owner = readOwner(home)!
    writeFileSync(join(home, 'owner.json'), JSON.stringify({ ...owner, token: 'wrong' }))
    expect(await reach(home)).toBe(null)
    await expect(connectOrOwn({ home, open: openFakeHost(), patience_ms: 1 })).rejects.toThrow(
      `process ${process.pid} has the home folder`,
    )
  })

  it('says what is wrong with a home that cannot be one', async () => {
    const file = join(home, 'file')
    writeFileSync(file, '')
    await expect(connectOrOwn({ home: join(file, 'home'), open: openFakeHost() })).rejects.toMatchObject({
      body: { code: 'bad-input', message: expect.stringContaining('name another one with --home') },
    })
  })

  it('gives the home back when the host cannot be opened', async () => {
    const failing = () => Promise.reject(new Error('the journal is broken'))
    await expect(connectOrOwn({ home, open: failing })).rejects.toThrow('the journal is broken')
    expect((await open()).owned).not.toBe(null)
  })
})

describe('a kept home', () => {
  it('goes on with another owner when the first one ends', async () => {
    const { child } = await startChild()
    const kept = await keepHome({ home, open: openFakeHost() }, () => {})
    const before = await kept.now()
    expect(before.owned).toBe(null)
    const ended = new Promise<void>((resolve) => before.client.onClose(resolve))
    child.kill('SIGKILL')
    await ended
    const after = await kept.now()
    expect(after.owned).not.toBe(null)
    await expect(after.client.call('run.list', {})).resolves.toMatchObject({ runs: [{}] })
    await kept.close()
  })
})

describe('the socket', () => {
  it('goes elsewhere when the path of the home is too long for one', () => {
    const place = socketPlace(join(home, 'x'.repeat(120)), 'linux')
    expect(place.startsWith(tmpdir())).toBe(true)
    expect(socketPlace(home, 'win32')).toMatch(/^\\\\\.\\pipe\\synod-[0-9a-f]{24}$/)
    removeSocket(place)
    expect(existsSync(join(place, '..'))).toBe(false)
  })

  it('compares secrets of any length', () => {
    expect([sameSecret('a', 'a'), sameSecret('a', 'ab'), sameSecret('', 'a')]).toEqual([true, false, false])
  })
})
