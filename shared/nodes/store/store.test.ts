import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EffectKind, Reaction } from '../../topology/kind.ts'
import type { JsonObject, Payload } from '../../topology/payload.ts'
import { Player } from '../testing/player.ts'
import { storeSchema } from './config.ts'

const KEYS = [{ name: 'list', initial: '[]' }, { name: 'count' }]

class Board {
  readonly player: Player
  constructor(config: object) {
    this.player = new Player('store', { keys: KEYS, ...config })
  }

  private ask(client: string, kind: EffectKind, payload: object, control: JsonObject): Reaction<unknown> {
    const values = payload as { readonly [field: string]: Payload }
    return this.player.request(client, kind, kind, values, control)
  }

  read(client: string, ...keys: string[]): unknown {
    return outcomeIn(this.ask(client, 'store.read', {}, { keys }), client)
  }

  write(client: string, values: object, control: JsonObject = {}, kind: EffectKind = 'store.write'): unknown {
    return outcomeIn(this.ask(client, kind, { values }, control), client)
  }

  lease(client: string, ...keys: string[]): Reaction<unknown> {
    return this.ask(client, 'store.lease', {}, { keys })
  }

  recall(client: string, tag: string): Reaction<unknown> {
    return this.player.react({ type: 'recall', client, tag })
  }

  release(client: string, token: number): Reaction<unknown> {
    return this.ask(client, 'store.release', {}, { token })
  }

  expire(client: string): Reaction<unknown> {
    return this.player.react({ type: 'timer', tag: `lease:${client}` })
  }

  standing(): unknown {
    return this.player.kind.standing?.(this.player.bound, this.player.local)
  }
}

function outcomeIn(reaction: Reaction<unknown>, client: string): unknown {
  const found = reaction.reply?.find((one) => one.client === client)?.outcome
  if (found === undefined) return null
  const { tag, control, refs } = found
  return [tag, ...(Object.keys(control).length > 0 ? [control] : []), ...Object.values(refs)]
}

/** The tokens that a step hands out, by client. */
function tokens(reaction: Reaction<unknown>): unknown {
  const replies = reaction.reply ?? []
  return Object.fromEntries(replies.map(({ client, outcome }) => [client, outcome.control['token']]))
}

describe('a store', () => {
  it('holds what it was given at the start, and shows what is there', () => {
    const board = new Board({})
    expect(board.read('a', 'list', 'count')).toEqual(['ok', { list: 'text:[]' }])
    expect(board.write('a', { count: 'ref:1' })).toEqual(['ok'])
    expect(board.read('b', 'count')).toEqual(['ok', { count: 'ref:1' }])
    expect(board.standing()).toBe('2 of 2 keys set')
  })

  it('refuses a key that it does not have, whatever is asked of it', () => {
    const board = new Board({})
    const error = [
      'error',
      { code: 'no-key', retryable: false, happened: 'no' },
      'text:The store has no key "lists"; it has list, count',
    ]
    expect(board.read('a', 'lists')).toEqual(error)
    expect(board.write('a', { list: 'ref:1', lists: 'ref:2' })).toEqual(error)
    expect(board.read('a', 'list')).toEqual(['ok', { list: 'text:[]' }])
  })
})

describe('last write wins', () => {
  it('loses an update that nobody has seen, and says so', () => {
    const board = new Board({})
    board.read('a', 'list')
    board.read('b', 'list')
    board.write('a', { list: 'ref:a' })
    expect(board.standing()).toBe('1 of 2 keys set')
    expect(board.write('b', { list: 'ref:b' })).toEqual(['ok'])
    expect(board.read('a', 'list')).toEqual(['ok', { list: 'ref:b' }])
    expect(board.standing()).toBe('Replaced unseen: list')
  })

  it('compares all the same where a swap is asked for, and then shows what is there', () => {
    const board = new Board({})
    board.read('a', 'list')
    board.write('b', { list: 'ref:b' }, {}, 'store.write')
    expect(board.write('a', { list: 'ref:a' }, {}, 'store.swap')).toEqual([
      'moved',
      { keys: ['list'] },
      { list: 'ref:b' },
    ])
    expect(board.write('a', { list: 'ref:a' }, {}, 'store.swap')).toEqual(['ok'])
  })
})

describe('compare and swap', () => {
  it('refuses whoever has not seen what he replaces, and shows a writer who may not read nothing', () => {
    const board = new Board({ mode: 'compare-and-swap' })
    board.read('a', 'list')
    board.read('b', 'list')
    expect(board.write('a', { list: 'ref:a' })).toEqual(['ok'])
    expect(board.write('b', { list: 'ref:b' })).toEqual(['moved', { keys: ['list'] }])
    expect(board.read('b', 'list')).toEqual(['ok', { list: 'ref:a' }])
    expect(board.write('b', { list: 'ref:b' })).toEqual(['ok'])
    expect(board.write('a', { list: 'ref:c' })).toEqual(['moved', { keys: ['list'] }])
  })

  it('lets the first writer make a key, and writes all keys or none', () => {
    const board = new Board({ mode: 'compare-and-swap' })
    board.read('b', 'list')
    expect(board.write('a', { count: 'ref:1' })).toEqual(['ok'])
    expect(board.write('b', { list: 'ref:b', count: 'ref:2' })).toEqual(['moved', { keys: ['count'] }])
    expect(board.read('a', 'list')).toEqual(['ok', { list: 'text:[]' }])
  })

  it('never replaces a version that its writer has not seen, whatever the schedule', () => {
    const move = fc.record({ client: fc.constantFrom('a', 'b', 'c'), writes: fc.boolean() })
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
        const board = new Board({ mode: 'compare-and-swap' })
        let version = 0
        const seen = new Map<string, number>()
        for (const { client, writes } of moves) {
          if (!writes) {
            board.read(client, 'list')
            seen.set(client, version)
            continue
          }
          const stands = seen.get(client) === version
          const [tag] = board.write(client, { list: `ref:${client}` }) as string[]
          expect(tag).toBe(stands ? 'ok' : 'moved')
          if (!stands) continue
          version += 1
          seen.set(client, version)
        }
      }),
    )
  })
})

describe('a lease', () => {
  const config = { mode: 'lease', expiry_ms: 100 }

  it('goes to one at a time, in the order of asking, each with a higher token', () => {
    const board = new Board(config)
    const first = board.lease('a', 'list')
    expect([tokens(first), first.arm]).toEqual([{ a: 1 }, [{ tag: 'lease:a', ms: 100 }]])
    expect(tokens(board.lease('b', 'list', 'count'))).toEqual({})
    // Nobody passes who wants what another waits for.
    expect(tokens(board.lease('c', 'count'))).toEqual({})
    expect(board.player.rests()).toBe(false)
    expect(board.standing()).toBe('list leased to a · 2 wait')
    const next = board.release('a', 1)
    expect([tokens(next), next.disarm, next.arm]).toEqual([
      { a: undefined, b: 2 },
      ['lease:a'],
      [{ tag: 'lease:b', ms: 100 }],
    ])
    expect(tokens(board.release('b', 2))).toEqual({ b: undefined, c: 3 })
  })

  it('is not waited for by whoever takes the request back, and the next has its turn', () => {
    const board = new Board(config)
    board.lease('a', 'list')
    board.lease('b', 'list', 'count')
    board.lease('c', 'count')
    const taken = board.recall('b', 'store.lease')
    expect(taken.reply?.map(({ client, outcome }) => [client, outcome.tag])).toEqual([
      ['b', 'error'],
      ['c', 'ok'],
    ])
    // It has its lease already.
    expect(board.recall('c', 'store.lease').reply).toBeUndefined()
    expect(board.player.rests()).toBe(true)
  })

  it('lets nobody write without it, and is given back with the write', () => {
    const board = new Board(config)
    expect(board.write('a', { list: 'ref:a' })).toEqual(['fenced'])
    board.lease('a', 'list')
    expect(board.write('a', { list: 'ref:a', count: 'ref:1' }, { token: 1 })).toEqual(['fenced'])
    expect(board.write('a', { list: 'ref:a' }, { token: 1, release: true })).toEqual(['ok'])
    expect(board.write('a', { list: 'ref:b' }, { token: 1 })).toEqual(['fenced'])
    expect(board.read('b', 'list')).toEqual(['ok', { list: 'ref:a' }])
  })

  it('that has expired fences its holder off, however late it comes', () => {
    const board = new Board(config)
    board.lease('a', 'list')
    board.lease('b', 'list')
    const expired = board.expire('a')
    expect([tokens(expired), expired.arm]).toEqual([{ b: 2 }, [{ tag: 'lease:b', ms: 100 }]])
    expect(board.write('a', { list: 'ref:a' }, { token: 1, release: true })).toEqual(['fenced'])
    expect(board.write('b', { list: 'ref:b' }, { token: 2 })).toEqual(['ok'])
    expect(board.read('a', 'list')).toEqual(['ok', { list: 'ref:b' }])
  })

  it('has an expiry, or the file is refused; and a store of another mode gives none', () => {
    const read = storeSchema.safeParse({ mode: 'lease' })
    expect(read.success ? [] : read.error.issues.map(({ path, message }) => [path, message])).toEqual([
      [
        ['expiry_ms'],
        'a lease without expiry is held for ever by a worker that has died: say after how many ms it ends',
      ],
    ])
    const other = new Board({})
    expect(outcomeIn(other.lease('a', 'list'), 'a')).toMatchObject([
      'error',
      { code: 'no-lease' },
      expect.stringMatching(/no leases/),
    ])
  })

  it('under any schedule is held by one, tokens only grow, and only its holder has written', () => {
    const move = fc.tuple(
      fc.constantFrom('a', 'b', 'c'),
      fc.constantFrom('lease', 'write', 'release', 'expire'),
    )
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
        const board = new Board(config)
        const held = new Map<string, number>()
        const waiting = new Set<string>()
        let holder: string | null = null
        let highest = 0
        const take = (reaction: Reaction<unknown>): void => {
          for (const [client, token] of Object.entries(
            tokens(reaction) as Record<string, number | undefined>,
          )) {
            if (token === undefined) continue
            expect(token).toBeGreaterThan(highest)
            expect(holder).toBe(null)
            highest = token
            held.set(client, token)
            waiting.delete(client)
            holder = client
          }
        }
        for (const [client, does] of moves) {
          if (waiting.has(client)) continue
          const token = held.get(client) ?? 0
          if (does === 'lease' && holder !== client) {
            waiting.add(client)
            take(board.lease(client, 'list'))
          } else if (does === 'write') {
            const [tag] = board.write(client, { list: `ref:${client}` }, { token }) as string[]
            expect(tag).toBe(holder === client ? 'ok' : 'fenced')
          } else if (does === 'release') {
            if (holder === client) holder = null
            take(board.release(client, token))
          } else if (does === 'expire' && holder === client) {
            holder = null
            take(board.expire(client))
          }
        }
      }),
    )
  })
})
