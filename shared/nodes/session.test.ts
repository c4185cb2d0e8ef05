import { describe, expect, it } from 'vitest'
import type { Outcome } from '../topology/payload.ts'
import { outcome, Player, repo } from './testing/player.ts'

const IN = { task: 'ref:task', change: 'ref:base' }
const CONFLICT = { type: 'text:textual', summary: 'ref:why', files: 'ref:files' }
const REPLY = outcome('conflict', { error: 'ref:why', change: 'ref:head', conflict: CONFLICT })

/** A worker up to where it waits for what the repository says of its change. */
function committing(kind: string, wired: readonly string[], input: object = IN): Player {
  const worker = new Player(kind, kind === 'command' ? { run: ['x'] } : {}, [repo('write')], wired)
  worker.message(input as typeof IN, 'in', 4, 'loop#1')
  worker.outcome('checkout', outcome('ok', { change: 'ref:base' }))
  const [tag, answer]: [string, Outcome] =
    kind === 'command'
      ? ['exec', outcome('ok', { result: 'ref:done', log: 'ref:log', tree: 'ref:tree' }, { exit: 0 })]
      : ['model', outcome('answer', { conversation: 'ref:talk', answer: 'ref:done' })]
  worker.outcome(tag, answer)
  return worker
}

describe.each([
  ['agent', 'answer'],
  ['command', 'result'],
])('the change of a worker of kind %s', (kind, as) => {
  it('that conflicts goes on by the port for it, with both sides and the newest state', () => {
    const worker = committing(kind, ['conflict'])
    expect(worker.outcome('commit', REPLY)).toEqual({
      local: { phase: 'idle' },
      send: [
        {
          port: 'conflict',
          payload: { task: 'ref:task', change: 'ref:head', [as]: 'ref:done', conflict: CONFLICT },
          activation: 'loop#1',
        },
      ],
      finished: [4],
    })
  })

  it('that conflicts is an error where nobody waits for it, as is one that fails', () => {
    const failed = outcome('failed', { error: 'ref:broken' })
    for (const [wired, reply, more] of [
      [[], REPLY, { error: 'ref:why', conflict: CONFLICT }],
      [['conflict'], failed, { error: 'ref:broken' }],
      [['conflict'], outcome('conflict', { error: 'ref:old' }), { error: 'ref:old' }],
    ] as const) {
      const { send } = committing(kind, wired).outcome('commit', reply)
      expect(send).toEqual([{ port: 'error', payload: { ...IN, ...more }, activation: 'loop#1' }])
    }
  })

  it('that fits at last carries the conflict no further', () => {
    const worker = committing(kind, ['conflict'], { ...IN, conflict: CONFLICT })
    expect(worker.outcome('commit', outcome('ok', { change: 'ref:new' })).send).toEqual([
      {
        port: 'out',
        payload: { task: 'ref:task', change: 'ref:new', [as]: 'ref:done' },
        activation: 'loop#1',
      },
    ])
  })

  it('can conflict only where it may change a repository', () => {
    const ports = (access: 'read' | 'write' | null): readonly string[] => {
      const { bound, kind: own } = new Player(kind, kind === 'command' ? { run: ['x'] } : {})
      const resources = access === null ? undefined : [repo(access)]
      return own.ports(bound.config, resources).out.map((port) => port.name)
    }
    expect(ports(null)).toEqual(['out', 'error'])
    expect(ports('read')).toEqual(['out', 'error'])
    expect(ports('write')).toEqual(['out', 'conflict', 'error'])
  })
})
