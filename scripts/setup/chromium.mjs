/** Finds the Chromium that the tests drive. */
import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { which } from './terminal.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Where an installed browser stands when it is not in PATH. */
function installedPlaces() {
  const programs = process.env['PROGRAMFILES'] ?? 'C:\\Program Files'
  return process.platform === 'darwin'
    ? [
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
        '/Applications/Chromium.app/Contents/MacOS/Chromium',
      ]
    : process.platform === 'win32'
      ? [join(programs, 'Google', 'Chrome', 'Application', 'chrome.exe')]
      : ['/usr/bin/chromium', '/usr/bin/google-chrome']
}

function playwrightCache() {
  const named = process.env['PLAYWRIGHT_BROWSERS_PATH']
  if (named !== undefined && named !== '' && named !== '0') return named
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'ms-playwright')
  if (process.platform === 'win32') return join(process.env['LOCALAPPDATA'] ?? homedir(), 'ms-playwright')
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ms-playwright')
}

/** Playwright's own downloads, the newest first. */
function downloads() {
  const cache = playwrightCache()
  if (!existsSync(cache)) return []
  const folders = readdirSync(cache).filter((name) => /^chromium-\d+$/.test(name))
  const newestFirst = folders.sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)))
  const programs = [
    ['chrome-linux64', 'chrome'],
    ['chrome-linux', 'chrome'],
    ['chrome-win64', 'chrome.exe'],
    ['chrome-win', 'chrome.exe'],
    ...['chrome-mac', 'chrome-mac-arm64', 'chrome-mac-x64'].flatMap((folder) => [
      [folder, 'Chromium.app', 'Contents', 'MacOS', 'Chromium'],
      [folder, 'Google Chrome for Testing.app', 'Contents', 'MacOS', 'Google Chrome for Testing'],
    ]),
  ]
  return newestFirst.flatMap((folder) => programs.map((parts) => join(cache, folder, ...parts)))
}

/** @returns {string | undefined} */
export function findChromium() {
  const named = process.env['CHROMIUM_PATH']
  if (named !== undefined && existsSync(named)) return named
  const inPath = NAMES.map((name) => which(name)).find((path) => path !== undefined)
  return inPath ?? [...installedPlaces(), ...downloads()].find((path) => existsSync(path))
}
