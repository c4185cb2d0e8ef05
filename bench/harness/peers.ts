import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PEERS } from './places.ts'

const run = promisify(execFile)

/** A slow network is waited for, a dead one is not. */
const LIMIT_MS = 600_000

export interface PeerSpec {
  readonly name: string
  /** Pinned, so that figures of two days can be compared. */
  readonly packages: { readonly [name: string]: string }
  /** Forced on packages of packages. */
  readonly overrides?: { readonly [name: string]: string }
}

/**
 * Installs a peer unless it is there; answers with its folder. No script of any package is run. Rejects with the
 * last that npm said.
 */
export async function installPeer(peer: PeerSpec, say: (text: string) => void): Promise<string> {
  const folder = join(PEERS, peer.name)
  const manifest = JSON.stringify({ private: true, dependencies: peer.packages, overrides: peer.overrides })
  const stamp = join(folder, 'installed.json')
  const wanted = JSON.stringify({ manifest, node: process.version })
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return folder
  say(`Installing ${peer.name} for comparison (once)`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), manifest)
  await npm(['install', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts'], folder)
  writeFileSync(stamp, wanted)
  return folder
}

async function npm(args: readonly string[], cwd: string): Promise<void> {
  const env = withoutScript(process.env)
  try {
    await run('npm', [...args], { cwd, env, timeout: LIMIT_MS, maxBuffer: 64 * 1024 * 1024 })
  } catch (error) {
    const { killed, stderr } = error as { killed?: boolean; stderr?: string }
    if (killed === true) throw new Error(`npm ${args[0]} took more than ${LIMIT_MS / 60_000} minutes`)
    throw new Error(`npm ${args[0]}: ${lastLines(stderr ?? String(error))}`)
  }
}

/** What `npm run` tells its scripts would send this npm to the project instead of the peer's folder. */
function withoutScript(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own =
    /^(?:npm_(?:package|lifecycle|command|node)|npm_config_(?:local_prefix|loglevel|prefix|strict_allow_scripts)|INIT_CWD)/
  return Object.fromEntries(Object.entries(env).filter(([name]) => !own.test(name)))
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-3).join(' ')
}
