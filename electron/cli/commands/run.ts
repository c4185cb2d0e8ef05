import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { Params } from '../../../shared/api/contract.ts'
import type { Plan } from '../../../shared/topology/plan.ts'
import { oneOf, wholeNumber } from '../arguments.ts'
import { beginRun } from '../begin-run.ts'
import {
  type Command,
  EXIT,
  type Given,
  HOME_MEANING,
  HOME_OPTION,
  JSON_MEANING,
  JSON_OPTION,
} from '../command.ts'
import { faultsOption } from '../faults-option.ts'
import { act, homeOf } from '../homes.ts'
import { readInputOption } from '../input-option.ts'
import { stayWithRun } from '../run-end.ts'
import type { Terminal } from '../terminal.ts'
import { readTopology, withWholePaths } from '../topology-file.ts'

export const runCommand: Command = {
  name: 'run',
  summary: 'Runs a topology and stays until it ends',
  positionals: ['FILE'],
  options: {
    input: { type: 'string' },
    approve: { type: 'string' },
    unsandboxed: { type: 'string' },
    chaos: { type: 'string' },
    seed: { type: 'string' },
    detach: { type: 'boolean' },
    trust: { type: 'boolean' },
    ...JSON_OPTION,
    ...HOME_OPTION,
  },
  meanings: {
    input: 'JSON|@FILE: an object with a value for each field of the input form',
    approve: 'ask|auto|deny: who answers its gates (default ask: a person)',
    unsandboxed: 'allow: run its commands with your own rights where there is no sandbox',
    chaos:
      'LIST: injects faults into this run, such as crash=0.1,cut=0.1; @FILE, or drawn: those of the drawing',
    seed: 'N: which executions they meet (1)',
    detach: 'print the run and let it go on in the background',
    trust: 'accept what a file from elsewhere may do, without being asked',
    ...JSON_MEANING,
    ...HOME_MEANING,
  },
  run,
}

async function run(given: Given, terminal: Terminal): Promise<number> {
  const [file = ''] = given.positionals
  const topology = readTopology(file)
  const input = withWholePaths(topology.plan, readInputOption(given.text('input')))
  const params: Params<'run.start'> = {
    path: topology.path,
    text: topology.text,
    input,
    trust: null,
    unsandboxed: oneOf(given, 'unsandboxed', ['allow', 'ask'], 'ask') === 'allow',
    approve: oneOf(given, 'approve', ['ask', 'auto', 'deny'], 'ask'),
    ...chaosOption(given, topology.plan),
  }
  if (given.flag('detach')) return detach(given, terminal, file, params)
  return act(given, terminal, async (home) => {
    const id = await beginRun(home, params, { file, trusted: given.flag('trust') }, terminal)
    const mark = params.chaos === undefined ? '' : ', under chaos: faults are injected'
    terminal.say(`Run ${id} of ${topology.plan.name}${mark}`)
    return stayWithRun(home, id, terminal, given.flag('json'))
  })
}

/** `drawn` is what the drawing says. */
function chaosOption(given: Given, plan: Plan): Pick<Params<'run.start'>, 'chaos'> {
  const text = given.text('chaos')
  if (text === undefined) return {}
  const faults = text === 'drawn' ? null : faultsOption(text, plan)
  return { chaos: { seed: wholeNumber(given, 'seed', 0, 2 ** 32 - 1) ?? 1, faults } }
}

/**
 * The run begins at rest in this process, so that nothing is under way when the process that stays with it, started
 * without a terminal, takes over. It is an ordinary `resume` and ends with the run.
 */
async function detach(
  given: Given,
  terminal: Terminal,
  file: string,
  params: Params<'run.start'>,
): Promise<number> {
  const id = await act(given, terminal, (home) =>
    beginRun(home, { ...params, paused: true }, { file, trusted: given.flag('trust') }, terminal),
  )
  const home = homeOf(given, terminal)
  const log = join(home, 'detached.log')
  const out = openSync(log, 'a', 0o600)
  const main = join(import.meta.dirname, '..', 'main.ts')
  const args = [...process.execArgv, main, 'resume', id, '--home', home]
  const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', out, out] })
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })
  child.unref()
  terminal.say(`Run ${id} goes on in process ${child.pid}; what it says goes to ${log}`)
  terminal.print(given.flag('json') ? JSON.stringify({ run: id, status: 'running' }) : id)
  return EXIT.done
}
