import { writeSync } from 'node:fs'
import type { Batch } from '../../drivers/seams.ts'
import { openJournal } from '../sqlite-journal.ts'
import { chunk, effectRow, plain, RUNNING, record } from './samples.ts'

/**
 * Appends to every run of a journal until it is killed, and says `run seq` once a batch has been acknowledged.
 * Every batch can be told whole from torn: its transitions carry its size, and refer to payloads put just before.
 */
const [folder = '', ...runs] = process.argv.slice(2)
const journal = openJournal(folder, { indexEvery: 40 })

function batchAfter(seq: number): Batch {
  const size = 1 + ((seq * 7) % 5)
  const transitions = Array.from({ length: size }, (_, place) => {
    const ref = journal.payloads.put({ of: seq + 1 + place, body: 'x'.repeat((seq * 131) % 3000) })
    return plain(seq + 1 + place, { ref, place, size, note: 'y'.repeat((seq * 37) % 5000) })
  })
  const last = seq + size
  return {
    transitions,
    effects: [effectRow('all', { attempts: last }), effectRow(`fix:${last}`)],
    progress: { ...RUNNING, tokens: last },
  }
}

async function work(run: string): Promise<never> {
  if (journal.run(run) === null) await journal.createRun(record(run), RUNNING)
  for (let seq = journal.run(run)?.seq ?? 0; ; ) {
    const batch = batchAfter(seq)
    seq += batch.transitions.length
    journal.appendChunks(run, [chunk(seq)])
    await journal.append(run, batch)
    // Straight to the pipe: what was acknowledged must be known even if the next instant is the last.
    writeSync(1, `${run} ${seq}\n`)
  }
}

await Promise.all(runs.map(work))
