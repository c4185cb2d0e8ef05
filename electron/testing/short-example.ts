import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { EXAMPLE, type Nodes, nodesOf, writeTopology } from './example.ts'

const KEPT = ['issue', 'prepare', 'minimist', 'fixer', 'gate', 'record', 'deploy', 'result']

/**
 * The example without those who look and check: it only brings the published change and pushes it for real, which
 * takes a third of the time. For what happens around the push.
 */
export function shortExample(folder: string, change: (nodes: Nodes) => void = () => undefined): string {
  const text = readFileSync(EXAMPLE, 'utf8').replaceAll('{{topology.folder}}', dirname(EXAMPLE))
  const whole = JSON.parse(text) as TopologyDocument
  const nodes = whole.nodes.filter(({ id }) => KEPT.includes(id))
  const path = KEPT.filter((id) => id !== 'minimist' && id !== 'issue' && id !== 'prepare')
  const out: { readonly [id: string]: string } = { gate: 'approved' }
  const edges = [
    { id: 's1', from: 'issue.out', to: 'prepare.in' },
    { id: 's2', from: 'prepare.out', to: 'minimist.open' },
    { id: 's3', from: 'minimist.opened', to: 'fixer.in' },
    { id: 's4', from: 'fixer', to: 'minimist', access: 'read-modify-write' as const },
    ...path.slice(1).map((to, at) => {
      const from = path[at] ?? ''
      return { id: `t${at}`, from: `${from}.${out[from] ?? 'out'}`, to: `${to}.in` }
    }),
  ]
  const config = nodesOf({ nodes })
  const fixer = config('fixer')
  fixer['prompt'] = 'Bring the published change to 1.2.6.'
  fixer['script'] = [
    { call: { tool: 'published_change', args: { from: '{{in.base}}', to: '1.2.6' } } },
    { answer: { summary: 'Brought the change of minimist 1.2.6.' } },
  ]
  config('gate')['show'] = ['fix.summary']
  const result = config('result')
  // What the example says itself, so that the two cannot differ, and who established that it was pushed.
  result['show'] = String(result['show']).replace('{', "{ 'deployed': in.deployed,")
  change(config)
  return writeTopology(folder, { synod: whole.synod, name: 'Ship a fix, in short', nodes, edges })
}
