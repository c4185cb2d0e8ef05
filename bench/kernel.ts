/** `npm run -s bench:kernel [-- --json] [--rounds N]`: see README.md beside this file. */
import { availableParallelism, loadavg } from 'node:os'
import { benchArguments } from './harness/arguments.ts'
import { compare, missingKeys, type Report, Samples, tableOf } from './harness/report.ts'
import { COMPARISONS, CONTENDERS, REQUIRED_RATIOS } from './kernel/comparisons.ts'
import { measurePeaks } from './kernel/peaks.ts'
import { preparePeers } from './kernel/peers.ts'
import { measureRates } from './kernel/rates.ts'
import { measureResume } from './kernel/resume.ts'

/** Each takes a process of its own and tens of seconds. */
const MOST_PEAK_ROUNDS = 3

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

async function main(): Promise<void> {
  const { json, rounds } = benchArguments(process.argv.slice(2))
  const before = loadavg()[0] ?? 0
  const samples = new Samples()
  const skipped = await preparePeers(say)
  const names = CONTENDERS.map(({ name }) => name).filter((name) => skipped[name] === undefined)
  const contenders = await measureRates(names, rounds, samples, say)
  await measureResume(rounds, samples, say)
  await measurePeaks(Math.min(rounds, MOST_PEAK_ROUNDS), samples, say)
  const { ratios, spreads } = compare(samples, COMPARISONS)
  const report: Report = {
    name: 'kernel',
    rounds,
    load: { cpus: availableParallelism(), before, after: loadavg()[0] ?? 0 },
    figures: { ...samples.figures(), ...spreads },
    ratios,
    skipped,
    contenders,
  }
  console.log(json ? JSON.stringify(report) : tableOf(report))
  const missing = missingKeys(ratios, REQUIRED_RATIOS)
  if (missing.length > 0) {
    say(`Not measured: ${missing.join(', ')}`)
    process.exitCode = 1
  }
}

await main()
