/** Finds the Node that runs Synod: 24 or newer, brought by npm where the platform has such a package. */
import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { ROOT, SetupError, which } from './terminal.mjs'

const NEEDED_MAJOR = 24
const PACKAGES = join(ROOT, 'node_modules')

function bundledNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  return join(PACKAGES, `node-${platform}-${process.arch}`, 'bin', name)
}

/** @returns {string} */
export function findNode() {
  const bundled = bundledNode()
  if (existsSync(bundled)) return bundled
  if (Number.parseInt(process.versions.node, 10) >= NEEDED_MAJOR) return process.execPath
  throw new SetupError(
    `Synod needs Node ${NEEDED_MAJOR} or newer; this is ${process.versions.node}, and npm has no package of it for ` +
      `${process.platform} on ${process.arch}. Install Node ${NEEDED_MAJOR} (on macOS: brew install node@${NEEDED_MAJOR}, ` +
      'or the installer of nodejs.org), then run the command again.',
  )
}

/**
 * The environment in which everything of the project runs: its Node and its tools first.
 * @param {string} node
 * @param {NodeJS.ProcessEnv} [more]
 * @returns {NodeJS.ProcessEnv}
 */
export function projectEnv(node, more = {}) {
  const path = [dirname(node), join(PACKAGES, '.bin'), process.env['PATH'] ?? ''].join(delimiter)
  return { ...process.env, PATH: path, ...more }
}

/**
 * How to run npm: by the npm that runs us, else by the one in PATH. Never by the Node inside node_modules,
 * which npm is about to replace.
 * @returns {readonly [string, ...string[]]}
 */
export function npmCommand() {
  const script = process.env['npm_execpath']
  if (script === undefined || !/npm-cli\.[cm]?js$/.test(script)) {
    return process.platform === 'win32' ? ['cmd.exe', '/d', '/s', '/c', 'npm'] : ['npm']
  }
  if (!process.execPath.startsWith(PACKAGES)) return [process.execPath, script]
  return [outsideNode() ?? process.execPath, script]
}

function outsideNode() {
  const path = process.env['PATH'] ?? ''
  const folders = path.split(delimiter).filter((folder) => !folder.includes('node_modules'))
  process.env['PATH'] = folders.join(delimiter)
  try {
    return which('node')
  } finally {
    process.env['PATH'] = path
  }
}
