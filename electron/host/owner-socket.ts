import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { chmodSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import process from 'node:process'
import { z } from 'zod'
import type { FramePort } from '../../shared/api/wire.ts'
import type { Served } from './connection.ts'
import type { OwnerRecord } from './owner-file.ts'
import { readLines, socketPort } from './socket-port.ts'

/** What a path of a local socket may have in bytes on every Unix. */
const SOCKET_PATH_MAX = 100
/** The name of a socket that has a folder to itself. */
const ALONE = 's'
const HELLO_MAX = 4096
/** Answers that are under way when the owner ends are waited for this long. */
const DRAIN_MS = 2_000
const HELLO_MS = 5_000
const WELCOME = '{"type":"welcome"}'

const helloSchema = z.strictObject({ type: z.literal('hello'), token: z.string() })

/** Equal in constant time, whatever the lengths. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Uint8Array => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

export function newToken(): string {
  return randomBytes(24).toString('base64url')
}

/** A place for the owner's socket: in the home, or in a folder of its own where the home's path is too long. */
export function socketPlace(home: string, platform = process.platform): string {
  if (platform === 'win32') return `\\\\.\\pipe\\synod-${randomBytes(12).toString('hex')}`
  const inHome = socketInHome(home)
  if (Buffer.byteLength(inHome) <= SOCKET_PATH_MAX) return inHome
  return join(mkdtempSync(join(tmpdir(), 'synod-')), ALONE)
}

export function socketInHome(home: string): string {
  return join(home, 'synod.sock')
}

/** Removes a socket, and the folder that was made for it alone: an empty one, so that nothing of a person's can go. */
export function removeSocket(path: string): void {
  if (process.platform === 'win32') return
  rmSync(path, { force: true })
  if (basename(path) !== ALONE) return
  try {
    rmdirSync(dirname(path))
  } catch {
    // It is not empty, or it has gone already.
  }
}

export interface OwnerSocket {
  /** Connections that are open now. */
  connected(): number
  close(): Promise<void>
}

/** Serves everyone who knows the token. */
export async function listenAsOwner(
  owner: OwnerRecord,
  attach: (port: FramePort) => Served,
): Promise<OwnerSocket> {
  const open = new Set<Socket>()
  const served = new Map<Socket, Served>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.once('close', () => {
      open.delete(socket)
      served.delete(socket)
    })
    socket.on('error', () => socket.destroy())
    welcome(socket, owner.token, (port) => void served.set(socket, attach(port)))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(owner.socket, resolve)
  })
  if (process.platform !== 'win32') chmodSync(owner.socket, 0o600)
  return {
    connected: () => open.size,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of open) if (!served.has(socket)) socket.destroy()
      await within(DRAIN_MS, Promise.all([...served.values()].map((one) => one.drain())))
      for (const socket of open) socket.destroySoon()
      if (!(await within(DRAIN_MS, closed))) for (const socket of open) socket.destroy()
      removeSocket(owner.socket)
    },
  }
}

/** Whether it came to its end in time. */
async function within(ms: number, end: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  const inTime = await Promise.race([end.then(() => true), late])
  clearTimeout(timer)
  return inTime
}

function welcome(socket: Socket, token: string, attach: (port: FramePort) => void): void {
  const late = setTimeout(() => socket.destroy(), HELLO_MS)
  socket.once('close', () => clearTimeout(late))
  const lines = readLines(socket, HELLO_MAX)
  lines.take((line) => {
    lines.take(null)
    clearTimeout(late)
    if (!isHello(line, token)) {
      socket.destroy()
      return
    }
    socket.write(`${WELCOME}\n`)
    attach(socketPort(socket, lines))
  })
}

function isHello(line: string, token: string): boolean {
  try {
    return sameSecret(helloSchema.parse(JSON.parse(line)).token, token)
  } catch {
    return false
  }
}

/** Reaches an owner, or answers null where nobody listens or who listens is not the one of this record. */
export function reachOwner(owner: OwnerRecord): Promise<FramePort | null> {
  return new Promise((resolve) => {
    const socket = connect(owner.socket)
    const lines = readLines(socket, HELLO_MAX)
    const late = setTimeout(() => socket.destroy(), HELLO_MS)
    const fail = (): void => {
      clearTimeout(late)
      resolve(null)
    }
    socket.on('error', () => socket.destroy())
    socket.once('close', fail)
    socket.once('connect', () => {
      socket.write(`${JSON.stringify({ type: 'hello', token: owner.token })}\n`)
    })
    lines.take((line) => {
      lines.take(null)
      clearTimeout(late)
      if (line !== WELCOME) {
        socket.destroy()
        return
      }
      socket.off('close', fail)
      resolve(socketPort(socket, lines))
    })
  })
}
