import { type ChildProcess, type StdioPipe, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { Keeper, type Kept, Pacer } from './capture.ts'
import { endMarked, endOne, findLive, findMarked, type Live, signal as send } from './processes.ts'
import type { Launch } from './sandbox.ts'

export interface RunOptions {
  readonly launch: Launch
  /** The value of the mark in its environment. */
  readonly mark: string
  readonly signal: AbortSignal
  readonly emit: (text: string) => void
}

export interface Ended {
  /** False: the program never ran, so nothing happened. */
  readonly started: boolean
  /** Null when a signal ended it. */
  readonly exit: number | null
  readonly signal: string
  /** Why it could not be started. */
  readonly failure: string
  /** It was ended because nobody wants its answer any more. */
  readonly stopped: boolean
  readonly stdout: Kept
  readonly stderr: Kept
  readonly seconds: number
}

const GRACE_MS = 2_000
/** Without a sandbox a child may have got away with the output still open. */
const DRAIN_MS = 500

/** Runs a program to its end, and everything that it started with it: when this resolves, none of it can act. */
export async function runToEnd(options: RunOptions): Promise<Ended> {
  const { launch, signal } = options
  const since = performance.now()
  const output = { out: new Keeper('start'), err: new Keeper('end') }
  const done = (facts: Partial<Ended>): Ended => ({
    ...{ started: true, exit: null, signal: '', failure: '', stopped: signal.aborted },
    ...{ stdout: output.out.kept(), stderr: output.err.kept(), seconds: (performance.now() - since) / 1000 },
    ...facts,
  })
  try {
    if (signal.aborted) return done({ started: false })
    const child = start(launch)
    if (child instanceof Error) return done({ started: false, failure: child.message })
    return done(await follow(child, options, output))
  } finally {
    launch.release()
  }
}

async function follow(
  child: ChildProcess,
  { launch, mark, signal, emit }: RunOptions,
  output: { readonly out: Keeper; readonly err: Keeper },
): Promise<Partial<Ended>> {
  const pacer = new Pacer(emit)
  const inside: Inside = { pid: 0, live: Promise.resolve(null), exit: null }
  const failed = new Promise<Error>((resolve) => child.once('error', resolve))
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const exited = new Promise<Exit>((resolve) => child.once('exit', (code, name) => resolve([code, name])))
  for (const [name, stream] of [['out', child.stdout] as const, ['err', child.stderr] as const]) {
    stream?.on('data', (bytes: Buffer) => {
      output[name].add(bytes)
      pacer.add(name, bytes)
    })
  }
  feed(child, launch, inside)
  const stop = (): void =>
    void stopAll(child, inside, mark, exited).catch(() => {
      child.kill('SIGKILL')
    })
  signal.addEventListener('abort', stop, { once: true })
  try {
    const first = await Promise.race([failed, exited])
    if (first instanceof Error) return { started: child.pid !== undefined, failure: first.message }
    await endRest(child, inside, mark)
    // In a sandbox nothing is left that could hold a stream open, and what bubblewrap told of the end must be read.
    if (launch.status !== null) await closed
    else await Promise.race([closed, pause(DRAIN_MS, undefined, { ref: false })])
    return judge(first, launch, inside)
  } finally {
    pacer.flush()
    signal.removeEventListener('abort', stop)
    for (const stream of child.stdio) stream?.destroy()
  }
}

type Exit = readonly [code: number | null, signal: string | null]

/** What bubblewrap told of the process within. */
interface Inside {
  /** The first process of the sandbox; with it ends everything in it. 0 while not known. */
  pid: number
  live: Promise<Live | null>
  exit: number | null
}

function start(launch: Launch): ChildProcess | Error {
  const more = launch.inputs.length + (launch.status === null ? 0 : 1)
  const extra = Array.from({ length: more }, (): StdioPipe => 'pipe')
  try {
    return spawn(launch.program, [...launch.args], {
      cwd: launch.cwd,
      env: launch.env,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe', ...extra],
    })
  } catch (thrown) {
    return thrown as Error
  }
}

function feed(child: ChildProcess, launch: Launch, inside: Inside): void {
  launch.inputs.forEach((bytes, at) => {
    const pipe = child.stdio[3 + at] as Writable | null | undefined
    // A program that ends before it has read all says so by its exit code.
    pipe?.on('error', () => undefined)
    pipe?.end(bytes)
  })
  if (launch.status === null) return
  const status = child.stdio[launch.status] as Readable | null | undefined
  let text = ''
  status?.on('error', () => undefined)
  status?.on('data', (bytes: Buffer) => {
    text += bytes.toString('utf8')
    const pid = Number(/"child-pid": (\d+)/.exec(text)?.[1] ?? 0)
    if (pid !== inside.pid) Object.assign(inside, { pid, live: findLive(pid) })
    const exit = /"exit-code": (\d+)/.exec(text)?.[1]
    if (exit !== undefined) inside.exit = Number(exit)
  })
}

function judge([code, name]: Exit, launch: Launch, inside: Inside): Partial<Ended> {
  if (launch.status === null) return { exit: code, signal: name ?? '' }
  // Bubblewrap tells an exit code only of a program that it could start.
  if (inside.exit !== null) return fromShell(inside.exit)
  if (name !== null) return { started: inside.pid !== 0, signal: name }
  return { started: false, exit: code }
}

/** Bubblewrap reports a signal as a shell does: 128 and its number. */
function fromShell(exit: number): Partial<Ended> {
  const name = exit > 128 ? SIGNALS[exit - 128] : undefined
  return name === undefined ? { exit } : { exit: null, signal: name }
}

const SIGNALS: Readonly<Record<number, string>> = {
  ...{ 1: 'SIGHUP', 2: 'SIGINT', 3: 'SIGQUIT', 4: 'SIGILL', 6: 'SIGABRT', 7: 'SIGBUS', 8: 'SIGFPE' },
  ...{ 9: 'SIGKILL', 11: 'SIGSEGV', 13: 'SIGPIPE', 15: 'SIGTERM', 24: 'SIGXCPU', 25: 'SIGXFSZ' },
}

/** Asks everything to end, and after a while makes it. */
async function stopAll(
  child: ChildProcess,
  inside: Inside,
  mark: string,
  exited: Promise<unknown>,
): Promise<void> {
  const { pid } = child
  if (pid === undefined) return
  const over = exited.then(() => true)
  // In a sandbox the processes are a session of their own, and its first one ends when the last one has.
  if (inside.pid > 0) send(-inside.pid, 'SIGTERM')
  else send(-pid, 'SIGTERM')
  if (await Promise.race([over, pause(GRACE_MS, false)])) return
  if (inside.pid > 0) send(inside.pid, 'SIGKILL')
  else for (const one of await findMarked((value) => value === mark)) send(one.pid, 'SIGKILL')
  if (await Promise.race([over, pause(GRACE_MS, false)])) return
  send(-pid, 'SIGKILL')
}

/** The program is over; what it left running ends with it, or it would write into the next one's files. */
async function endRest(child: ChildProcess, inside: Inside, mark: string): Promise<void> {
  // Bubblewrap goes as soon as the program does; the kernel ends the others with the sandbox's first process.
  const first = await inside.live
  if (first !== null) await endOne(first)
  else if (inside.pid === 0) await endMarked((value) => value === mark, child.pid)
}
