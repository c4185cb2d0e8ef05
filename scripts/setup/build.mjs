/** Builds what is run from dist/, when its sources changed since it was built. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { projectEnv } from './node.mjs'
import { ROOT, run, SetupError, say, tail } from './terminal.mjs'

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {readonly string[]} configs One Vite build each, in this order.
 * @property {readonly string[]} sources Folders and files whose content decides whether to build.
 * @property {string} entry Without it there is nothing to build.
 * @property {string} product What must be there afterwards.
 * @property {string} stamp
 */

/** @type {Readonly<Record<'page' | 'app', Target>>} */
export const TARGETS = {
  page: {
    name: 'page',
    configs: ['vite.config.ts'],
    sources: ['renderer', 'shared', 'vite.config.ts', 'package-lock.json'],
    entry: 'renderer/index.html',
    product: 'dist/renderer/index.html',
    stamp: 'dist/.page-built',
  },
  app: {
    name: 'Electron app',
    configs: ['vite.host.config.ts', 'vite.preload.config.ts'],
    sources: ['electron', 'shared', 'vite.host.config.ts', 'vite.preload.config.ts', 'package-lock.json'],
    entry: 'electron/main.ts',
    product: 'dist/app/electron/main.js',
    stamp: 'dist/.app-built',
  },
}

/**
 * @param {string} path
 * @returns {readonly string[]}
 */
function filesUnder(path) {
  const entries = readdirSync(join(ROOT, path), { withFileTypes: true })
  return entries.flatMap((entry) => {
    const child = `${path}/${entry.name}`
    if (entry.isDirectory()) return filesUnder(child)
    return /\.test\.tsx?$/.test(entry.name) ? [] : [child]
  })
}

/**
 * @param {readonly string[]} sources
 * @returns {string}
 */
function digest(sources) {
  const hash = createHash('sha256')
  for (const source of sources) {
    if (!existsSync(join(ROOT, source))) continue
    const files = /\.\w+$/.test(source) ? [source] : filesUnder(source)
    for (const file of [...files].sort()) hash.update(`${file}\0`).update(readFileSync(join(ROOT, file)))
  }
  return hash.digest('hex')
}

/**
 * @param {Target} target
 * @param {string} node
 * @param {{ force?: boolean }} [options]
 * @returns {Promise<void>}
 */
export async function build(target, node, options = {}) {
  if (!existsSync(join(ROOT, target.entry))) return
  const now = digest(target.sources)
  const stamp = join(ROOT, target.stamp)
  const built = existsSync(join(ROOT, target.product)) && existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
  if (built === now && !options.force) return
  say(`Building the ${target.name} …`)
  for (const config of target.configs) {
    const args = ['node_modules/vite/bin/vite.js', 'build', '--config', config, '--logLevel', 'warn']
    const outcome = await run(node, args, { label: `vite build, ${config}`, env: projectEnv(node) })
    if (outcome.code !== 0)
      throw new SetupError(`Building the ${target.name} failed:\n${tail(outcome.output, 40)}`)
  }
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, now)
}
