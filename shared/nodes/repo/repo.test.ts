import { describe, expect, it } from 'vitest'
import { outcome, Player } from '../testing/player.ts'

const IN = { repository: 'ref:folder' }
const WORK = { tree: 'ref:tree', result: 'ref:result' }

function opened(): Player {
  const git = new Player('repo', { path: '{{in.repository}}' })
  git.message(IN, 'open')
  git.outcome('open', outcome('ok', { change: 'ref:first' }))
  return git
}

describe('a repository', () => {
  it('is opened by its first message, which goes on with its state', () => {
    const git = new Player('repo', { path: 'x' })
    expect(git.ready()).toEqual(['open'])
    expect(git.message(IN, 'open', 2, 'loop#1').ask).toMatchObject([
      { tag: 'open', kind: 'git.open', class: 'idempotent', payload: { in: IN }, activation: 'loop#1' },
    ])
    expect([git.ready(), git.rests()]).toEqual([[], false])
    expect(git.outcome('open', outcome('ok', { change: 'ref:first' }))).toEqual({
      local: { phase: 'open', head: 'ref:first' },
      send: [{ port: 'opened', payload: { ...IN, change: 'ref:first' }, activation: 'loop#1' }],
      finished: [2],
    })
    expect([git.ready(), git.rests()]).toEqual([['requests'], true])
  })

  it('that cannot be opened says so, and may be tried again', () => {
    const git = new Player('repo', { path: 'x' })
    git.message(IN, 'open')
    expect(git.failed('open')).toEqual({
      local: { phase: 'closed' },
      send: [{ port: 'error', payload: { ...IN, error: 'text:why' }, activation: '' }],
      finished: [0],
    })
    expect(git.ready()).toEqual(['open'])
  })

  it('hands out the change that is asked for, else its newest', () => {
    const git = opened()
    const given = (payload: { [field: string]: string }) =>
      git.request('fixer', 'checkout', 'repo.checkout', payload).reply
    expect(given({})).toEqual([
      { client: 'fixer', tag: 'checkout', outcome: outcome('ok', { change: 'ref:first' }) },
    ])
    expect(given({ change: 'ref:old' })?.[0]?.outcome.refs).toEqual({ change: 'ref:old' })
    expect(git.local).toEqual({ phase: 'open', head: 'ref:first' })
  })

  it('merges one change at a time, and its newest is what came of it', () => {
    const git = opened()
    expect(git.request('fixer', 'commit', 'repo.commit', WORK).ask).toEqual([
      {
        tag: 'commit',
        kind: 'git.commit',
        class: 'idempotent',
        control: { node: 'fixer' },
        payload: { ...WORK, head: 'ref:first' },
        activation: '',
      },
    ])
    expect([git.ready(), git.rests()]).toEqual([[], false])
    expect(() => git.request('other', 'commit', 'repo.commit', WORK)).toThrow(/not open/)
    const { reply } = git.outcome('commit', outcome('ok', { change: 'ref:second' }, { files: 3 }))
    expect(reply).toEqual([
      { client: 'fixer', tag: 'commit', outcome: outcome('ok', { change: 'ref:second' }) },
    ])
    git.request('other', 'commit', 'repo.commit', WORK)
    expect(git.asks[0]?.payload['head']).toBe('ref:second')
  })

  it.each([
    [
      'conflicts',
      (git: Player) => git.outcome('commit', outcome('conflict', { error: 'ref:why' })),
      'ref:why',
    ],
    ['fails', (git: Player) => git.failed('commit'), 'text:why'],
  ])('keeps its newest when a commit %s, and tells the client', (_how, end, error) => {
    const git = opened()
    git.request('fixer', 'commit', 'repo.commit', WORK)
    expect(end(git)).toEqual({
      local: { phase: 'open', head: 'ref:first' },
      reply: [{ client: 'fixer', tag: 'commit', outcome: outcome('conflict', { error }) }],
    })
  })

  it('is of a world in which only what did not start from the newest may conflict', () => {
    const git = opened()
    git.request('fixer', 'commit', 'repo.commit', WORK)
    expect(git.possible('commit')).toEqual(['ok', 'conflict', 'error for error', 'error for error'])
    const current = opened()
    current.request('fixer', 'commit', 'repo.commit', { ...WORK, tree: 'ref:first' })
    expect(current.possible('commit')).toEqual(['ok', 'error for error', 'error for error'])
    const wrong = opened()
    wrong.request('fixer', 'commit', 'repo.commit', { ...WORK, tree: 'ref:tree!' })
    expect(wrong.possible('commit')[0]).toBe('ok wrong')
  })

  it('hears nothing that it has not asked for', () => {
    const git = opened()
    expect(() => git.outcome('commit', outcome('ok', { change: 'x' }))).toThrow(/nobody waits/)
    expect(() => git.failed('commit')).toThrow(/nobody waits/)
    expect(() => git.react({ type: 'timer', tag: 't' })).toThrow(/unexpected/)
  })
})
