import process from 'node:process'
import { createHostClient, type HostClient } from '../../shared/api/client.ts'
import { HostError } from '../../shared/api/contract.ts'
import type { FramePort } from '../../shared/api/wire.ts'
import { type Served, serveConnection } from './connection.ts'
import { type HomeLock, lockHome } from './home-lock.ts'
import { memoryPorts } from './memory-port.ts'
import { type OwnerRecord, readOwner, removeOwner, writeOwner } from './owner-file.ts'
import {
  listenAsOwner,
  newToken,
  type OwnerSocket,
  reachOwner,
  removeSocket,
  socketInHome,
  socketPlace,
} from './owner-socket.ts'
import { pipe } from './pipe.ts'
import type { Host, HostOptions } from './service.ts'

/** An owner that is just starting, or just ending, is waited for this long. */
const PATIENCE_MS = 20_000
const RETRY_MS = 50

export interface OwnerOptions extends HostOptions {
  /** Opens the host; a test puts another one here. */
  readonly open?: (options: HostOptions) => Promise<Host>
  readonly patience_ms?: number
}

/** A way to the host of a home, whichever process it runs in. */
export interface HomeAccess {
  readonly client: HostClient
  /** The host, when this process is the home's owner. */
  readonly owned: Host | null
  /** Serves a further connection: a window, a page, a command. */
  attach(port: FramePort): void
  /** Other processes that are connected to this owner now. */
  others(): number
  close(): Promise<void>
}

/** Becomes the owner of a home, or a client of the process that is it already. */
export async function connectOrOwn(options: OwnerOptions): Promise<HomeAccess> {
  const giveUpAt = performance.now() + (options.patience_ms ?? PATIENCE_MS)
  for (;;) {
    const lock = lockHome(options.home)
    if (lock !== null) return own(options, lock)
    const reached = await reach(options.home)
    if (reached !== null) return reached
    if (performance.now() > giveUpAt) throw silent(options.home)
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
  }
}

/** A client of the home's owner, or null where no process owns it. */
export async function reach(home: string): Promise<HomeAccess | null> {
  const owner = readOwner(home)
  const port = owner === null ? null : await reachOwner(owner)
  if (owner === null || port === null) return null
  const client = createHostClient(port)
  return {
    client,
    owned: null,
    attach: (from) => void forward(from, owner),
    others: () => 0,
    close: async () => client.close(),
  }
}

async function own(options: OwnerOptions, lock: HomeLock): Promise<HomeAccess> {
  try {
    removeLeftovers(options.home)
    const host = await (options.open ?? openRealHost)(options)
    const attach = (port: FramePort): Served => serveConnection(host.service, port)
    // A dormant host is there for this command alone: others wait for the moment that it takes.
    const door = options.dormant === true ? null : await openDoorOrClose(options.home, attach, host)
    const [inside, outside] = memoryPorts()
    attach(inside)
    let closing: Promise<void> | null = null
    const close = async (): Promise<void> => {
      await door?.close()
      await host.close()
      lock.release()
    }
    return {
      client: createHostClient(outside),
      owned: host,
      attach,
      others: () => door?.connected() ?? 0,
      close: () => {
        closing ??= close()
        return closing
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** A host that nobody can reach must not stay behind. */
async function openDoorOrClose(
  home: string,
  attach: (port: FramePort) => Served,
  host: Host,
): Promise<OwnerSocket> {
  try {
    return await openDoor(home, attach)
  } catch (error) {
    await host.close()
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    const message = `the home folder ${home} cannot be used: its disk is full, so make room there`
    throw new HostError({ code: 'internal', message })
  }
}

async function openDoor(home: string, attach: (port: FramePort) => Served): Promise<OwnerSocket> {
  const owner: OwnerRecord = {
    pid: process.pid,
    startedAt: Date.now(),
    socket: socketPlace(home),
    token: newToken(),
  }
  const socket = await listenAsOwner(owner, attach)
  try {
    writeOwner(home, owner)
  } catch (error) {
    await socket.close()
    throw error
  }
  return {
    connected: socket.connected,
    close: async () => {
      removeOwner(home)
      await socket.close()
    },
  }
}

/** Loaded by the owner alone: a command that only asks its owner starts without the whole host. */
async function openRealHost(options: HostOptions): Promise<Host> {
  const { openHost } = await import('./open-host.ts')
  return openHost(options)
}

/** What an owner left that was killed. Only who holds the lock may tidy up. */
function removeLeftovers(home: string): void {
  const dead = readOwner(home)
  // One that was killed before it could write where it listens left its socket all the same.
  removeSocket(socketInHome(home))
  if (dead !== null) removeSocket(dead.socket)
  removeOwner(home)
}

async function forward(from: FramePort, owner: OwnerRecord): Promise<void> {
  const gather = pipe(from)
  const to = await reachOwner(owner)
  if (to === null) from.close()
  else gather(to)
}

function silent(home: string): HostError {
  const owner = readOwner(home)
  const who = owner === null ? 'another process' : `process ${owner.pid}`
  return new HostError({
    code: 'unavailable',
    message: `${who} has the home folder ${home} but doesn't answer: end it, or name another home with --home`,
  })
}
