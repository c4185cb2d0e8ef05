import { spawn } from 'node:child_process'
import { appendFileSync, copyFileSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Journal } from '../drivers/seams.ts'
import { digestOf } from './payload-store.ts'
import { JOURNAL_FILE } from './schema.ts'
import { openJournal } from './sqlite-journal.ts'
import { plain, RUNNING, record } from './testing/samples.ts'
import { temporaryFolders } from './testing/temporary.ts'

const CHILD = join(import.meta.dirname, 'testing', 'crash-child.ts')
const RUNS = ['one', 'two', 'three']
const KILLS = 10

const newFolder = temporaryFolders()

interface Local {
  readonly ref: string
  readonly place: number
  readonly size: number
}

/** Lets a child append until it has said so many lines, kills it, and says what it had acknowledged for each run. */
async function killAfter(folder: string, cache: string, lines: number): Promise<ReadonlyMap<string, number>> {
  const child = spawn(process.execPath, [CHILD, folder, ...RUNS], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ten starts of the same program: the second finds it compiled.
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  })
  let said = ''
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text
  })
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
    if (said.split('\n').length > lines) child.kill('SIGKILL')
  })
  const signal = await new Promise((resolve) => {
    child.on('close', (_, how) => resolve(how))
  })
  if (signal !== 'SIGKILL') throw new Error(`the child ended by itself: ${complaint}`)
  const whole = said.slice(0, said.lastIndexOf('\n')).split('\n')
  return new Map(whole.map((line) => [line.split(' ')[0] ?? '', Number(line.split(' ')[1])]))
}

function checkRun(journal: Journal, run: string, acknowledged: number): void {
  const seq = journal.run(run)?.seq ?? 0
  expect(seq).toBeGreaterThanOrEqual(acknowledged)
  const { transitions } = journal.load(run)
  expect(transitions.map((one) => one.identity.seq)).toEqual(Array.from({ length: seq }, (_, at) => at + 1))
  let open = 0
  for (const { transition, identity } of transitions) {
    const cell = transition.changed[0]?.[1]
    const local = (cell?.type === 'actor' ? cell.local : null) as Local
    expect(local.place).toBe(open)
    open = local.place + 1 === local.size ? 0 : open + 1
    expect(journal.payloads.get(local.ref)).toMatchObject({ of: identity.seq })
  }
  // No batch ends in the middle, and what came with the last one is as far as it.
  expect(open).toBe(0)
  if (seq === 0) return
  expect(journal.run(run)?.progress.tokens).toBe(seq)
  const effects = journal.effects(run)
  expect(effects.find((one) => one.effect === 'all')?.attempts).toBe(seq)
  expect(effects.some((one) => one.effect === `fix:${seq}`)).toBe(true)
  expect(journal.chunksAfter(run, 0, Number.POSITIVE_INFINITY).at(-1)?.seq).toBe(seq)
}

describe('a host that is killed while it appends', () => {
  it('loses nothing that was acknowledged, and leaves nothing torn', async () => {
    const folder = newFolder()
    const cache = newFolder()
    for (let kill = 0; kill < KILLS; kill += 1) {
      // The moment is by the child's own progress, and so at random places of a commit.
      const acknowledged = await killAfter(folder, cache, 1 + Math.floor(Math.random() * 60))
      const journal = openJournal(folder)
      for (const run of RUNS) checkRun(journal, run, acknowledged.get(run) ?? 0)
      await journal.close()
    }
    // A few seconds; a machine that is busy with other things takes its time to start ten processes.
  }, 180_000)
})

describe('a power cut', () => {
  it('leaves every acknowledged batch in a log whose end never reached the disk', async () => {
    const folder = newFolder()
    const journal = openJournal(folder)
    const log = join(folder, `${JOURNAL_FILE}-wal`)
    await journal.createRun(record('one'), RUNNING)
    const acknowledged: { readonly seq: number; readonly size: number }[] = []
    for (let seq = 0; seq < 60; seq += 3) {
      const ref = journal.payloads.put({ after: seq })
      await journal.append('one', { transitions: [1, 2, 3].map((place) => plain(seq + place, ref)) })
      acknowledged.push({ seq: seq + 3, size: statSync(log).size })
    }
    for (const [index, { seq, size }] of acknowledged.entries()) {
      const copy = newFolder()
      for (const name of [JOURNAL_FILE, `${JOURNAL_FILE}-wal`])
        copyFileSync(join(folder, name), join(copy, name))
      const next = acknowledged[index + 1]?.size ?? size
      // Some of the next commit's pages may have arrived, as they are or as rubbish.
      const arrived = size + Math.floor(((next - size) * (index % 4)) / 4)
      truncateSync(join(copy, `${JOURNAL_FILE}-wal`), arrived)
      if (index % 2 === 0) appendFileSync(join(copy, `${JOURNAL_FILE}-wal`), 'x'.repeat(next - arrived))
      const found = openJournal(copy)
      expect(found.load('one').transitions).toHaveLength(seq)
      expect(found.payloads.has(digestOf(JSON.stringify({ after: seq - 3 })))).toBe(true)
      await found.close()
    }
    await journal.close()
  })
})
