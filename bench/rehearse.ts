/** `npm run -s bench:rehearse [-- --json] [--rounds N]`: see README.md beside this file. */
import { readFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { kinds } from '../shared/nodes/index.ts'
import { SeededRandom, seedOf } from '../shared/rehearse/random.ts'
import { Stage } from '../shared/rehearse/rehearsed-run.ts'
import { compile } from '../shared/topology/compile.ts'
import { parseDocument } from '../shared/topology/parse.ts'
import type { Plan } from '../shared/topology/plan.ts'
import { benchArguments } from './harness/arguments.ts'
import { compare, missingKeys, type Report, Samples, tableOf } from './harness/report.ts'
import { plainRun } from './rehearse/plain-loop.ts'

const EXAMPLES = join(import.meta.dirname, '..', 'examples')
const TEAMS = ['ship-a-fix/ship-a-fix', 'vote/vote', 'two-on-one-repository/two-on-one-repository'] as const
const SLICE_MS = 500
const WARM_UP_MS = 1500

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

function planOf(team: string): Plan {
  const parsed = parseDocument(readFileSync(join(EXAMPLES, `${team}.synod.json`), 'utf8'))
  const compiled = parsed.ok ? compile(parsed.value, kinds) : parsed
  if (!compiled.ok) throw new Error(`${team}: ${JSON.stringify(compiled.problems)}`)
  return compiled.value
}

interface Rates {
  /** Transitions a second, of the clock and of the processor, and runs a second. */
  readonly clock: number
  readonly processor: number
  readonly runs: number
}

/** Whole runs for so much time of the processor: what neighbours take does not shorten it. */
function rates(run: (seed: number) => number, processorMs: number, first: number): Rates {
  const [from, began] = [process.cpuUsage(), performance.now()]
  let [transitions, runs, spentMs] = [0, 0, 0]
  while (spentMs < processorMs) {
    for (let some = 0; some < 10; some += 1) transitions += run(seedOf(first, runs + some))
    runs += 10
    const { user, system } = process.cpuUsage(from)
    spentMs = (user + system) / 1000
  }
  const seconds = (performance.now() - began) / 1000
  return { clock: transitions / seconds, processor: (1000 * transitions) / spentMs, runs: runs / seconds }
}

function measure(team: string, rounds: number, samples: Samples): void {
  const plan = planOf(team)
  const name = team.slice(team.indexOf('/') + 1)
  const stage = new Stage(plan, { nodes: new Map(), edges: new Map(), host: null })
  const contenders = {
    rehearsal: (seed: number) => stage.run(seed).transitions,
    plain: (seed: number) => plainRun(plan, new SeededRandom(seed)),
  }
  for (const run of Object.values(contenders)) rates(run, WARM_UP_MS, 0)
  for (let round = 1; round <= rounds; round += 1) {
    say(`${name}, round ${round} of ${rounds}`)
    for (const [who, run] of Object.entries(contenders)) {
      const { clock, processor, runs } = rates(run, SLICE_MS, round)
      samples.add(`${who}.${name}`, 'transitions/s', clock)
      samples.add(`${who}.${name}.processor`, 'transitions/s of processor', processor)
      samples.add(`${who}.${name}.runs`, 'runs/s', runs)
    }
  }
}

function main(): void {
  const { json, rounds } = benchArguments(process.argv.slice(2))
  const before = loadavg()[0] ?? 0
  const samples = new Samples()
  for (const team of TEAMS) measure(team, rounds, samples)
  const names = TEAMS.map((team) => team.slice(team.indexOf('/') + 1))
  const { ratios, spreads } = compare(
    samples,
    names.map((name) => ({
      ratio: `plain.${name}`,
      ours: `rehearsal.${name}.processor`,
      theirs: `plain.${name}.processor`,
      better: 'more',
    })),
  )
  const report: Report = {
    name: 'rehearse',
    rounds,
    load: { cpus: availableParallelism(), before, after: loadavg()[0] ?? 0 },
    figures: { ...samples.figures(), ...spreads },
    ratios,
    skipped: {},
    contenders: {
      rehearsal: 'whole runs in virtual time, with stand-ins, latencies and all that is counted',
      plain: 'a loop that lists `enabled` over everything, picks one at random and steps',
    },
  }
  console.log(json ? JSON.stringify(report) : tableOf(report))
  const missing = missingKeys(
    ratios,
    names.map((name) => `plain.${name}`),
  )
  if (missing.length > 0) process.exitCode = 1
}

main()
