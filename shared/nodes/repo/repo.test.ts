import { describe, expect, it } from 'vitest'
import { outcome, Player } from '../testing/player.ts'

const IN = { repository: 'ref:folder' }
const WORK = { tree: 'ref:tree', result: 'ref:result' }
const SIDES = { error: 'ref:why', files: 'ref:files', mine: 'ref:mine' }
const CONFLICT = {
  type: 'text:textual',
  summary: 'ref:why',
  files: 'ref:files',
  mine: 'ref:mine',
}

function opened(config: object = {}): Player {
  const git = new Player('repo', { path: '{{in.repository}}', ...config })
  git.message(IN, 'open')
  git.outcome('open', outcome('ok', { change: 'ref:first' }))
  return git
}

function commit(git: Player, client: string, work: { readonly [field: string]: string } = WORK) {
  return git.request(client, 'commit', 'repo.commit', work)
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
    expect([git.ready(), git.rests()]).toEqual([['open', 'requests'], true])
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

  it('hears nothing that it has not asked for', () => {
    const git = opened()
    expect(() => git.outcome('commit', outcome('ok', { change: 'x' }))).toThrow(/nobody waits/)
    expect(() => git.outcome('open', outcome('ok', { change: 'x' }))).toThrow(/nobody waits/)
    expect(() => git.failed('commit')).toThrow(/nobody waits/)
    expect(() => git.react({ type: 'timer', tag: 't' })).toThrow(/unexpected/)
    expect(() => commit(new Player('repo', { path: 'x' }), 'fixer')).toThrow(/not open/)
  })
})

describe('a later message to an open repository', () => {
  const LATER = { repository: 'ref:folder', round: 'ref:two' }

  it('goes on with what is newest by then, when it means the same one', () => {
    const git = opened()
    expect(git.message(LATER, 'open', 1, 'loop#2').ask).toMatchObject([
      { tag: 'open', kind: 'git.open', payload: { in: LATER, head: 'ref:first' } },
    ])
    expect([git.ready(), git.rests()]).toEqual([['requests'], false])
    commit(git, 'fixer')
    git.outcome('commit', outcome('ok', { change: 'ref:second' }))
    expect(git.outcome('open', outcome('ok', { change: 'ref:first' }))).toEqual({
      local: { phase: 'open', head: 'ref:second' },
      send: [{ port: 'opened', payload: { ...LATER, change: 'ref:second' }, activation: 'loop#2' }],
      finished: [1],
    })
  })

  it('is an error when it means another, and what is merged meanwhile goes on', () => {
    const git = opened()
    git.message(LATER, 'open', 1)
    commit(git, 'fixer')
    expect(git.failed('open')).toMatchObject({
      local: { phase: 'committing', head: 'ref:first' },
      send: [{ port: 'error', payload: { ...LATER, error: 'text:why' } }],
      finished: [1],
    })
    expect(git.outcome('commit', outcome('ok', { change: 'ref:second' })).local).toEqual({
      phase: 'open',
      head: 'ref:second',
    })
  })
})

describe('the merge queue', () => {
  it('merges one change at a time, first come first merged, each onto what came of the last', () => {
    const git = opened()
    expect(commit(git, 'one').ask).toEqual([
      {
        tag: 'commit',
        kind: 'git.commit',
        class: 'idempotent',
        control: { node: 'one' },
        payload: { ...WORK, head: 'ref:first' },
        activation: '',
      },
    ])
    expect([git.ready(), git.rests()]).toEqual([['open', 'requests'], false])
    for (const client of ['two', 'three']) expect(commit(git, client).ask).toBeUndefined()
    const second = git.outcome('commit', outcome('ok', { change: 'ref:second' }, { files: 3 }))
    expect(second.reply).toEqual([
      { client: 'one', tag: 'commit', outcome: outcome('ok', { change: 'ref:second' }) },
    ])
    expect(second.ask).toMatchObject([{ control: { node: 'two' }, payload: { head: 'ref:second' } }])
    const third = git.outcome('commit', outcome('ok', { change: 'ref:third' }))
    expect(third.ask).toMatchObject([{ control: { node: 'three' }, payload: { head: 'ref:third' } }])
    git.outcome('commit', outcome('ok', { change: 'ref:fourth' }))
    expect(git.local).toEqual({ phase: 'open', head: 'ref:fourth' })
  })

  it('hands out its newest while it merges', () => {
    const git = opened()
    commit(git, 'one')
    const { reply } = git.request('two', 'checkout', 'repo.checkout', {})
    expect(reply?.[0]?.outcome.refs).toEqual({ change: 'ref:first' })
  })

  it('tells the client both sides of a conflict, and keeps its newest', () => {
    const git = opened()
    commit(git, 'fixer')
    expect(git.outcome('commit', outcome('conflict', SIDES, { files: ['a.txt'] }))).toEqual({
      local: { phase: 'open', head: 'ref:first' },
      reply: [
        {
          client: 'fixer',
          tag: 'commit',
          outcome: outcome('conflict', { error: 'ref:why', change: 'ref:first', conflict: CONFLICT }),
        },
      ],
    })
  })

  it('lets go of a change that is taken back before its turn, and of no other', () => {
    const git = opened()
    for (const client of ['one', 'two', 'three']) commit(git, client)
    const recall = (client: string) => git.react({ type: 'recall', client, tag: 'commit' }).reply
    expect(recall('two')).toMatchObject([{ client: 'two', outcome: { tag: 'error' } }])
    expect(recall('one')).toEqual([])
    git.outcome('commit', outcome('ok', { change: 'ref:second' }))
    expect(git.local).toMatchObject({ pending: { client: 'three' } })
    expect(recall('three')).toEqual([])
  })

  it('tells the client of a failure, which is no conflict', () => {
    const git = opened()
    commit(git, 'fixer')
    expect(git.failed('commit')).toEqual({
      local: { phase: 'open', head: 'ref:first' },
      reply: [{ client: 'fixer', tag: 'commit', outcome: outcome('failed', { error: 'text:why' }) }],
    })
  })

  it('merges again where the branch had moved, and gives up on one that will not stand still', () => {
    const git = opened()
    commit(git, 'fixer')
    for (let moved = 1; moved < 8; moved += 1) {
      const again = git.outcome('commit', outcome('moved', { change: `ref:moved${moved}` }))
      expect(again.ask).toMatchObject([
        { kind: 'git.commit', payload: { ...WORK, head: `ref:moved${moved}` } },
      ])
      expect(again.reply).toBeUndefined()
    }
    const end = git.outcome('commit', outcome('moved', { change: 'ref:moved8' }))
    expect(end.reply?.[0]?.outcome.tag).toBe('failed')
    expect(git.local).toEqual({ phase: 'open', head: 'ref:moved8' })
  })

  it('goes on from the state of a version that could not see the branch move', () => {
    const git = opened()
    commit(git, 'fixer')
    git.local = { phase: 'committing', head: 'ref:first', pending: { client: 'fixer', tag: 'commit' } }
    const { reply } = git.outcome('commit', outcome('moved', { change: 'ref:there' }))
    expect(reply?.[0]?.outcome.tag).toBe('failed')
    expect(git.local).toEqual({ phase: 'open', head: 'ref:there' })
  })
})

describe('a repository with a check', () => {
  const checking = (): Player => {
    const git = opened({ check: ['npm', 'test'] })
    commit(git, 'one')
    return git
  }
  const ran = (tag: string, exit: number) => outcome(tag, { result: 'ref:report', log: 'ref:log' }, { exit })

  it('merges aside, checks the merged files, and moves its branch only then', () => {
    const git = checking()
    expect(git.asks).toMatchObject([{ tag: 'merge', kind: 'git.merge', payload: { head: 'ref:first' } }])
    expect(git.outcome('merge', outcome('ok', { change: 'ref:merged' })).ask).toEqual([
      {
        tag: 'check',
        kind: 'process.exec',
        class: 'idempotent',
        control: { node: 'one', check: true, capture: false },
        payload: { in: { result: 'ref:result', change: 'ref:merged' }, tree: 'ref:merged' },
        activation: '',
      },
    ])
    expect(git.outcome('check', ran('ok', 0)).ask).toMatchObject([
      { tag: 'move', kind: 'git.move', payload: { head: 'ref:first', change: 'ref:merged' } },
    ])
    expect(git.outcome('move', outcome('ok', { change: 'ref:merged' }))).toEqual({
      local: { phase: 'open', head: 'ref:merged' },
      reply: [{ client: 'one', tag: 'commit', outcome: outcome('ok', { change: 'ref:merged' }) }],
    })
  })

  it('keeps its newest when the merged files do not pass, and takes up the next change', () => {
    const git = checking()
    commit(git, 'two')
    git.outcome('merge', outcome('ok', { change: 'ref:merged' }))
    const end = git.outcome('check', ran('exit', 1))
    expect(end.reply).toMatchObject([
      {
        client: 'one',
        outcome: {
          tag: 'semantic-conflict',
          refs: {
            error: expect.stringMatching(/^text:.*does not pass the check/),
            change: 'ref:first',
            conflict: { type: 'text:semantic', report: 'ref:report', merged: 'ref:merged' },
          },
        },
      },
    ])
    expect(end.ask).toMatchObject([
      { tag: 'merge', control: { node: 'two' }, payload: { head: 'ref:first' } },
    ])
  })

  it('merges and checks again where the branch had moved meanwhile', () => {
    const git = checking()
    git.outcome('merge', outcome('ok', { change: 'ref:merged' }))
    git.outcome('check', ran('ok', 0))
    const again = git.outcome('move', outcome('moved', { change: 'ref:there' }))
    expect(again.ask).toMatchObject([{ tag: 'merge', payload: { ...WORK, head: 'ref:there' } }])
    expect(git.outcome('merge', outcome('conflict', SIDES)).reply?.[0]?.outcome.refs['change']).toBe(
      'ref:there',
    )
  })

  it('checks nothing where nothing was changed', () => {
    const git = checking()
    expect(git.outcome('merge', outcome('unchanged'))).toEqual({
      local: { phase: 'open', head: 'ref:first' },
      reply: [{ client: 'one', tag: 'commit', outcome: outcome('ok', { change: 'ref:first' }) }],
    })
  })

  it.each(['merge', 'check', 'move'])('tells the client when its %s cannot be done', (tag) => {
    const git = checking()
    if (tag !== 'merge') git.outcome('merge', outcome('ok', { change: 'ref:merged' }))
    if (tag === 'move') git.outcome('check', ran('ok', 0))
    expect(git.failed(tag).reply?.[0]?.outcome).toEqual(outcome('failed', { error: 'text:why' }))
    expect(git.local).toEqual({ phase: 'open', head: 'ref:first' })
  })
})

describe('the world of a repository', () => {
  const errors = ['error for error', 'error for error']

  it('lets only what did not start from the newest conflict, or be wrong together with it', () => {
    const git = opened()
    commit(git, 'fixer')
    expect(git.possible('commit')).toEqual(['ok', 'ok wrong', 'conflict', 'moved for error', ...errors])
    const current = opened()
    commit(current, 'fixer', { ...WORK, tree: 'ref:first' })
    expect(current.possible('commit')).toEqual(['ok', 'moved for error', ...errors])
    const wrong = opened()
    commit(wrong, 'fixer', { ...WORK, tree: 'ref:tree!' })
    expect(wrong.possible('commit').slice(0, 2)).toEqual(['ok wrong', 'conflict'])
  })

  it('lets a check fail exactly what is wrong', () => {
    for (const [merged, expected] of [
      ['ref:merged', 'ok'],
      ['ref:merged!', 'exit'],
    ] as const) {
      const git = opened({ check: ['x'] })
      commit(git, 'fixer')
      expect(git.possible('merge')).toEqual(['ok', 'ok wrong', 'unchanged', 'conflict', ...errors])
      git.outcome('merge', outcome('ok', { change: merged }))
      expect(git.possible('check')).toEqual([expected, ...errors])
    }
  })
})
