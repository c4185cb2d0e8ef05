import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CheckSettings, KeptTrace } from '../../../shared/api/check.ts'
import { HostError } from '../../../shared/api/contract.ts'
import { itfTrace } from '../../../shared/explore/counterexample/itf.ts'
import { shivizLog } from '../../../shared/explore/counterexample/shiviz.ts'
import type { CheckResult, Counterexample } from '../../../shared/explore/result.ts'
import { resolveFaults } from '../../../shared/rehearse/settings.ts'
import { problemText } from '../../../shared/topology/problem.ts'
import { type Checkable, readCheckable } from '../../host/checkable.ts'
import { readText } from '../../host/documents.ts'
import { keepTrace } from '../../host/kept-traces.ts'
import { type CheckAnswer, startCheck } from '../../workers/check-thread.ts'
import { oneOf } from '../arguments.ts'
import { checkText, type Verdict, verdictOf } from '../check-text.ts'
import { type Command, EXIT, type Given, JSON_MEANING, JSON_OPTION } from '../command.ts'
import { readFaults } from '../fault-option.ts'
import type { Terminal } from '../terminal.ts'

const MAX_STATES = 2_000_000
/** Between two lines of progress. */
const SAY_SECONDS = 2

export const checkCommand: Command = {
  name: 'check',
  summary: 'Looks for a schedule that breaks a property, with faults; exits with 1 if there is one',
  positionals: ['FILE'],
  options: {
    faults: { type: 'string' },
    model: { type: 'string' },
    'max-states': { type: 'string' },
    exact: { type: 'boolean' },
    sample: { type: 'string' },
    swarm: { type: 'string' },
    seed: { type: 'string' },
    depth: { type: 'string' },
    'save-traces': { type: 'boolean' },
    shiviz: { type: 'string' },
    itf: { type: 'string' },
    ...JSON_OPTION,
  },
  meanings: {
    faults:
      'LIST: how many of each fault a schedule may have, such as crash=1,drop=1,wrong=1 (default host=1); crash is one of the host and one of a worker; also host, worker, error, duplicate, reorder, cancel (a person stops the run), none',
    model:
      'async|partial-sync: timers fire at any moment, or only when nothing else happens (default partial-sync)',
    'max-states': `COUNT: where to give up, with a partial answer (default ${MAX_STATES})`,
    exact: 'compare whole states and reduce nothing: what then holds is proved within the bounds',
    sample: 'COUNT: draw so many schedules instead, where there are too many states to look at',
    swarm:
      'COUNT: let so many depth-first searches look instead, each in an order of its own: they find what lies deep',
    seed: 'NUMBER: of what is drawn (default 1); the same gives the same',
    depth: 'COUNT: draw by priorities that change so often (PCT, default 3), or 0: each step evenly',
    'save-traces': 'keep each counterexample beside the file; later checks play it first',
    shiviz: 'FILE: write the first counterexample as a log for ShiViz',
    itf: "FILE: write the first counterexample as ITF JSON, Apalache's format",
    ...JSON_MEANING,
  },
  run,
}

async function run(given: Given, terminal: Terminal): Promise<number> {
  const [file = ''] = given.positionals
  const path = resolve(file)
  const text = readText(path)
  const settings: CheckSettings = {
    faults: readFaults(given.text('faults')),
    timing: oneOf(given, 'model', ['async', 'partial-sync'], 'partial-sync'),
    maxStates: readCount(given, 'max-states', 1, 99_999_999, MAX_STATES),
    exact: given.flag('exact'),
    ...readSample(given),
  }
  const checkable = readCheckable(text, file)
  warnOfFaults(file, checkable, terminal)
  const answer = await search(path, text, settings, terminal)
  if (answer === null) return EXIT.cancelled
  const { result, kept } = answer
  const verdict = verdictOf(result, kept)
  const found = [...result.violated, ...kept.flatMap(({ counterexample }) => counterexample ?? [])]
  if (given.flag('save-traces')) saveTraces(path, text, checkable, settings, result, terminal)
  writeExports(given, checkable, found, terminal)
  if (given.flag('json'))
    terminal.print(JSON.stringify({ file, verdict, ...plain(result), kept: kept.map(plainKept) }))
  else terminal.print(checkText(checkable.document.name, result, kept))
  return CODES[verdict]
}

/** What the file lets go wrong is for rehearsals: a check looks at every place, but says what is out of date. */
function warnOfFaults(file: string, { document, plan }: Checkable, terminal: Terminal): void {
  const resolved = resolveFaults(plan, document.faults ?? {})
  if (!resolved.ok)
    for (const problem of resolved.problems)
      terminal.say(`${file}: ${problemText(problem)} (for a rehearsal; this check goes on)`)
}

const CODES: { readonly [verdict in Verdict]: number } = {
  holds: EXIT.done,
  violated: EXIT.failed,
  'not exhausted': EXIT.notExhausted,
}

function readCount(given: Given, option: string, least: number, most: number, otherwise: number): number {
  const text = given.text(option)
  if (text === undefined) return otherwise
  const count = /^[0-9]{1,9}$/.test(text) ? Number(text) : -1
  if (count >= least && count <= most) return count
  throw new HostError({
    code: 'bad-input',
    message: `--${option} takes a whole number from ${least} to ${most}, not "${text}"`,
  })
}

function readSample(given: Given): Pick<CheckSettings, 'sample' | 'swarm'> {
  const seed = readCount(given, 'seed', 0, 999_999_999, 1)
  if (given.text('swarm') !== undefined) {
    if (given.text('sample') !== undefined)
      throw new HostError({ code: 'bad-input', message: 'give --sample or --swarm, not both' })
    return { swarm: { members: readCount(given, 'swarm', 1, 10_000, 1), seed } }
  }
  if (given.text('sample') === undefined) return {}
  const depth = readCount(given, 'depth', 0, 20, 3)
  return {
    sample: {
      schedules: readCount(given, 'sample', 1, 10_000_000, 1),
      seed,
      depth: depth === 0 ? null : depth,
    },
  }
}

/** In a thread. The first Ctrl-C asks for what was found so far; the second ends it, and there is no answer. */
async function search(
  path: string,
  text: string,
  settings: CheckSettings,
  terminal: Terminal,
): Promise<CheckAnswer | null> {
  let said = 0
  let asked = 0
  const thread = startCheck({ path, text, settings }, ({ states, depth, frontier, seconds }) => {
    if (!terminal.interactive || seconds - said < SAY_SECONDS) return
    said = seconds
    terminal.say(`  ${states} states, depth ${depth}, ${frontier} waiting, ${seconds.toFixed(0)} s`)
  })
  const stop = terminal.onEnd(() => {
    asked += 1
    if (asked === 1) thread.cancel()
    else void thread.close()
  })
  try {
    return await thread.result
  } catch (error) {
    if (asked > 1) return null
    throw error
  } finally {
    stop()
  }
}

function saveTraces(
  path: string,
  text: string,
  { document }: Checkable,
  settings: CheckSettings,
  { violated }: CheckResult,
  terminal: Terminal,
): void {
  for (const found of violated) {
    const kept = keepTrace({ path, text, name: document.name, settings }, found)
    terminal.say(`The trace is kept in ${kept}`)
  }
}

function writeExports(
  given: Given,
  { plan }: Checkable,
  [first]: readonly Counterexample[],
  terminal: Terminal,
): void {
  const [shiviz, itf] = [given.text('shiviz'), given.text('itf')]
  if (first === undefined) {
    if (shiviz !== undefined || itf !== undefined)
      terminal.say('There is no counterexample, so nothing is written')
    return
  }
  if (shiviz !== undefined) write(shiviz, shivizLog(plan, first.steps))
  if (itf !== undefined) write(itf, `${JSON.stringify(itfTrace(plan, first), null, 1)}\n`)
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (error) {
    throw new HostError({
      code: 'bad-input',
      message: `${path} cannot be written: ${(error as Error).message}`,
    })
  }
}

/** Without the kernel's transitions, which a trace file names and `synod replay` makes again. */
function plain({ violated, ...result }: CheckResult): object {
  return { ...result, violated: violated.map(plainStory) }
}

function plainStory({ steps, ...found }: Counterexample): object {
  return { ...found, steps: steps.map(({ transitions: _, ...step }) => step) }
}

function plainKept({ counterexample, ...kept }: KeptTrace): object {
  return { ...kept, counterexample: counterexample === null ? null : plainStory(counterexample) }
}
