import { HostError, type Params, type TrustList } from '../../shared/api/contract.ts'
import type { KeptHome } from '../host/keep-home.ts'
import { steadyCalls } from './steady-calls.ts'
import type { Terminal } from './terminal.ts'
import { acceptTrust, trustText } from './trust.ts'

type Start = Params<'run.start'>

export interface Wish {
  /** The file as it was typed. */
  readonly file: string
  /** `--trust` was given. */
  readonly trusted: boolean
}

/** Starts a run, once whoever is at the terminal has accepted what it may do; answers its id. */
export async function beginRun(
  home: KeptHome,
  params: Start,
  wish: Wish,
  terminal: Terminal,
): Promise<string> {
  const { path, text } = params
  const { needed, list } = await steadyCalls(home).call('trust.list', { path, text })
  if (needed) await acceptTrust(wish.file, list, wish.trusted, terminal)
  const trusted = { ...params, trust: needed ? list.digest : null }
  try {
    return await startOnce(home, trusted)
  } catch (error) {
    if (!(error instanceof HostError)) throw error
    if (error.body.code === 'unsandboxed') {
      await allowUnsandboxed(error, wish.file, list, terminal)
      return startOnce(home, { ...trusted, unsandboxed: true })
    }
    throw named(error, wish.file)
  }
}

const OWNERS_MAX = 10

/**
 * Starts it with the home's owner, or with the next one when that ended before it began. An owner that ends answers all
 * that it has taken up, so only one that was killed can leave a run that nobody was told of: then a person decides.
 */
async function startOnce(home: KeptHome, params: Start): Promise<string> {
  const calls = steadyCalls(home)
  const before = new Set((await calls.call('run.list', {})).runs.map((one) => one.run))
  for (let tried = 1; ; tried += 1) {
    const { client } = await home.now()
    try {
      return (await client.call('run.start', params)).run
    } catch (error) {
      if (!(error instanceof HostError) || error.body.code !== 'unavailable' || tried === OWNERS_MAX)
        throw error
    }
    const { runs } = await calls.call('run.list', {})
    const begun = runs.find((one) => !before.has(one.run) && one.path === params.path)
    if (begun !== undefined) {
      throw new HostError({
        code: 'unavailable',
        message: `the process that was to start it ended meanwhile: it may be run ${begun.run} (synod resume ${begun.run})`,
      })
    }
  }
}

/** Only a person allows it, and for this run alone. */
async function allowUnsandboxed(
  error: HostError,
  file: string,
  list: TrustList,
  terminal: Terminal,
): Promise<void> {
  if (terminal.interactive) {
    terminal.say(`${error.message}\n${trustText(list)}`)
    const typed = (await terminal.ask('Run them unsandboxed, this once? [y]es or [n]o: '))
      ?.trim()
      .toLowerCase()
    if (typed === 'y' || typed === 'yes') return
  }
  const message = `${file}: ${error.message}. To allow it for this run: --unsandboxed allow`
  throw new HostError({ ...error.body, message })
}

function named(error: HostError, file: string): HostError {
  if (error.body.code === 'unavailable' || error.message.includes(file)) return error
  return new HostError({ ...error.body, message: `${file}: ${error.message}` })
}
