/** `npm run -s bench:explore [-- --json] [--rounds N] [--model NAME --n N …]`: see README.md beside this file. */
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { exploreArguments, type Single } from './explore/arguments.ts'
import type { Searched } from './explore/entry.ts'
import { missingSpin, spinVersion, Verifier } from './explore/spin.ts'
import { Child } from './harness/child.ts'
import { type Comparison, compare, type Report, Samples, tableOf } from './harness/report.ts'

const ENTRY = join(import.meta.dirname, 'explore', 'entry.ts')
const SIZES = [7, 8]
/** Agents of the topology that is searched beside it, unreduced: half a million states. */
const TEAM = 3
/** Until its code is compiled; thrown away. */
const WARM_UPS = 3

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** Who searches: Synod by fingerprints, by exact keys, in one and in two threads of its own; and the peer. */
interface Contender {
  readonly name: string
  run(): Promise<Omit<Searched, 'coverage'>>
}

async function measure(contenders: readonly Contender[], size: string, rounds: number, samples: Samples) {
  for (let round = 1; round <= rounds; round += 1) {
    say(`${size}, round ${round} of ${rounds}`)
    let expected: string | null = null
    for (const { name, run } of contenders) {
      const { distinct, generated, seconds, cpuSeconds, mib } = await run()
      const counts = `${distinct} states and ${generated} steps`
      expected ??= counts
      if (counts !== expected) throw new Error(`${name} finds ${counts}, ${contenders[0]?.name} ${expected}`)
      samples.add(`${name}.${size}.states`, 'states', distinct)
      samples.add(`${name}.${size}.distinct`, 'states/s', distinct / seconds)
      samples.add(`${name}.${size}.generated`, 'steps/s', generated / seconds)
      samples.add(`${name}.${size}.cpu`, 'steps/s of processor', generated / cpuSeconds)
      samples.add(`${name}.${size}.memory`, 'MiB', mib)
    }
  }
}

async function compareSizes(peer: boolean, rounds: number, samples: Samples): Promise<void> {
  // Each in a process of its own: code that has seen both kinds of keys, or models, is slower for either.
  const children = {
    fingerprints: new Child('explore', ENTRY),
    exact: new Child('explore', ENTRY),
    team: new Child('explore', ENTRY),
  }
  const ask = (n: number, keys: 'fingerprints' | 'exact', threads: number | null = null): Promise<Searched> =>
    children[keys].ask<Searched>({
      model: 'twophase',
      n,
      symmetry: false,
      exact: keys === 'exact',
      threads,
    } satisfies Single)
  try {
    say('Warming up')
    for (let warmUp = 0; warmUp < WARM_UPS; warmUp += 1)
      for (const threads of [null, 1, 2]) await ask(6, 'fingerprints', threads)
    for (let warmUp = 0; warmUp < WARM_UPS; warmUp += 1) await ask(6, 'exact')
    for (const n of SIZES) {
      const { distinct } = await ask(n, 'fingerprints')
      const verifier = peer ? await Verifier.make(n, distinct) : null
      try {
        const contenders: readonly Contender[] = [
          { name: 'synod', run: () => ask(n, 'fingerprints') },
          ...(verifier === null ? [] : [{ name: 'spin', run: () => verifier.run() }]),
          { name: 'exact', run: () => ask(n, 'exact') },
          { name: 'thread', run: () => ask(n, 'fingerprints', 1) },
          { name: 'threads', run: () => ask(n, 'fingerprints', 2) },
        ]
        await measure(contenders, `twophase${n}`, rounds, samples)
      } finally {
        verifier?.remove()
      }
    }
    const team = { model: 'team', n: TEAM, symmetry: false, exact: false, threads: null } satisfies Single
    await children.team.ask<Searched>(team)
    const contender = { name: 'topology', run: () => children.team.ask<Searched>(team) }
    await measure([contender], `team${TEAM}`, rounds, samples)
  } finally {
    await Promise.all(Object.values(children).map((child) => child.kill()))
  }
}

/** Steps per second on the wall's clock; `.cpu` counts processors' time, which suffers less from neighbours. */
const COMPARISONS: readonly Comparison[] = SIZES.flatMap((n) => [
  ratio(`spin.twophase${n}`, `synod.twophase${n}.generated`, `spin.twophase${n}.generated`),
  ratio(`spin.twophase${n}.cpu`, `synod.twophase${n}.cpu`, `spin.twophase${n}.cpu`),
  ratio(`spin.twophase${n}.exact`, `exact.twophase${n}.generated`, `spin.twophase${n}.generated`),
  ratio(`spin.twophase${n}.exact.cpu`, `exact.twophase${n}.cpu`, `spin.twophase${n}.cpu`),
  ratio(`threads.twophase${n}`, `threads.twophase${n}.generated`, `thread.twophase${n}.generated`),
  ratio(`threads.twophase${n}.cpu`, `threads.twophase${n}.cpu`, `thread.twophase${n}.cpu`),
])

const TOPOLOGY: readonly Comparison[] = [
  ratio(`topology.team${TEAM}`, `topology.team${TEAM}.generated`, 'synod.twophase7.generated'),
  ratio(`topology.team${TEAM}.cpu`, `topology.team${TEAM}.cpu`, 'synod.twophase7.cpu'),
]

function ratio(name: string, ours: string, theirs: string): Comparison {
  return { ratio: name, ours, theirs, better: 'more' }
}

async function comparison(json: boolean, rounds: number, wantsPeer: boolean): Promise<void> {
  const before = loadavg()[0] ?? 0
  const samples = new Samples()
  const missing = wantsPeer ? await missingSpin(say) : 'not asked for'
  await compareSizes(missing === null, rounds, samples)
  const { ratios, spreads } = compare(samples, [...COMPARISONS, ...TOPOLOGY])
  const report: Report = {
    name: 'explore',
    rounds,
    load: { cpus: availableParallelism(), before, after: loadavg()[0] ?? 0 },
    figures: { ...samples.figures(), ...spreads },
    ratios,
    skipped: missing === null ? {} : { spin: missing },
    contenders: {
      synod: 'breadth first, one thread, 64-bit fingerprints',
      exact: 'the same, whole vectors compared',
      thread: 'by fingerprints, in a thread of its own',
      topology: 'agents at one store by the kernel itself, unreduced, with the built-in properties',
      threads: 'by fingerprints, in two threads that share their table',
      ...(missing === null ? { spin: await spinVersion() } : {}),
    },
  }
  console.log(json ? JSON.stringify(report) : tableOf(report))
}

async function single(json: boolean, asked: Single, peer: boolean): Promise<void> {
  const child = new Child('explore', ENTRY)
  try {
    const searched = await child.ask<Searched>(asked)
    const spin = peer && asked.model === 'twophase' && (await missingSpin(say)) === null
    const verifier = spin ? await Verifier.make(asked.n, searched.distinct) : null
    const verified = await verifier?.run()
    verifier?.remove()
    const answer = { name: 'explore', ...asked, ...searched, ...(verified && { spin: verified }) }
    if (json) console.log(JSON.stringify(answer))
    else
      for (const [key, value] of Object.entries({
        ...answer,
        ...(verified && { spin: JSON.stringify(verified) }),
      }))
        console.log(`${key} ${value}`)
  } finally {
    await child.kill()
  }
}

const { json, rounds, single: asked, peer } = exploreArguments(process.argv.slice(2))
if (asked === null) await comparison(json, rounds, peer)
else await single(json, asked, peer)
