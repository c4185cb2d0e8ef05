import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { Stop, say } from './command-line.mjs'

const name = 'minimist'

/** The folder that holds the files of minimist as published at that version. */
export function packageFolder(version) {
  if (!/^\d+\.\d+\.\d+$/.test(version)) {
    throw new Stop(2, `"${version}" is not a version; expected one such as 1.2.5.`)
  }
  return installed(version) ?? cached(version) ?? fetched(version)
}

function installed(version) {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}-${version}/package.json`))
  } catch {
    return undefined
  }
}

function cacheFolder() {
  const base = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
  return join(base, 'synod', 'packages')
}

function cached(version) {
  const folder = join(cacheFolder(), `${name}-${version}`)
  return existsSync(join(folder, 'package.json')) ? folder : undefined
}

function fetched(version) {
  const wanted = `${name}@${version}`
  say(`Fetching ${wanted} from the npm registry`)
  mkdirSync(cacheFolder(), { recursive: true })
  const temporary = mkdtempSync(join(cacheFolder(), 'fetching-'))
  try {
    // Whoever waits here for a network that is down learns it in seconds.
    const again = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=1000']
    const pack = ['pack', wanted, '--pack-destination', temporary, ...again, '--silent']
    const packed = spawnSync('npm', pack, { cwd: temporary, encoding: 'utf8', timeout: 120_000 })
    const file = readdirSync(temporary).find((entry) => entry.endsWith('.tgz'))
    if (packed.status !== 0 || !file) throw unreachable(wanted)
    const unpacked = spawnSync('tar', ['-xzf', file], { cwd: temporary })
    if (unpacked.status !== 0) throw new Stop(2, `The package file of ${wanted} could not be unpacked.`)
    return publish(join(temporary, 'package'), version)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

// A rename makes the cached folder appear whole; where another process was first, its copy serves.
function publish(folder, version) {
  const target = join(cacheFolder(), `${name}-${version}`)
  try {
    renameSync(folder, target)
  } catch (cause) {
    if (!existsSync(join(target, 'package.json'))) throw cause
  }
  return target
}

function unreachable(wanted) {
  return new Stop(
    2,
    `The package ${wanted} is not installed here and the npm registry did not give it. ` +
      `Check the network or the registry setting of npm, or run "npm install" in Synod's folder, then try again.`,
  )
}
