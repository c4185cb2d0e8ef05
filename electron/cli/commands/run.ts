import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { HostClient } from '../../../shared/api/client.ts'
import { HostError, type Params, type TrustList } from '../../../shared/api/contract.ts'
import type { KeptHome } from '../../host/keep-home.ts'
import { oneOf } from '../arguments.ts'
import {
  type Command,
  EXIT,
  type Given,
  HOME_MEANING,
  HOME_OPTION,
  JSON_MEANING,
  JSON_OPTION,
} from '../command.ts'
import { act, homeOf } from '../homes.ts'
import { readInputOption } from '../input-option.ts'
import { stayWithRun } from '../run-end.ts'
import { steadyCalls } from '../steady-calls.ts'
import type { Terminal } from '../terminal.ts'
import { readTopology, withWholePaths } from '../topology-file.ts'
import { acceptTrust, trustText } from '../trust.ts'

export const runCommand: Command = {
  name: 'run',
  summary: 'Runs a topology and stays until it ends',
  positionals: ['FILE'],
  options: {
    input: { type: 'string' },
    approve: { type: 'string' },
    unsandboxed: { type: 'string' },
    detach: { type: 'boolean' },
    trust: { type: 'boolean' },
    ...JSON_OPTION,
    ...HOME_OPTION,
  },
  meanings: {
    input: 'JSON|@FILE: an object with a value for each field of the input form',
    approve: 'ask|auto|deny: who answers its gates (default ask: a person)',
    unsandboxed: 'allow: run its commands with your own rights where there is no sandbox',
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
  }
  if (given.flag('detach')) return detach(given, terminal, file, params)
  return act(given, terminal, async (home) => {
    const id = await start(home, given, terminal, file, params)
    terminal.say(`Run ${id} of ${topology.plan.name}`)
    return stayWithRun(home, id, terminal, given.flag('json'))
  })
}

async function start(
  home: KeptHome,
  given: Given,
  terminal: Terminal,
  file: string,
  params: Params<'run.start'>,
): Promise<string> {
  const about = { path: params.path, text: params.text }
  const { needed, list } = await steadyCalls(home).call('trust.list', about)
  if (needed) await acceptTrust(file, list, given.flag('trust'), terminal)
  const { client } = await home.now()
  return begin(client, { ...params, trust: needed ? list.digest : null }, file, list, terminal)
}

async function begin(
  client: HostClient,
  params: Params<'run.start'>,
  file: string,
  list: TrustList,
  terminal: Terminal,
): Promise<string> {
  try {
    return (await client.call('run.start', params)).run
  } catch (error) {
    if (!(error instanceof HostError)) throw error
    if (error.body.code === 'unsandboxed' && !params.unsandboxed) {
      if (!terminal.interactive) {
        throw new HostError({
          ...error.body,
          message: `${file}: ${error.message}. To allow it for this run: --unsandboxed allow`,
        })
      }
      terminal.say(`${error.message}\n${trustText(list)}`)
      const typed = (await terminal.ask('Run them unsandboxed, this once? [y]es or [n]o: '))?.trim()
      if (typed === 'y' || typed === 'yes') {
        return begin(client, { ...params, unsandboxed: true }, file, list, terminal)
      }
    }
    throw error.message.includes(file)
      ? error
      : new HostError({ ...error.body, message: `${file}: ${error.message}` })
  }
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
    start(home, given, terminal, file, { ...params, paused: true }),
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
