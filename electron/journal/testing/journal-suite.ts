import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Journal, RunProgress } from '../../drivers/seams.ts'
import { batchedHistory } from './histories.ts'
import { chunk, effectRow, plain, plainHistory, RUNNING, record, snapshotAt } from './samples.ts'

/** Where a journal lies. One without a disk keeps nothing over a close, so the suite goes on with the same one. */
export interface JournalPlace {
  readonly durable: boolean
  open(): Journal
  remove(): void
}

/** A journal of its own for each test, and what tests do with it. */
interface Rig {
  readonly place: JournalPlace
  readonly journal: Journal
  /** As after a restart of the host. */
  reopen(): Promise<void>
  begin(run?: string): Promise<void>
}

/** What every journal does; a new one passes this and adds tests of what is its own. */
export function describeJournal(name: string, makePlace: () => JournalPlace): void {
  describe(`${name} journal`, () => {
    let place: JournalPlace
    let journal: Journal
    const rig: Rig = {
      get place() {
        return place
      },
      get journal() {
        return journal
      },
      reopen: async () => {
        if (!place.durable) return
        await journal.close()
        journal = place.open()
      },
      begin: (run = 'one') => journal.createRun(record(run), RUNNING),
    }
    beforeEach(() => {
      place = makePlace()
      journal = place.open()
    })
    afterEach(async () => {
      await journal.close()
      place.remove()
    })
    describePayloads(rig)
    describeRuns(rig)
    describeTransitions(rig)
    describeHistory(rig)
    describeEffects(rig)
    describeChunks(rig)
    describeRest(rig)
  })
}

function describePayloads(rig: Rig): void {
  describe('payloads', () => {
    it('are found by the SHA-256 of their JSON text, at once and later', async () => {
      const value = { title: 'A “plan”', parts: [1, null, '😀'] }
      const ref = rig.journal.payloads.put(value)
      expect(ref).toBe(createHash('sha256').update(JSON.stringify(value)).digest('hex'))
      expect(rig.journal.payloads.get(ref)).toEqual(value)
      expect(rig.journal.payloads.put(structuredClone(value))).toBe(ref)
      await rig.reopen()
      expect(rig.journal.payloads.has(ref)).toBe(true)
      expect(rig.journal.payloads.get(ref)).toEqual(value)
    })

    it('are any JSON value, null among them', async () => {
      const refs = [null, false, 0, '', [], {}].map((value) => rig.journal.payloads.put(value))
      await rig.reopen()
      expect(refs.map((ref) => rig.journal.payloads.get(ref))).toEqual([null, false, 0, '', [], {}])
    })

    it('that are inline are their own content', () => {
      expect(rig.journal.payloads.get('text:No answer')).toBe('No answer')
      expect(rig.journal.payloads.has('text:')).toBe(true)
    })

    it('that are not there are said to be missing', () => {
      const absent = 'f'.repeat(64)
      expect(rig.journal.payloads.has(absent)).toBe(false)
      expect(() => rig.journal.payloads.get(absent)).toThrow(`there is no payload ${absent}`)
      expect(() => rig.journal.payloads.get('../etc')).toThrow('is not a reference to a payload')
    })
  })
}

function describeRuns(rig: Rig): void {
  describe('runs', () => {
    it('are listed in the order in which they began', async () => {
      await rig.begin('b')
      await rig.begin('a')
      await rig.journal.append('b', { transitions: plainHistory(3) })
      await rig.reopen()
      expect(rig.journal.runs()).toEqual([
        { record: record('b'), progress: RUNNING, seq: 3 },
        { record: record('a'), progress: RUNNING, seq: 0 },
      ])
      expect(rig.journal.run('a')?.record).toEqual(record('a'))
      expect(rig.journal.run('c')).toBeNull()
    })

    it('are begun once, and not written to before', async () => {
      await rig.begin()
      await expect(rig.journal.createRun(record('one'), RUNNING)).rejects.toThrow(
        'there is a run one already',
      )
      await rig.reopen()
      await expect(rig.journal.createRun(record('one'), RUNNING)).rejects.toThrow(
        'there is a run one already',
      )
      await expect(rig.journal.append('two', { transitions: [] })).rejects.toThrow('there is no run two')
      expect(() => rig.journal.load('two')).toThrow('there is no run two')
      expect(() => rig.journal.appendChunks('two', [chunk(1)])).toThrow('there is no run two')
    })

    it('may be written to while they are being begun', async () => {
      await Promise.all([
        rig.journal.createRun(record('one'), RUNNING),
        rig.journal.append('one', { transitions: plainHistory(2) }),
        rig.journal.append('one', { transitions: [plain(3)] }),
      ])
      await rig.reopen()
      expect(rig.journal.load('one').transitions).toEqual(plainHistory(3))
    })

    it('show their newest progress', async () => {
      await rig.begin()
      const ended: RunProgress = {
        status: 'failed',
        endedAt: 5,
        message: 'No',
        tokens: 70_000,
        costUsd: 0.25,
      }
      await rig.journal.append('one', { transitions: [], progress: { ...RUNNING, tokens: 3 } })
      await rig.journal.append('one', { transitions: [plain(1)], progress: ended })
      await rig.reopen()
      expect(rig.journal.run('one')).toEqual({ record: record('one'), progress: ended, seq: 1 })
    })
  })
}

function describeTransitions(rig: Rig): void {
  describe('transitions', () => {
    it('come back in pages', async () => {
      await rig.begin()
      await rig.journal.append('one', { transitions: plainHistory(200) })
      await rig.reopen()
      const page = (seq: number, limit: number) =>
        rig.journal.transitionsAfter('one', seq, limit).map((one) => one.identity.seq)
      expect(page(0, 2)).toEqual([1, 2])
      expect(page(63, 3)).toEqual([64, 65, 66])
      expect(page(198, 50)).toEqual([199, 200])
      expect(page(200, 50)).toEqual([])
      expect(page(0, 0)).toEqual([])
      expect(page(0, Number.POSITIVE_INFINITY)).toHaveLength(200)
    })

    it('have no gap, and a refused batch leaves no trace', async () => {
      await rig.begin()
      await rig.journal.append('one', { transitions: plainHistory(2) })
      await expect(
        rig.journal.append('one', { transitions: [plain(4)], effects: [effectRow('fix:1')] }),
      ).rejects.toThrow('transition 4 was appended after 2')
      await expect(rig.journal.append('one', { transitions: [plain(3), plain(3)] })).rejects.toThrow(
        'after 3',
      )
      await expect(rig.journal.append('one', { transitions: [], snapshot: snapshotAt(3) })).rejects.toThrow(
        'the last transition is 2',
      )
      await rig.reopen()
      await expect(rig.journal.append('one', { transitions: [plain(2)] })).rejects.toThrow('after 2')
      await rig.journal.append('one', { transitions: [plain(3)] })
      expect(rig.journal.load('one').transitions).toEqual(plainHistory(3))
      expect(rig.journal.effects('one')).toEqual([])
    })

    it('are loaded from the newest snapshot on', async () => {
      await rig.begin()
      const history = plainHistory(6)
      await rig.journal.append('one', { transitions: history.slice(0, 2), snapshot: snapshotAt(2) })
      await rig.journal.append('one', { transitions: history.slice(2, 5), snapshot: snapshotAt(4) })
      await rig.journal.append('one', { transitions: history.slice(5) })
      await rig.reopen()
      expect(rig.journal.load('one')).toEqual({ snapshot: snapshotAt(4), transitions: history.slice(4) })
      expect(rig.journal.transitionsAfter('one', 0, 10)).toEqual(history)
    })
  })
}

function describeHistory(rig: Rig): void {
  describe('transitions', () => {
    it('come back as they were appended, whatever they hold and however they were cut', async () => {
      let round = 0
      await fc.assert(
        fc.asyncProperty(
          fc.array(batchedHistory, { minLength: 1, maxLength: 3 }),
          fc.boolean(),
          fc.array(fc.tuple(fc.nat(150), fc.nat(40)), { maxLength: 8 }),
          async (histories, halfway, pages) => {
            round += 1
            const named = histories.map((one, index) => ({ ...one, run: `r${round}-${index}` }))
            for (const { run } of named) await rig.begin(run)
            const turns = Math.max(...named.map(({ batches }) => batches.length))
            for (let turn = 0; turn < turns; turn += 1) {
              const batchesOfTurn = named.flatMap(({ run, batches }) => {
                const batch = batches[turn]
                return batch === undefined ? [] : [rig.journal.append(run, batch)]
              })
              // Half of the time what comes next doesn't wait, as with a driver that runs ahead.
              if (turn % 2 === 0) await Promise.all(batchesOfTurn)
              if (halfway && turn === turns >> 1) {
                await Promise.all(batchesOfTurn)
                await rig.reopen()
              }
            }
            await rig.reopen()
            for (const { run, history, batches } of named) {
              const snapshot = batches.findLast((batch) => batch.snapshot !== undefined)?.snapshot ?? null
              expect(rig.journal.load(run)).toEqual({
                snapshot,
                transitions: history.slice(snapshot?.seq ?? 0),
              })
              expect(rig.journal.run(run)?.seq).toBe(history.length)
              for (const [seq, limit] of pages)
                expect(rig.journal.transitionsAfter(run, seq, limit)).toEqual(history.slice(seq, seq + limit))
            }
          },
        ),
        { numRuns: 25 },
      )
    })
  })
}

function describeEffects(rig: Rig): void {
  describe('effects', () => {
    it('keep the order in which they were asked for, and their newest state', async () => {
      await rig.begin()
      await rig.begin('two')
      await rig.journal.append('one', {
        transitions: [plain(1)],
        effects: [effectRow('fix:2'), effectRow('fix:1', { class: 'once', kind: 'process.exec' })],
      })
      await rig.journal.append('two', { transitions: [], effects: [effectRow('fix:1')] })
      const settled = effectRow('fix:2', { status: 'settled', attempts: 2 })
      await rig.journal.append('one', { transitions: [plain(2)], effects: [settled] })
      await rig.reopen()
      expect(rig.journal.effects('one')).toEqual([
        settled,
        effectRow('fix:1', { class: 'once', kind: 'process.exec' }),
      ])
      expect(rig.journal.effects('two')).toEqual([effectRow('fix:1')])
    })
  })
}

function describeChunks(rig: Rig): void {
  describe('chunks', () => {
    it('are there at once, and after the next commit for good', async () => {
      await rig.begin()
      rig.journal.appendChunks('one', [chunk(1), chunk(2, 'half of \ud83d'), chunk(5, '\u0000"')])
      const all = [chunk(1), chunk(2, 'half of \ud83d'), chunk(5, '\u0000"')]
      expect(rig.journal.chunksAfter('one', 0, 10)).toEqual(all)
      await rig.journal.append('one', { transitions: [] })
      rig.journal.appendChunks('one', [chunk(6)])
      expect(rig.journal.chunksAfter('one', 2, 10)).toEqual([all[2], chunk(6)])
      expect(rig.journal.chunksAfter('one', 1, 1)).toEqual([all[1]])
      expect(rig.journal.chunksAfter('one', 0, 3)).toEqual(all)
      await rig.reopen()
      expect(rig.journal.chunksAfter('one', 0, 10)).toEqual([...all, chunk(6)])
      expect(rig.journal.chunksAfter('one', 6, 10)).toEqual([])
    })

    it('are numbered upwards', async () => {
      await rig.begin()
      rig.journal.appendChunks('one', [chunk(1), chunk(2)])
      expect(() => rig.journal.appendChunks('one', [chunk(2)])).toThrow('chunk 2 comes after chunk 2')
      await rig.reopen()
      expect(() => rig.journal.appendChunks('one', [chunk(3), chunk(3)])).toThrow(
        'chunk 3 comes after chunk 3',
      )
      rig.journal.appendChunks('one', [chunk(3)])
      expect(rig.journal.chunksAfter('one', 1, 9)).toEqual([chunk(2), chunk(3)])
    })
  })
}

function describeRest(rig: Rig): void {
  it('keeps settings', async () => {
    expect(rig.journal.setting('recent')).toBeUndefined()
    await rig.journal.putSetting('recent', ['a'])
    await rig.journal.putSetting('recent', ['b', null])
    await rig.reopen()
    expect(rig.journal.setting('recent')).toEqual(['b', null])
  })

  it('finishes what is under way when it closes, and takes nothing more', async () => {
    await rig.begin()
    const under = rig.journal.append('one', { transitions: [plain(1)] })
    const closing = rig.journal.close()
    await under
    await closing
    await rig.journal.close()
    await expect(rig.journal.append('one', { transitions: [plain(2)] })).rejects.toThrow('is closed')
    await expect(rig.journal.putSetting('a', 1)).rejects.toThrow('is closed')
    expect(() => rig.journal.appendChunks('one', [chunk(1)])).toThrow('is closed')
    await rig.reopen()
    expect(rig.journal.load('one').transitions).toEqual([plain(1)])
  })
}
