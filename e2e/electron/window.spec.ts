import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, expect, test } from '@playwright/test'

const ROOT = join(import.meta.dirname, '..', '..')

/** Why the app can't be opened here, or null. Never asks the electron package: that begins a download. */
function whyNot(): string | null {
  const folder = join(ROOT, 'node_modules', 'electron')
  const named = join(folder, 'path.txt')
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist')
  if (!existsSync(named) || !existsSync(join(dist, readFileSync(named, 'utf8').trim()))) {
    return "Electron's program isn't installed (npx install-electron fetches it)"
  }
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    return 'there is no display'
  }
  return existsSync(join(ROOT, 'dist', 'app', 'electron', 'main.js'))
    ? null
    : 'the app is not built (npm run build)'
}

const reason = whyNot()
const required = process.env['SYNOD_REQUIRE_ELECTRON'] === '1'

test.describe('the Electron app', () => {
  test.skip(reason !== null && !required, reason ?? '')

  let app: ElectronApplication | undefined
  let home: string | undefined

  const opened = (): ElectronApplication => {
    if (app === undefined) throw new Error('the app has not been opened')
    return app
  }

  test.beforeEach(async () => {
    if (reason !== null) throw new Error(`SYNOD_REQUIRE_ELECTRON is set, but ${reason}`)
    home = mkdtempSync(join(tmpdir(), 'synod-electron-'))
    app = await _electron.launch({
      args: ['.', `--user-data-dir=${join(home, 'profile')}`, '--home', join(home, 'home')],
      cwd: ROOT,
    })
  })

  test.afterEach(async () => {
    await app?.close()
    if (home !== undefined) rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  })

  test('opens a window that talks to the runtime', async () => {
    const complaints: string[] = []
    const page = await opened().firstWindow()
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    expect(page.url()).toBe('app://synod/')
    await expect(page).toHaveTitle(/Synod/)
    // The example's name comes from the host, so the port leads to it.
    await expect(page.getByText('Ship a fix').first()).toBeVisible({ timeout: 60_000 })
    expect(complaints).toEqual([])
  })

  test('gives the page nothing of Node or Electron', async () => {
    const page = await opened().firstWindow()
    const found = await page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in globalThis),
    )
    expect(found).toEqual([])
  })

  test('opens no window and no address that the page asks for', async () => {
    const page = await opened().firstWindow()
    const shown = await page.evaluate(() => window.open('http://127.0.0.1:9/') === null)
    expect(shown).toBe(true)
    await page.evaluate(() => {
      window.location.href = 'http://127.0.0.1:9/'
    })
    await expect(page).toHaveTitle(/Synod/)
    expect(page.url()).toBe('app://synod/')
    expect(await opened().evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })
})
