import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, BrowserWindow, dialog, screen, shell, type WebContents } from 'electron'
import { afterWindowCrash } from '../shell/after-crash.ts'
import { type OpenTarget, windowAddress } from '../shell/open-target.ts'
import { externalAddress, isOwnPage } from '../shell/url-policy.ts'
import { restoreWindow, SMALLEST, type WindowState } from '../shell/window-state.ts'

export function openWindow(target: OpenTarget | null): BrowserWindow {
  const place = restoreWindow(
    readState(),
    screen.getAllDisplays().map((display) => display.workArea),
  )
  const window = new BrowserWindow({
    ...place.at,
    width: place.width,
    height: place.height,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: 'Synod',
    webPreferences: {
      preload: join(import.meta.dirname, '..', 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => {
    if (place.maximized) window.maximize()
    window.show()
  })
  window.on('close', () => saveState({ ...window.getNormalBounds(), maximized: window.isMaximized() }))
  confine(window.webContents)
  recover(window)
  void window.loadURL(windowAddress(target))
  return window
}

/** It shows our own page and nothing else; an address that leads out is offered to the browser. */
function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(({ url }) => {
    void offerBrowser(url)
    return { action: 'deny' }
  })
  contents.on('will-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

async function offerBrowser(url: string): Promise<void> {
  const address = externalAddress(url)
  if (address === null) return
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: 'Open this address in the browser?',
    detail: address,
    buttons: ['Open', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  })
  if (response === 0) await shell.openExternal(address)
}

function recover(window: BrowserWindow): void {
  const crashes: number[] = []
  window.webContents.on('render-process-gone', async (_event, details) => {
    if (details.reason === 'clean-exit') return
    crashes.push(Date.now())
    if (afterWindowCrash(crashes, Date.now()) === 'reload') {
      window.webContents.reload()
      return
    }
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: 'This window has crashed again',
      detail: 'Runs are not affected: they go on in a process of their own.',
      buttons: ['Load it again', 'Close'],
      defaultId: 0,
    })
    if (response === 0) window.webContents.reload()
    else window.destroy()
  })
}

function statePath(): string {
  return join(app.getPath('userData'), 'window.json')
}

function readState(): unknown {
  try {
    return JSON.parse(readFileSync(statePath(), 'utf8'))
  } catch {
    return null
  }
}

function saveState(state: WindowState): void {
  try {
    writeFileSync(statePath(), JSON.stringify(state))
  } catch {
    // The next window opens in the middle.
  }
}
