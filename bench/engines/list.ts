import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PeerSpec } from '../harness/peers.ts'
import { PEERS } from '../harness/places.ts'
import type { Engine } from './engine.ts'

/** Pinned, so that figures of two days can be compared. */
export const PEER_SPECS: readonly PeerSpec[] = [
  {
    name: 'langgraph',
    packages: {
      '@langchain/core': '1.4.0',
      '@langchain/langgraph': '1.7.3',
      '@langchain/langgraph-checkpoint': '1.2.2',
      '@langchain/langgraph-checkpoint-sqlite': '1.0.4',
      'better-sqlite3': '13.2.0',
      zod: '4.6.7',
    },
    // The saver's own choice, 12, crashes under Node 24 when a statement is collected; 13 also needs no compiler.
    overrides: { 'better-sqlite3': '13.2.0' },
  },
  { name: 'xstate', packages: { xstate: '5.33.3' } },
  { name: 'n8n', packages: { 'n8n-core': '2.41.1', 'n8n-workflow': '2.41.0' } },
]

const MAIN_PACKAGE: { readonly [peer: string]: string } = {
  langgraph: '@langchain/langgraph',
  xstate: 'xstate',
  n8n: 'n8n-core',
}

/** Modules are loaded only where they are used: a contender's process holds nobody else's code. */
export async function openEngine(name: string): Promise<Engine> {
  const folder = join(PEERS, name)
  switch (name) {
    case 'synod': {
      const { synodEngine } = await import('./synod.ts')
      return synodEngine(projectVersion())
    }
    case 'langgraph': {
      const { langGraphEngine } = await import('./langgraph.ts')
      return langGraphEngine(folder, versionOf(name))
    }
    case 'xstate': {
      const { xstateEngine } = await import('./xstate.ts')
      return xstateEngine(folder, versionOf(name))
    }
    case 'n8n': {
      const { n8nEngine } = await import('./n8n.ts')
      return n8nEngine(folder, versionOf(name))
    }
    default:
      throw new Error(`no contender is called "${name}"`)
  }
}

function versionOf(peer: string): string {
  const spec = PEER_SPECS.find((one) => one.name === peer)
  const main = MAIN_PACKAGE[peer] ?? ''
  return `${main} ${spec?.packages[main] ?? ''}`
}

function projectVersion(): string {
  const manifest = join(import.meta.dirname, '..', '..', 'package.json')
  if (!existsSync(manifest)) return 'synod'
  return `synod ${(JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version}`
}
