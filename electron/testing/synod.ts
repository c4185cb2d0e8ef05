import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { projectRoot } from '../host/places.ts'

export interface SynodOptions {
  readonly home: string
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A `synod` command as a real process, as a person without a terminal would start it. */
export interface Running {
  readonly pid: number
  readonly ended: Promise<Ended>
  /** Lines of stderr so far, whole ones. */
  lines(): readonly string[]
  /** Resolves with the first line of stderr that matches; rejects when the process ends without one. */
  line(pattern: RegExp): Promise<string>
  /** Resolves once this many lines were said, or the process has ended. */
  said(lines: number): Promise<void>
  kill(signal?: NodeJS.Signals): void
}

/** A sandbox is used wherever there is one; without one the same commands run all the same. */
export const SANDBOX_OR_NOT = ['--unsandboxed', 'allow'] as const

const running = new Set<ChildProcess>()

export function startSynod(args: readonly string[], options: SynodOptions): Running {
  const main = join(projectRoot(), 'electron', 'cli', 'main.ts')
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
    cwd: options.cwd ?? projectRoot(),
    env: environment(options),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const text = { out: '', err: '' }
  const waiting = new Set<() => void>()
  let over = false
  const look = (): void => {
    for (const check of [...waiting]) check()
  }
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text.out += piece
  })
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    text.err += piece
    look()
  })
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      over = true
      running.delete(child)
      look()
      resolve({ code, stdout: text.out, stderr: text.err })
    })
  })
  const lines = (): readonly string[] => text.err.split('\n').slice(0, -1)
  const until = (met: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!over && !met()) return
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })
  return {
    pid: child.pid ?? 0,
    ended,
    lines,
    async line(pattern) {
      const find = (): string | undefined => lines().find((one) => pattern.test(one))
      await until(() => find() !== undefined)
      const found = find()
      if (found === undefined) throw new Error(`synod ended without saying ${pattern}:\n${text.err}`)
      return found
    },
    said: (count) => until(() => lines().length >= count),
    kill: (signal = 'SIGKILL') => void child.kill(signal),
  }
}

/** Runs a command to its end. */
export function synod(args: readonly string[], options: SynodOptions): Promise<Ended> {
  return startSynod(args, options).ended
}

/** Ends what a failed test left running. */
export function endSynods(): void {
  for (const child of running) child.kill('SIGKILL')
}

/** The one JSON object that a command with `--json` prints; anything else on stdout is a failure. */
export function jsonOf<T>({ stdout, stderr }: Ended): T {
  const rows = stdout.split('\n').filter((row) => row !== '')
  if (rows.length !== 1) throw new Error(`expected one line of JSON on stdout, got:\n${stdout}\n${stderr}`)
  return JSON.parse(rows[0] ?? '') as T
}

/** What `run` and `resume` end with. */
export interface RunEnd {
  readonly run: string
  readonly status: string
  readonly message: string
  readonly outputs: { readonly [output: string]: readonly Readonly<Record<string, unknown>>[] }
  readonly effects: readonly {
    readonly id: string
    readonly kind: string
    readonly class: string
    readonly attempts: number
    readonly status: string
  }[]
}

/** Keys and settings of whoever runs the tests must not decide which model answers. */
function environment({ home, env = {} }: SynodOptions): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^SYNOD_|_API_KEY$|_BASE_URL$|^VITEST|^NODE_OPTIONS$/.test(name),
  )
  return { ...Object.fromEntries(kept), SYNOD_HOME: home, SYNOD_STANDIN_PACE_MS: '0', ...env }
}
