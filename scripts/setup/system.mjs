/** What the machine itself must have: git, the parts of the command sandbox, and for the tests a Chromium. */
import { existsSync } from 'node:fs'
import { findChromium } from './chromium.mjs'
import { projectEnv } from './node.mjs'
import { run, SetupError, say, tail, which } from './terminal.mjs'

const SANDBOX_PARTS = new Map([
  ['bwrap', 'bubblewrap'],
  ['socat', 'socat'],
  ['rg', 'ripgrep'],
])
const DOWNLOAD_LIMIT_MS = 300_000

/** @type {Promise<unknown>} */
let lastApt = Promise.resolve()
let listsAreFresh = false

function canUseApt() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && which('apt-get') !== undefined
}

/**
 * Installs Debian packages, one call after the other. Answers undefined when it went well, else why not.
 * @param {readonly string[]} packages
 * @returns {Promise<string | undefined>}
 */
function aptInstall(packages) {
  const next = lastApt.then(() => aptInstallNow(packages))
  lastApt = next
  return next
}

/**
 * @param {readonly string[]} packages
 * @returns {Promise<string | undefined>}
 */
async function aptInstallNow(packages) {
  const names = packages.join(' ')
  say(`Installing ${names} (apt-get) …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const options = { label: `apt-get, ${names}`, env, timeout_ms: DOWNLOAD_LIMIT_MS }
  const waiting = ['-q', '-o', 'DPkg::Lock::Timeout=120']
  if (!listsAreFresh) {
    const update = await run('apt-get', [...waiting, 'update'], options)
    if (update.code !== 0) return `apt-get update failed: ${tail(update.output, 3)}`
    listsAreFresh = true
  }
  const install = await run(
    'apt-get',
    [...waiting, 'install', '-y', '--no-install-recommends', ...packages],
    options,
  )
  if (install.code !== 0) return `apt-get install ${names} failed: ${tail(install.output, 3)}`
  say(`Installed ${names} in ${install.seconds.toFixed(0)} s`)
  return undefined
}

/** @returns {Promise<void>} */
export async function ensureGit() {
  if (which('git') !== undefined) return
  const problem = canUseApt() ? await aptInstall(['git']) : undefined
  if (which('git') !== undefined) return
  throw new SetupError(
    `Synod keeps the work of agents in git, and there is no git here. Install it (Debian: sudo apt install git; macOS: xcode-select --install; Windows: git-scm.com), then run the command again.${problem === undefined ? '' : `\n${problem}`}`,
  )
}

/**
 * The sandbox of commands on Linux. Synod runs without it and says so at each run, so this never fails.
 * @returns {Promise<void>}
 */
export async function ensureSandbox() {
  if (process.platform !== 'linux') return
  const absent = [...SANDBOX_PARTS]
    .filter(([program]) => which(program) === undefined)
    .map(([, name]) => name)
  if (absent.length === 0) return
  const problem = canUseApt() ? await aptInstall(absent) : undefined
  if (problem === undefined && canUseApt()) return
  say(
    `Commands of agents run unsandboxed until ${absent.join(', ')} is installed (sudo apt install ${absent.join(' ')})`,
  )
  if (problem !== undefined) say(`  ${problem}`)
}

/**
 * A Chromium for the tests: an installed one, Debian's package when root (it brings its libraries),
 * else Playwright's own download.
 * @param {string} node
 * @returns {Promise<string>}
 */
export async function ensureChromium(node) {
  const found = findChromium()
  if (found !== undefined) return found
  const problems = []
  if (canUseApt()) problems.push(await aptInstall(['chromium']))
  const installed = findChromium()
  if (installed !== undefined) return installed
  problems.push(await downloadChromium(node))
  const downloaded = findChromium()
  if (downloaded !== undefined) return downloaded
  const reasons = problems.filter((one) => one !== undefined).join('\n')
  throw new SetupError(
    `The tests need a Chromium. Install one (Debian: sudo apt install chromium), or name one in CHROMIUM_PATH, then run npm test again.\n${reasons}`,
  )
}

/**
 * @param {string} node
 * @returns {Promise<string | undefined>}
 */
async function downloadChromium(node) {
  say('Downloading Chromium (playwright install chromium) …')
  const options = { label: 'playwright install', env: projectEnv(node), timeout_ms: DOWNLOAD_LIMIT_MS }
  const outcome = await run(node, ['node_modules/playwright/cli.js', 'install', 'chromium'], options)
  return outcome.code === 0 ? undefined : `playwright install chromium failed: ${tail(outcome.output, 3)}`
}
