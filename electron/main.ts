/**
 * Electron's main process: windows, menu, permissions, links. It knows nothing of topologies and runs; those are in the
 * runtime, a process of its own that pages reach by a port. Its decisions are plain functions in shell/.
 */
import { join } from 'node:path'
import process from 'node:process'
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  type MenuItemConstructorOptions,
  MessageChannelMain,
  Notification,
  protocol,
  session,
  type WebContents,
} from 'electron'
import { PORT_CHANNEL, READY_CHANNEL } from './shell/channels.ts'
import { type MenuEntry, menuTemplate } from './shell/menu.ts'
import {
  homeArgument,
  type OpenTarget,
  targetOfCommandLine,
  targetOfLink,
  targetOfPath,
} from './shell/open-target.ts'
import { APP_SCHEME, isTrustedSender } from './shell/url-policy.ts'
import { servePage } from './window/app-protocol.ts'
import { openWindow } from './window/open-window.ts'
import { type RuntimeProcess, startRuntime, type Told } from './window/runtime-process.ts'

/** Windows whose page listens. */
const ready = new Set<WebContents>()
let runtime: RuntimeProcess | null = null
/** Asked for before the app was ready. */
let asked: OpenTarget | null = targetOfCommandLine(process.argv.slice(1), process.cwd())

function givePort(contents: WebContents): void {
  if (runtime === null || contents.isDestroyed()) return
  const { port1, port2 } = new MessageChannelMain()
  runtime.attach(port1)
  contents.postMessage(PORT_CHANNEL, null, [port2])
}

function hear(): void {
  ipcMain.on(READY_CHANNEL, (event) => {
    if (!isTrustedSender(event.senderFrame)) return
    const { sender } = event
    if (!ready.has(sender)) sender.once('destroyed', () => ready.delete(sender))
    ready.add(sender)
    givePort(sender)
  })
}

function denyPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.defaultSession.setPermissionCheckHandler(() => false)
  session.defaultSession.setDevicePermissionHandler(() => false)
}

function startHost(): void {
  const home = homeArgument(process.argv.slice(1))
  let first = true
  runtime = startRuntime(home === undefined ? [] : ['--home', home], {
    started() {
      // The first port is given when the page asks for it.
      if (!first) for (const contents of ready) givePort(contents)
      first = false
    },
    noticed(notices) {
      for (const notice of notices) notify(notice)
    },
    failed(said) {
      dialog.showErrorBox('Synod cannot start', said.trim() || 'Its runtime ended again and again.')
      app.quit()
    },
  })
}

/** On the desktop while nobody looks at a window, or none is open; the page tells by itself otherwise. */
function notify({ title, body }: Told): void {
  if (BrowserWindow.getFocusedWindow() !== null || !Notification.isSupported()) return
  const notification = new Notification({ title, body })
  notification.on('click', () => show(null))
  notification.show()
}

function show(target: OpenTarget | null): void {
  if (!app.isReady()) {
    asked = target ?? asked
    return
  }
  const [window] = BrowserWindow.getAllWindows()
  if (window === undefined || target !== null) {
    openWindow(target)
    return
  }
  if (window.isMinimized()) window.restore()
  window.focus()
}

function begin(): void {
  denyPermissions()
  servePage(join(import.meta.dirname, '..', '..', 'renderer'))
  const template = menuTemplate(process.platform, !app.isPackaged)
  Menu.setApplicationMenu(Menu.buildFromTemplate(template.map(menuItem)))
  hear()
  startHost()
  openWindow(asked)
}

function menuItem({ submenu, ...entry }: MenuEntry): MenuItemConstructorOptions {
  return submenu === undefined ? entry : { ...entry, submenu: submenu.map(menuItem) }
}

if (app.requestSingleInstanceLock()) {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
  if (app.isPackaged) app.setAsDefaultProtocolClient('synod')
  app.on('second-instance', (_event, args, cwd) => show(targetOfCommandLine(args.slice(1), cwd)))
  app.on('open-file', (event, path) => {
    event.preventDefault()
    show(targetOfPath(path, '/'))
  })
  app.on('open-url', (event, url) => {
    event.preventDefault()
    show(targetOfLink(url))
  })
  app.on('activate', () => show(null))
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('will-quit', () => runtime?.stop())
  void app.whenReady().then(begin)
} else {
  app.quit()
}
