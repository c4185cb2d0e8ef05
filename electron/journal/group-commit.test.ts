import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, it } from 'vitest'
import { GroupCommit, type Rider } from './group-commit.ts'

describe('a group commit', () => {
  let database: DatabaseSync
  let commits: number
  let ridden: string[]
  let rider: Rider
  let group: GroupCommit

  beforeEach(() => {
    database = new DatabaseSync(':memory:')
    database.exec('CREATE TABLE log (id INTEGER PRIMARY KEY, what TEXT UNIQUE)')
    commits = 0
    ridden = []
    rider = {
      write: () => {
        for (const what of ridden.splice(0)) add(what)
      },
      committed: () => {
        commits += 1
      },
    }
    group = new GroupCommit(database, [rider])
  })

  function add(what: string): void {
    database.prepare('INSERT INTO log (what) VALUES (?)').run(what)
  }

  function log(): unknown[] {
    return database
      .prepare('SELECT what FROM log ORDER BY id')
      .all()
      .map((row) => row['what'])
  }

  it('takes all that comes in one turn, also from promises that follow one another', async () => {
    await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        for (let hop = 0; hop < index % 7; hop += 1) await undefined
        await group.add(() => add(`${index}`))
      }),
    )
    expect(commits).toBe(1)
    expect(log()).toHaveLength(100)
  })

  it('keeps the order, with the riders in front', async () => {
    const first = group.add(() => add('a'))
    ridden.push('content')
    group.wake()
    await Promise.all([first, group.add(() => add('b'))])
    expect(log()).toEqual(['content', 'a', 'b'])
  })

  it('resolves nothing before its commit', async () => {
    let resolved = false
    const waiting = group
      .add(() => expect(resolved).toBe(false))
      .then(() => {
        resolved = true
      })
    await Promise.resolve()
    expect([commits, resolved]).toEqual([0, false])
    await waiting
    expect(commits).toBe(1)
  })

  it('comes by itself for riders alone', async () => {
    const committed = new Promise<void>((resolve) => {
      rider.committed = resolve
    })
    ridden.push('content')
    group.wake()
    group.wake()
    await committed
    expect(log()).toEqual(['content'])
  })

  it('that fails keeps nothing of its group, and is the last', async () => {
    const one = group.add(() => add('same'))
    const two = group.add(() => add('same'))
    await expect(one).rejects.toThrow('the journal cannot be written any more: UNIQUE')
    await expect(two).rejects.toMatchObject({ code: 'failed' })
    expect(log()).toEqual([])
    expect(() => group.add(() => add('later'))).toThrow('cannot be written any more')
    expect(() => group.wake()).toThrow('cannot be written any more')
    group.close()
    expect([log(), commits]).toEqual([[], 0])
  })

  it('says that the disk is full', async () => {
    const { page_count: pages } = database.prepare('PRAGMA page_count').get() as { page_count: number }
    database.exec(`PRAGMA max_page_count = ${pages}`)
    await expect(group.add(() => add('x'.repeat(100_000)))).rejects.toThrow(
      'the journal cannot be written any more: its disk is full, so make room there',
    )
  })

  it('finishes when it is closed', async () => {
    const under = group.add(() => add('a'))
    ridden.push('content')
    group.close()
    expect(log()).toEqual(['content', 'a'])
    await under
    expect(() => group.add(() => undefined)).toThrow('the journal is closed')
  })
})
