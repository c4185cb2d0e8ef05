import type { TopologyDocument } from '../../topology/document.ts'
import { draw, type Sketch, type Wire } from './draw.ts'

/**
 * A team of so many nodes: squads one behind the other, each with a plan, three workers at one store, a join, a loop of
 * review, a vote and a gated push. So every kind of hazard has places to be looked for.
 */
export function largeTeam(size: number): TopologyDocument {
  const nodes: { [id: string]: Sketch } = { task: ['input'] }
  const wires: Wire[] = []
  let before = 'task.out'
  for (let squad = 0; Object.keys(nodes).length + SQUAD < size; squad += 1)
    before = addSquad(nodes, wires, before, squad)
  nodes['end'] = ['output']
  wires.push(`${before} end.in`)
  return draw('A large team', nodes, wires)
}

const SQUAD = 12
const NOTES = { run: ['true'], class: 'pure', reads: ['notes'], updates: [{ key: 'notes' }] }

function addSquad(nodes: { [id: string]: Sketch }, wires: Wire[], before: string, squad: number): string {
  const at = (name: string): string => `${name}${squad}`
  nodes[at('plan')] = ['agent', { model: 'a:one', decides: [] }]
  nodes[at('board')] = ['store', { keys: [{ name: 'notes' }] }]
  for (const worker of ['x', 'y', 'z']) nodes[at(worker)] = ['command', NOTES]
  nodes[at('both')] = ['join', { inputs: ['x', 'y', 'z'] }]
  nodes[at('write')] = ['agent', { model: 'a:one' }]
  nodes[at('tests')] = ['verifier', { run: ['npm', 'test'] }]
  nodes[at('vote')] = ['vote', { inputs: ['a', 'b'], ballot: 'answer' }]
  nodes[at('ok')] = ['gate', { ask: 'Push it?' }]
  nodes[at('push')] = ['command', { run: ['push'], class: 'once' }]
  nodes[at('no')] = ['output']
  wires.push(
    `${before} ${at('plan')}.in`,
    ...['x', 'y', 'z'].flatMap((worker): Wire[] => [
      `${at('plan')}.out ${at(worker)}.in`,
      `${at(worker)} ${at('board')} read-modify-write`,
      `${at(worker)}.out ${at('both')}.${worker}`,
    ]),
    `${at('both')}.out ${at('write')}.in`,
    `${at('write')}.out ${at('tests')}.in`,
    [`${at('tests')}.fail ${at('write')}.in`, { rounds: 2 }],
    `${at('tests')}.exhausted ${at('no')}.in`,
    `${at('tests')}.pass ${at('vote')}.a`,
    `${at('tests')}.pass ${at('vote')}.b`,
    `${at('vote')}.decided ${at('ok')}.in`,
    `${at('vote')}.undecided ${at('no')}.in`,
    `${at('ok')}.approved ${at('push')}.in`,
    `${at('ok')}.rejected ${at('no')}.in`,
  )
  return `${at('push')}.out`
}
