/** `npm run -s bench:hazards [-- --json] [--rounds N]`: see README.md beside this file. */
import { availableParallelism, loadavg } from 'node:os'
import process from 'node:process'
import { hazardChecker } from '../shared/hazards/checker.ts'
import { setConfig } from '../shared/hazards/edit.ts'
import { largeTeam } from '../shared/hazards/testing/large.ts'
import { kinds } from '../shared/nodes/index.ts'
import { compile } from '../shared/topology/compile.ts'
import { benchArguments } from './harness/arguments.ts'
import { compare, type Report, Samples, tableOf } from './harness/report.ts'

const SIZES = [300, 2000] as const
const EDITS = 15

/** Milliseconds of processor: what the machine does besides counts less than by the clock. */
function costOf(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** One edit after the other, as somebody draws: the hazards of each, and compiling it beside as a measure. */
function measure(samples: Samples, size: number): void {
  const checker = hazardChecker(kinds)
  let drawing = largeTeam(size)
  checker.check(drawing)
  for (let edit = 0; edit < EDITS; edit += 1) {
    drawing = setConfig(`plan${edit % 20}`, { prompt: `Plan ${edit}` })(drawing)
    samples.add(
      `hazards.${size}`,
      'ms/edit',
      costOf(() => checker.check(drawing)),
    )
    samples.add(
      `compile.${size}`,
      'ms/edit',
      costOf(() => compile(drawing, kinds)),
    )
  }
}

function main(): void {
  const { json, rounds } = benchArguments(process.argv.slice(2))
  const before = loadavg()[0] ?? 0
  const samples = new Samples()
  for (let round = 1; round <= rounds; round += 1) for (const size of SIZES) measure(samples, size)
  const { ratios, spreads } = compare(
    samples,
    SIZES.map((size) => ({
      ratio: `compile.${size}`,
      ours: `hazards.${size}`,
      theirs: `compile.${size}`,
      better: 'less',
    })),
  )
  const report: Report = {
    name: 'hazards',
    rounds,
    load: { cpus: availableParallelism(), before, after: loadavg()[0] ?? 0 },
    figures: { ...samples.figures(), ...spreads },
    ratios,
    skipped: {},
    contenders: {
      hazards: 'all rules after one edit, with what the checker keeps from the version before',
      compile: 'the same drawing compiled to its plan, in the same round',
    },
  }
  console.log(json ? JSON.stringify(report) : tableOf(report))
}

main()
