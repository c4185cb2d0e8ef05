/** `npm run -s bench:runtime [-- --json] [--rounds N]`: what one machine holds; see README.md beside this file. */
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { benchArguments } from './harness/arguments.ts'
import { Child } from './harness/child.ts'
import { removeFolder, scratchFolder } from './harness/places.ts'
import { type Report, Samples, tableOf } from './harness/report.ts'
import type { Polled } from './runtime/polling.ts'
import type { Streamed } from './runtime/streams.ts'
import type { Owned } from './runtime/waiting.ts'

const ENTRY = join(import.meta.dirname, 'runtime', 'entry.ts')
const WAITING_RUNS = 10_000

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

async function inChild<T>(request: object): Promise<T> {
  const child = new Child('runtime', ENTRY)
  try {
    return await child.ask<T>(request)
  } finally {
    await child.kill()
  }
}

async function waiting(rounds: number, samples: Samples): Promise<void> {
  const folder = scratchFolder()
  try {
    say(`${WAITING_RUNS} runs that wait for a person`)
    await inChild<null>({ type: 'fill', folder, runs: WAITING_RUNS })
    for (let round = 1; round <= rounds; round += 1) {
      const owned = await inChild<Owned>({ type: 'own', folder })
      samples.add('waiting.asks', 'asks', owned.asks)
      samples.add('waiting.up', 'ms', owned.upMs)
      samples.add('waiting.memory', 'MiB', owned.rssMib)
      for (const ms of owned.decisionsMs) samples.add('waiting.decision', 'ms', ms)
    }
  } finally {
    removeFolder(folder)
  }
}

async function inFolder<T>(type: 'stream' | 'poll'): Promise<T> {
  const folder = scratchFolder()
  try {
    return await inChild<T>({ type, folder })
  } finally {
    removeFolder(folder)
  }
}

async function main(): Promise<void> {
  const { json, rounds } = benchArguments(process.argv.slice(2))
  const before = loadavg()[0] ?? 0
  const samples = new Samples()
  await waiting(rounds, samples)
  say('200 runs that stream at once')
  const streamed = await inFolder<Streamed>('stream')
  samples.add('streams.rate', 'chunks/s', streamed.chunksPerSecond)
  samples.add('streams.wrong', 'runs', streamed.wrong)
  say('A day of a team that polls')
  const polled = await inFolder<Polled>('poll')
  samples.add('day.transitions', 'transitions', polled.transitions)
  samples.add('day.rate', 'transitions/s', polled.transitions / polled.seconds)
  samples.add('day.disk', 'MiB', polled.diskMib)
  for (const mib of polled.heapMib) samples.add('day.heap', 'MiB', mib)
  samples.add('day.heap.growth', 'MiB', (polled.heapMib.at(-1) ?? 0) - (polled.heapMib[0] ?? 0))
  const report: Report = {
    name: 'runtime',
    rounds,
    load: { cpus: availableParallelism(), before, after: loadavg()[0] ?? 0 },
    figures: samples.figures(),
    ratios: {},
    skipped: {},
    contenders: { day: `ended ${polled.status}` },
  }
  console.log(json ? JSON.stringify(report) : tableOf(report))
  if (streamed.wrong > 0) process.exitCode = 1
}

await main()
