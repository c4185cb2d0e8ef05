import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Reaction } from '../../topology/kind.ts'
import { fieldsOf } from '../../topology/payload.ts'
import { outcome, Player } from '../testing/player.ts'
import { neededOf, type VoteConfig, voteSchema, votesOf } from './config.ts'
import { winnersOf } from './tally.ts'

/** What an executor would answer to the open tally: ballots are the same when their `answer` is. */
function counted(vote: Player): Reaction<unknown> {
  const ask = vote.asks.find((one) => one.tag === 'tally')
  const ballots = ask?.payload['ballots'] as { readonly [port: string]: { readonly answer: string } }
  const said = [...new Set(Object.values(ballots).map(({ answer }) => answer))]
  const classes = Object.entries(ballots).map(([port, { answer }]) => [port, said.indexOf(answer)])
  return vote.outcome('tally', outcome('ok', {}, { classes: Object.fromEntries(classes) }))
}

function voter(vote: Player, port: string, answer: string, slot = vote.slots.length): void {
  vote.message({ answer, task: 'task' }, port, slot)
}

function problems(config: object): readonly string[] {
  const read = voteSchema.safeParse(config)
  return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

describe('a vote', () => {
  it('decides as soon as enough agree; what comes later is dropped and counted', () => {
    const vote = new Player('vote')
    voter(vote, 'a', 'x')
    expect(vote.asks).toEqual([])
    voter(vote, 'b', 'x')
    expect(vote.asks.map((ask) => [ask.tag, ask.kind, ask.class])).toEqual([['tally', 'eval', 'pure']])
    expect(vote.ready()).toEqual([])
    const decided = counted(vote)
    expect(decided.send).toEqual([
      {
        port: 'decided',
        payload: { answer: 'x', task: 'task', vote: 'text:2 of 3 agree: a, b' },
        activation: '',
      },
    ])
    expect([decided.finished, vote.rests()]).toEqual([[0, 1], true])
    const late = vote.message({ answer: 'y' }, 'c', 0)
    expect([late.send, late.finished]).toEqual([undefined, [0]])
    expect(vote.kind.standing?.(vote.bound, vote.local)).toBe('2 of 3 agree: a, b · 1 late')
    expect(vote.local).toMatchObject({ groups: [], over: [''] })
  })

  it('decides each activation once, whatever else comes when all have been heard', () => {
    const vote = new Player('vote')
    voter(vote, 'a', 'x')
    voter(vote, 'b', 'y')
    counted(vote)
    voter(vote, 'c', 'z')
    expect(counted(vote).send?.map(({ port }) => port)).toEqual(['undecided'])
    for (const port of ['a', 'b', 'c'])
      expect(vote.message({ answer: 'x' }, port, 5)).toMatchObject({ finished: [5] })
    expect([vote.asks, vote.slots, vote.rests()]).toEqual([[], [], true])
    expect(vote.kind.standing?.(vote.bound, vote.local)).toBe('No quorum; apart: a, b, c · 3 late')
    for (let count = 0; count < 20; count += 1) vote.message({ answer: 'x' }, 'a', 6)
    expect(vote.kind.standing?.(vote.bound, vote.local)).toMatch(/ · 9 or more late$/)
    vote.message({ answer: 'x' }, 'a', 7, 'l#2')
    expect(vote.rests()).toBe(false)
  })

  it('hears each voter once: what it says again is dropped and counted', () => {
    const vote = new Player('vote')
    voter(vote, 'a', 'x')
    expect(vote.message({ answer: 'y' }, 'a', 7).finished).toEqual([7])
    expect(vote.kind.standing?.(vote.bound, vote.local)).toBe('1 of 3 in, 2 must agree · 1 again')
    voter(vote, 'b', 'x')
    expect(counted(vote).send?.[0]).toMatchObject({ port: 'decided', payload: { answer: 'x' } })
    expect(vote.kind.standing?.(vote.bound, vote.local)).toBe('2 of 3 agree: a, b · 1 again')
  })

  it('waits for more while they differ, and is undecided when all have come', () => {
    const vote = new Player('vote')
    voter(vote, 'a', 'x')
    voter(vote, 'c', 'y')
    expect(counted(vote).send).toBeUndefined()
    expect(vote.kind.standing?.(vote.bound, vote.local)).toBe('2 of 3 in, 2 must agree')
    voter(vote, 'b', 'z')
    expect(counted(vote).send).toEqual([
      {
        port: 'undecided',
        payload: {
          task: 'task',
          a: { answer: 'x' },
          b: { answer: 'z' },
          c: { answer: 'y' },
          vote: 'text:No quorum; apart: a, b, c',
        },
        activation: '',
      },
    ])
  })

  it('is undecided at its deadline, and forgets its timer when it decides before', () => {
    const vote = new Player('vote', { deadline_ms: 50 })
    voter(vote, 'a', 'x')
    expect(vote.timers).toEqual(['deadline:'])
    vote.react({ type: 'timer', tag: 'deadline:' })
    expect(counted(vote).send?.map((one) => one.port)).toEqual(['undecided'])
    const quick = new Player('vote', { deadline_ms: 50 })
    voter(quick, 'a', 'x')
    voter(quick, 'b', 'x')
    expect(counted(quick).disarm).toEqual(['deadline:'])
  })

  it('counts one activation at a time, and one whose time passed meanwhile right after', () => {
    const vote = new Player('vote', { deadline_ms: 50 })
    vote.message({ answer: 'x' }, 'a', 0, 'l#1')
    vote.message({ answer: 'x' }, 'a', 1, 'l#2')
    vote.message({ answer: 'x' }, 'b', 2, 'l#1')
    expect(vote.react({ type: 'timer', tag: 'deadline:l#2' }).ask).toBeUndefined()
    const first = counted(vote)
    expect(first.send?.map(({ port, activation }) => [port, activation])).toEqual([['decided', 'l#1']])
    expect(first.ask?.map((ask) => ask.activation)).toEqual(['l#2'])
    expect(counted(vote).send?.map(({ port, activation }) => [port, activation])).toEqual([
      ['undecided', 'l#2'],
    ])
    expect(vote.rests()).toBe(true)
  })

  it('that cannot be counted leaves by the error port with all ballots', () => {
    const vote = new Player('vote')
    voter(vote, 'a', 'x')
    voter(vote, 'b', 'x')
    const failed = vote.failed('tally')
    expect(failed.send?.[0]).toMatchObject({ port: 'error', payload: { answer: 'x', error: 'text:why' } })
    expect(vote.rests()).toBe(true)
  })

  it('asks a judge first where one compares, without the names of the voters', () => {
    const vote = new Player('vote', { equal: 'judge' })
    voter(vote, 'b', 'two')
    voter(vote, 'a', 'one')
    expect(vote.asks.map((ask) => [ask.kind, ask.payload])).toEqual([
      ['model.generate', { in: ['one', 'two'] }],
    ])
    vote.outcome('judge', outcome('answer', { answer: 'ref:same', conversation: 'ref:c' }))
    expect(vote.asks.map((ask) => [ask.tag, ask.payload['judgement']])).toEqual([['tally', 'ref:same']])
  })
})

describe('its settings', () => {
  it('say how many must agree', () => {
    const needed = (config: object): number => neededOf(voteSchema.parse(config))
    const four = ['a', 'b', 'c', 'd']
    expect(needed({})).toBe(2)
    expect(needed({ inputs: four })).toBe(3)
    expect(needed({ inputs: four, rule: 'unanimous' })).toBe(4)
    expect(needed({ inputs: four, rule: 'quorum', quorum: 2 })).toBe(2)
    // Of five, two majorities of three may have only the wrong one in common.
    expect(needed({ inputs: [...four, 'e'], faults: 'byzantine', f: 1 })).toBe(4)
  })

  it.each([
    [{ f: 1 }, []],
    [{ f: 2 }, ["f: 3 voters can't survive 2 crashed of them: 2f + 1 = 5 are needed"]],
    [{ faults: 'byzantine', f: 1 }, ["f: 3 voters can't survive 1 wrong of them: 3f + 1 = 4 are needed"]],
    [{ inputs: ['a', 'b', 'c', 'd'], faults: 'byzantine', f: 1 }, []],
    [{ rule: 'quorum', quorum: 4 }, ["quorum: a quorum of 4 can't be met by 3 voters"]],
    [
      { rule: 'quorum', quorum: 3, f: 1 },
      ["quorum: 3 that agree can't be reached: with 1 of 3 voters crashed only 2 are left"],
    ],
    [
      { rule: 'unanimous', f: 1 },
      ["f: 3 that agree can't be reached: with 1 of 3 voters crashed only 2 are left"],
    ],
    [
      { f: 1, groups: ['a', 'b'].map((input) => ({ input, group: 'sonnet' })) },
      ["f: 3 voters that count as 2 can't survive 1 crashed of them: 2f + 1 = 3 are needed"],
    ],
    [{ groups: [{ input: 'z', group: 'g' }] }, ['groups.0.input: there is no voter "z"']],
    [
      { groups: ['g', 'h'].map((group) => ({ input: 'a', group })) },
      ['groups.1.input: "a" is in two groups; a voter fails with one'],
    ],
    [{ inputs: ['a', 'a'] }, ['inputs: two inputs have the same name']],
  ])('%j are told: %j', (config, told) => {
    expect(problems(config)).toEqual(told)
  })
})

const SIZE = 5
const ports = ['a', 'b', 'c', 'd', 'e'].slice(0, SIZE)
const groupings = fc.array(fc.nat({ max: 3 }), { minLength: SIZE, maxLength: SIZE })
const sayings = fc.array(fc.nat({ max: 2 }), { minLength: SIZE, maxLength: SIZE })

function grouped(of: readonly number[], more: object): VoteConfig | null {
  const groups = ports.map((input, at) => ({ input, group: `g${of[at]}` }))
  const read = voteSchema.safeParse({ inputs: ports, groups, ...more })
  return read.success ? read.data : null
}

describe('common-mode voters', () => {
  it('decide nothing alone, however many they are', () => {
    const config = voteSchema.parse({
      inputs: ports,
      groups: ['a', 'b', 'c'].map((input) => ({ input, group: 'sonnet' })),
    })
    expect(votesOf(config)).toBe(3)
    expect(winnersOf(config, { a: 0, b: 0, c: 0, d: 1, e: 2 })).toBe(null)
    expect(winnersOf(config, { a: 0, b: 0, c: 0, d: 0, e: 2 })).toEqual(['a', 'b', 'c', 'd'])
    // A group says what more than half of it says, be some of it silent, and nothing while it is split.
    expect(winnersOf(config, { a: 0, b: 1, c: 0, d: 0, e: 2 })).toEqual(['a', 'c', 'd'])
    expect(winnersOf(config, { a: 0, c: 0, d: 0, e: 2 })).toEqual(['a', 'c', 'd'])
    expect(winnersOf(config, { a: 0, b: 1, d: 0, e: 2 })).toBe(null)
    expect(winnersOf(config, { a: 0, d: 0 })).toBe(null)
  })

  it('are waited for: one of a pair does not speak for both', () => {
    const groups = ['a', 'b'].map((input) => ({ input, group: 'sonnet' }))
    const vote = new Player('vote', { inputs: ['a', 'b', 'c'], groups })
    voter(vote, 'a', 'x')
    voter(vote, 'c', 'x')
    expect(vote.asks).toEqual([])
    voter(vote, 'b', 'y')
    expect(counted(vote).send?.map(({ port }) => port)).toEqual(['undecided'])
  })

  it('decide what a majority of groups says, each by its own majority, and never two things', () => {
    fc.assert(
      fc.property(groupings, sayings, (of, said) => {
        const config = grouped(of, {})
        if (config === null) return
        const classes = Object.fromEntries(ports.map((port, at) => [port, said[at] as number]))
        const groups = [...new Set(of)].map((group) => said.filter((_, at) => of[at] === group))
        const most = (all: readonly number[], one: number): boolean =>
          all.filter((other) => other === one).length * 2 > all.length
        const votes = groups.map((group) => [0, 1, 2].find((one) => most(group, one)) ?? -1)
        const won = [0, 1, 2].filter((one) => most(votes, one))
        expect(won.length).toBeLessThan(2)
        const winners = winnersOf(config, classes)
        expect(winners === null ? [] : [classes[winners[0] as string]]).toEqual(won)
      }),
    )
  })

  it('decide the same in whatever order they are heard', () => {
    const order = fc.shuffledSubarray([...ports], { minLength: SIZE, maxLength: SIZE })
    fc.assert(
      fc.property(groupings, sayings, order, order, (of, said, one, other) => {
        const config = grouped(of, {})
        if (config === null) return
        const decided = (voters: readonly string[]): string => {
          const vote = new Player('vote', config)
          const sent = voters.flatMap((port) => {
            voter(vote, port, `${said[ports.indexOf(port)]}`)
            return vote.asks.length > 0 ? (counted(vote).send ?? []) : []
          })
          expect(sent.length).toBe(1)
          const [end] = sent
          return end?.port === 'decided' ? JSON.stringify(fieldsOf(end.payload)['answer']) : 'undecided'
        }
        expect(decided(one)).toBe(decided(other))
      }),
    )
  })
})

it('in any order of the ballots sends once for each activation, and the right answer if no more than f are wrong', () => {
  const orders = fc.shuffledSubarray([...ports], { minLength: SIZE, maxLength: SIZE })
  fc.assert(
    fc.property(orders, fc.nat({ max: SIZE - 1 }), fc.constantFrom('x', 'y'), (order, liar, lie) => {
      const vote = new Player('vote', { inputs: ports, faults: 'byzantine', f: 1 })
      const sends: { port: string; payload: unknown }[] = []
      order.forEach((port, slot) => {
        vote.message({ answer: port === ports[liar] ? lie : 'right' }, port, slot)
        if (vote.asks.length > 0) sends.push(...(counted(vote).send ?? []))
      })
      expect(sends).toMatchObject([{ port: 'decided', payload: { answer: 'right' } }])
      expect([vote.slots, vote.rests()]).toEqual([[], true])
    }),
  )
})

it('of version 1 keeps what is over, and ballots that wait', () => {
  const slots = { b: 3, a: 4 }
  const ballots = { b: { answer: 'x' }, a: { answer: 'y' } }
  const open = { activation: 'l#2', slots, ballots, seen: ['a', 'b'], due: false, closed: false }
  const closed = { activation: 'l#1', slots: {}, ballots: {}, seen: ['a'], due: false, closed: true }
  const old = { groups: [open, closed], counting: 'l#2', ended: { vote: 'text:2 of 3', late: 1 } }
  expect(new Player('vote').kind.migrate(old, 1)).toEqual({
    groups: [
      {
        activation: 'l#2',
        parts: [
          { port: 'a', slot: 4, payload: { answer: 'y' } },
          { port: 'b', slot: 3, payload: { answer: 'x' } },
        ],
        due: false,
        again: 0,
      },
    ],
    over: ['l#1'],
    counting: 'l#2',
    ended: { vote: 'text:2 of 3', late: 1, again: 0 },
  })
})
