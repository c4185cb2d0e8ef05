/** Installs the packages when, and only when, what is installed isn't what the lock file says. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npmCommand } from './node.mjs'
import { ROOT, run, SetupError, say, tail } from './terminal.mjs'

const STAMP = join(ROOT, 'node_modules', '.synod-installed')
const UNREACHABLE =
  /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|ERR_SOCKET_TIMEOUT|network request failed/i

function wanted() {
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')
  return `${lock} ${process.platform}-${process.arch}\n`
}

/** @returns {boolean} */
function isInstalled() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted()
}

/** @returns {Promise<void>} */
export async function installPackages() {
  if (isInstalled()) return
  say('Installing packages (npm ci) …')
  const [program, ...first] = npmCommand()
  const args = [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error']
  const outcome = await run(program, args, { label: 'npm ci' })
  if (outcome.code !== 0) throw new SetupError(explain(outcome.output))
  writeFileSync(STAMP, wanted())
  say(`Packages installed in ${outcome.seconds.toFixed(0)} s`)
}

/**
 * @param {string} output
 * @returns {string}
 */
export function explain(output) {
  const what = tail(output)
  if (UNREACHABLE.test(output)) {
    const reason = output
      .split('\n')
      .find((line) => UNREACHABLE.test(line))
      ?.trim()
    return `The npm registry can't be reached. Check the network, and the proxy and registry that npm uses (npm config get registry), then run the command again.\n${reason}`
  }
  if (/ENOSPC/.test(output)) return `The disk is full: free about 1 GB, then run the command again.\n${what}`
  if (/EACCES|EPERM/.test(output)) {
    return `npm may not write node_modules. Check who owns the folder (${ROOT}), and that no Synod runs from it, then run the command again.\n${what}`
  }
  if (/can only install packages when your package\.json and package-lock\.json/.test(output)) {
    return `package.json and package-lock.json disagree: run npm install with Node 24, and commit both.\n${what}`
  }
  return `npm ci failed; it said:\n${what}`
}
