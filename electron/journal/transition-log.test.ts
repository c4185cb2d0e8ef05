import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RecordedTransition } from '../../shared/api/contract.ts'
import type { ChannelCell, Message } from '../../shared/kernel/cells.ts'
import { JOURNAL_FILE } from './schema.ts'
import { openJournal } from './sqlite-journal.ts'
import { plain, RUNNING, record } from './testing/samples.ts'
import { temporaryFolders } from './testing/temporary.ts'

const newFolder = temporaryFolders()

/** A channel that fills up and is emptied again, a message at a time. */
function longQueue(messages: number): readonly RecordedTransition[] {
  let cell: ChannelCell = { type: 'channel', queue: [], held: [] }
  return Array.from({ length: messages * 2 }, (_, index) => {
    const { transition, identity } = plain(index + 1)
    const message: Message = { payload: `${index}`.padStart(64, '0'), activation: `each#${index}` }
    const fills = index < messages
    cell = { ...cell, queue: fills ? [...cell.queue, message] : cell.queue.slice(1) }
    return {
      transition: {
        ...transition,
        changed: [[3, cell]],
        sent: fills ? [{ channel: 3, message, fate: 'queued' }] : [],
      },
      identity,
    }
  })
}

describe('large cells', () => {
  const history = longQueue(300)

  it('are kept as what changed, and any page can be read alone', async () => {
    const folder = newFolder()
    const journal = openJournal(folder, { durability: 'off', indexEvery: 50 })
    await journal.createRun(record('one'), RUNNING)
    for (let start = 0; start < history.length; start += 7)
      await journal.append('one', { transitions: history.slice(start, start + 7) })
    await journal.close()
    const whole = JSON.stringify(history).length
    expect(statSync(join(folder, JOURNAL_FILE)).size).toBeLessThan(whole / 15)
    const again = openJournal(folder)
    expect(again.load('one').transitions).toEqual(history)
    for (const seq of [1, 40, 63, 64, 65, 250, 299, 300, 301, 555, 599])
      expect(again.transitionsAfter('one', seq, 2)).toEqual(history.slice(seq, seq + 2))
    await again.close()
  })

  it('go on from whatever was kept last, over a restart, a snapshot and a batch that could not be kept', async () => {
    const folder = newFolder()
    let journal = openJournal(folder, { durability: 'off' })
    await journal.createRun(record('one'), RUNNING)
    await journal.append('one', { transitions: history.slice(0, 100) })
    const odd = [...history.slice(100, 102), plain(103, 1n)]
    await expect(journal.append('one', { transitions: odd })).rejects.toThrow('BigInt')
    await journal.append('one', { transitions: history.slice(100, 150) })
    const snapshot = { seq: 150, cells: [], identity: { seq: 150, components: [] } }
    await journal.append('one', { transitions: [], snapshot })
    await journal.append('one', { transitions: history.slice(150, 200) })
    await journal.close()
    journal = openJournal(folder, { durability: 'off' })
    await journal.append('one', { transitions: history.slice(200, 250) })
    expect(journal.load('one')).toEqual({ snapshot, transitions: history.slice(150, 250) })
    expect(journal.transitionsAfter('one', 0, 1000)).toEqual(history.slice(0, 250))
    await journal.close()
  })
})
