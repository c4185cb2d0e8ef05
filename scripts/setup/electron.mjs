/**
 * Tells whether the Electron app can run here. Never through the electron package itself: loading it from
 * plain Node begins a download.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectEnv } from './node.mjs'
import { ROOT, run, say, tail } from './terminal.mjs'

const PACKAGE = join(ROOT, 'node_modules', 'electron')
const FAILED = join(ROOT, 'node_modules', '.synod-electron-failed')
const DOWNLOAD_LIMIT_MS = 180_000
const RETRY_AFTER_MS = 24 * 60 * 60 * 1000

/** @returns {string | undefined} */
export function findElectron() {
  const pathFile = join(PACKAGE, 'path.txt')
  const named = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : undefined
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (override === undefined && named === undefined) return undefined
  const program = named ?? (process.platform === 'win32' ? 'electron.exe' : 'electron')
  const file = join(override ?? join(PACKAGE, 'dist'), program)
  return existsSync(file) ? file : undefined
}

/**
 * Why no window can open here, or undefined where one can.
 * @returns {string | undefined}
 */
export function whyNoWindow() {
  if (process.platform !== 'linux') return undefined
  if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return 'there is no display'
  if (process.getuid?.() === 0) return "its sandbox doesn't run as root"
  return undefined
}

/**
 * Why the Electron app doesn't run here, or its program.
 * @param {string} node
 * @returns {Promise<{ program: string } | { why: string }>}
 */
export async function ensureElectron(node) {
  const noWindow = whyNoWindow()
  if (noWindow !== undefined) return { why: noWindow }
  const found = findElectron()
  if (found !== undefined) return { program: found }
  if (process.env['CI']) return { why: "its program isn't installed (npx install-electron fetches it)" }
  const problem = await download(node)
  const program = findElectron()
  if (program !== undefined) return { program }
  return { why: `its program couldn't be downloaded (${problem}; npx install-electron tries again)` }
}

/**
 * @param {string} node
 * @returns {Promise<string>}
 */
async function download(node) {
  if (existsSync(FAILED) && Date.now() - Number(readFileSync(FAILED, 'utf8')) < RETRY_AFTER_MS) {
    return 'tried within the last day'
  }
  say('Downloading Electron, once …')
  const options = { label: 'install-electron', env: projectEnv(node), timeout_ms: DOWNLOAD_LIMIT_MS }
  const outcome = await run(node, [join(PACKAGE, 'install.js')], options)
  if (outcome.code === 0) return ''
  try {
    writeFileSync(FAILED, String(Date.now()))
  } catch {
    // Not remembered: the next start tries again.
  }
  const reason = /(?:getaddrinfo|connect|HTTPError|Error:)[^\n]*/.exec(outcome.output)?.[0]
  return reason ?? tail(outcome.output, 1)
}
