import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { tool } from '../../examples/ship-a-fix/tools/testing/harness.mjs'
import type { DocumentNode, TopologyDocument } from '../../shared/topology/document.ts'
import { examplePath } from '../host/places.ts'

export const EXAMPLE = examplePath()
export const EXAMPLE_TOOLS = join(dirname(EXAMPLE), 'tools')

/** Writes the example with a change of it into a folder; its tools stay where they are. */
export function exampleVariant(folder: string, change: (nodes: Nodes) => void): string {
  const text = readFileSync(EXAMPLE, 'utf8').replaceAll('{{topology.folder}}', dirname(EXAMPLE))
  const document = JSON.parse(text) as TopologyDocument
  change(nodesOf(document))
  return writeTopology(folder, document)
}

/** The config of a node, to be changed in place. */
export type Nodes = (id: string) => NonNullable<DocumentNode['config']>

export function nodesOf({ nodes }: Pick<TopologyDocument, 'nodes'>): Nodes {
  return (id) => {
    const config = nodes.find((node) => node.id === id)?.config
    if (config === undefined) throw new Error(`the example has no node ${id}`)
    return config
  }
}

export function writeTopology(folder: string, document: unknown): string {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'team.synod.json')
  writeFileSync(file, JSON.stringify(document, null, 2))
  return file
}

/** The commits of production's main, newest first. */
export async function commitsOf(production: string): Promise<readonly string[]> {
  return (await git(production, ['rev-list', 'refs/heads/main'])).split('\n')
}

/** Clones what is in production and runs all of its tests there. */
export async function testProduction(
  production: string,
  into: string,
): Promise<{ readonly code: number; readonly answer: Readonly<Record<string, unknown>> }> {
  await git('/', ['clone', '--quiet', production, into])
  return tool('run-tests', [into])
}

/** Runs git as somebody at a keyboard would, and gives its output without the last line break. */
export function git(folder: string, args: readonly string[]): Promise<string> {
  const author = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost']
  return new Promise((resolve, reject) => {
    execFile('git', [...author, ...args], { cwd: folder }, (error, stdout) => {
      if (error === null) resolve(stdout.trimEnd())
      else reject(error)
    })
  })
}
