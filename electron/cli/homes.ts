import process from 'node:process'
import { HostError } from '../../shared/api/contract.ts'
import { homeFolder } from '../host/home.ts'
import { type KeptHome, keepHome } from '../host/keep-home.ts'
import { connectOrOwn, type HomeAccess, type OwnerOptions } from '../host/owner.ts'
import type { Given } from './command.ts'
import type { Terminal } from './terminal.ts'

function optionsOf(given: Given, terminal: Terminal): OwnerOptions {
  const home = homeFolder(given.text('home'), terminal.environment, process.platform)
  return { home, environment: terminal.environment }
}

export function homeOf(given: Given, terminal: Terminal): string {
  return optionsOf(given, terminal).home
}

const OWNERS_MAX = 10

/**
 * For a command that only looks: without an owner the home is opened at rest, and no run goes on because of it. An
 * owner that ends meanwhile has a successor, which is looked at instead.
 */
export async function look<T>(
  given: Given,
  terminal: Terminal,
  work: (access: HomeAccess) => Promise<T>,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    const access = await connectOrOwn({ ...optionsOf(given, terminal), dormant: true })
    tell(access, terminal)
    try {
      return await work(access)
    } catch (error) {
      const lost = error instanceof HostError && error.body.code === 'unavailable'
      if (!lost || access.owned !== null || tried === OWNERS_MAX) throw error
    } finally {
      await access.close()
    }
  }
}

/** For a command that acts: without an owner this process is it, and whatever is under way goes on in it. */
export async function act<T>(
  given: Given,
  terminal: Terminal,
  work: (home: KeptHome) => Promise<T>,
): Promise<T> {
  const lost = (error: unknown): void => terminal.say(`synod: ${(error as Error).message}`)
  const home = await keepHome(optionsOf(given, terminal), lost)
  tell(await home.now(), terminal)
  try {
    return await work(home)
  } finally {
    await home.close()
  }
}

/** A damaged journal is told of by whoever opened it. */
function tell({ owned }: HomeAccess, terminal: Terminal): void {
  if (owned?.damage !== undefined) terminal.say(`synod: ${owned.damage}`)
}
