import type { EventEmitter } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { PORT_CHANNEL, READY_CHANNEL } from './shell/channels.ts'

/** What stands in for Electron: it records what main asks of it. */
const fake = vi.hoisted(() => ({
  windows: [] as { address: string; contents: unknown; options: { webPreferences: unknown } }[],
  children: [] as { ports: unknown[]; emit(event: string, message?: unknown): void }[],
  handlers: new Map<string, (...args: never[]) => unknown>(),
  permissions: [] as boolean[],
  focused: null as unknown,
  notices: [] as string[],
}))

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events')
  class Contents extends Emitter {
    posted: { channel: string; ports: unknown[] }[] = []
    openHandler: ((details: { url: string }) => { action: string }) | null = null
    isDestroyed = () => false
    reload = () => {}
    postMessage = (channel: string, _message: unknown, ports: unknown[]) =>
      this.posted.push({ channel, ports })
    setWindowOpenHandler = (handler: (details: { url: string }) => { action: string }) => {
      this.openHandler = handler
    }
  }
  class BrowserWindow extends Emitter {
    static getAllWindows = () => []
    static getFocusedWindow = () => fake.focused
    webContents = new Contents()
    private readonly options: { webPreferences: unknown }
    constructor(options: { webPreferences: unknown }) {
      super()
      this.options = options
    }
    async loadURL(address: string): Promise<void> {
      fake.windows.push({ address, contents: this.webContents, options: this.options })
    }
  }
  class Child extends Emitter {
    ports: unknown[] = []
    stdout = null
    stderr = null
    postMessage = (_message: unknown, ports: unknown[]) => this.ports.push(...ports)
    kill = () => true
  }
  const app = Object.assign(new Emitter(), {
    isPackaged: false,
    isReady: () => true,
    requestSingleInstanceLock: () => true,
    whenReady: () => Promise.resolve(),
    getPath: () => '/nowhere',
    quit: () => {},
  })
  return {
    app,
    BrowserWindow,
    dialog: { showMessageBox: async () => ({ response: 1 }), showErrorBox: () => {} },
    ipcMain: { on: (name: string, handler: never) => void fake.handlers.set(name, handler) },
    Menu: { buildFromTemplate: (template: unknown) => template, setApplicationMenu: () => {} },
    MessageChannelMain: class {
      port1 = { side: 1 }
      port2 = { side: 2 }
    },
    Notification: class extends Emitter {
      static isSupported = () => true
      private readonly title: string
      constructor({ title }: { title: string }) {
        super()
        this.title = title
      }
      show = () => void fake.notices.push(this.title)
    },
    protocol: {
      registerSchemesAsPrivileged: () => {},
      handle: (scheme: string, handler: never) => void fake.handlers.set(scheme, handler),
    },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }] },
    session: {
      defaultSession: {
        setPermissionRequestHandler: (ask: (c: unknown, p: string, answer: (yes: boolean) => void) => void) =>
          ask(null, 'media', (yes) => fake.permissions.push(yes)),
        setPermissionCheckHandler: (check: () => boolean) => fake.permissions.push(check()),
        setDevicePermissionHandler: (check: () => boolean) => fake.permissions.push(check()),
      },
    },
    shell: { openExternal: async () => {} },
    utilityProcess: {
      fork: () => {
        const child = new Child()
        fake.children.push(child)
        return child
      },
    },
  }
})

interface Contents extends EventEmitter {
  readonly posted: { readonly channel: string; readonly ports: unknown[] }[]
  readonly openHandler: (details: { url: string }) => { action: string }
}

await import('./main.ts')
await vi.waitFor(() => expect(fake.windows).toHaveLength(1))
const contents = fake.windows[0]!.contents as Contents
const ready = (frame: unknown): unknown =>
  fake.handlers.get(READY_CHANNEL)?.({ sender: contents, senderFrame: frame } as never)

describe('main', () => {
  it('opens one window on our own page, sandboxed', () => {
    expect(fake.windows[0]!.address).toBe('app://synod/')
    expect(fake.windows[0]!.options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
    })
  })

  it('denies every permission', () => {
    expect(fake.permissions).toEqual([false, false, false])
  })

  it('tells of questions on the desktop while no window has the focus', () => {
    const notices = [{ title: 'Approve waits for you', body: 'Deploy?' }]
    fake.focused = {}
    fake.children[0]!.emit('message', { notices })
    fake.focused = null
    fake.children[0]!.emit('message', { notices })
    fake.children[0]!.emit('message', {})
    expect(fake.notices).toEqual(['Approve waits for you'])
  })

  it('gives a port to our own page alone, when it asks', () => {
    ready({ url: 'https://example.com/', parent: null })
    ready({ url: 'app://synod/', parent: {} })
    expect(contents.posted).toEqual([])
    ready({ url: 'app://synod/', parent: null })
    expect(contents.posted).toEqual([{ channel: PORT_CHANNEL, ports: [{ side: 2 }] }])
    expect(fake.children[0]!.ports).toEqual([{ side: 1 }])
  })

  it('starts a dead runtime again and gives each window a new port', async () => {
    fake.children[0]!.emit('spawn')
    fake.children[0]!.emit('exit')
    await vi.waitFor(() => expect(fake.children).toHaveLength(2))
    const before = contents.posted.length
    fake.children[1]!.emit('spawn')
    expect(contents.posted).toHaveLength(before + 1)
    expect(fake.children[1]!.ports).toEqual([{ side: 1 }])
  })

  it('lets no page lead elsewhere', () => {
    expect(contents.openHandler({ url: 'https://example.com/' })).toEqual({ action: 'deny' })
    for (const [event, url, stopped] of [
      ['will-navigate', 'https://example.com/', 1],
      ['will-navigate', 'app://synod/?open=a', 0],
      ['will-redirect', 'https://example.com/', 1],
      ['will-attach-webview', '', 1],
    ] as const) {
      let prevented = 0
      const preventDefault = (): void => {
        prevented += 1
      }
      contents.emit(event, { url, preventDefault })
      expect([event, prevented]).toEqual([event, stopped])
    }
  })

  it('answers only for its own page', async () => {
    const serve = fake.handlers.get('app') as unknown as (request: Request) => Promise<Response>
    for (const url of ['app://evil/index.html', 'app://synod/nothing.js', 'app://synod/%2e%2e/secret']) {
      const response = await serve({ url, method: 'GET' } as Request)
      expect(response.status).toBe(404)
      expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    }
  })

  it('opens a file that a second start names in a window of its own, to be read', async () => {
    const { app } = await import('electron')
    app.emit('second-instance', {}, ['synod', 'b.synod.json'], '/cwd')
    expect(fake.windows.at(-1)?.address).toBe('app://synod/?open=%2Fcwd%2Fb.synod.json&readonly=1')
  })
})
