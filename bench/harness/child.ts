import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { PEERS } from './places.ts'

const ENTRY = join(import.meta.dirname, '..', 'contender.ts')

/** What every contender's process sees: released code, no telemetry, no folder of the person's own. */
function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: 'production',
    LANGSMITH_TRACING: 'false',
    N8N_DIAGNOSTICS_ENABLED: 'false',
    N8N_ENCRYPTION_KEY: 'bench',
    N8N_USER_FOLDER: join(PEERS, 'n8n-home'),
  }
}

/** A contender in a process of its own, so that no one's heap or compiled code weighs on another's. */
export class Child {
  private readonly process: ChildProcess
  private stderr = ''

  constructor(name: string, entry = ENTRY) {
    this.process = fork(entry, [name], {
      env: environment(),
      execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.process.stderr?.setEncoding('utf8')
    this.process.stderr?.on('data', (text: string) => {
      this.stderr = (this.stderr + text).slice(-4000)
    })
  }

  /** Sends one request and waits for its answer; a process that ends instead is an error with what it said. */
  ask<Answer>(request: object): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const done = (act: () => void): void => {
        this.process.off('message', answered)
        this.process.off('exit', ended)
        act()
      }
      const answered = (message: { readonly answer?: Answer; readonly error?: string }): void =>
        done(() => {
          if (message.error === undefined) resolve(message.answer as Answer)
          else reject(new Error(message.error))
        })
      const ended = (code: number | null): void =>
        done(() => reject(new Error(`the process ended (${code}): ${this.stderr.trim()}`)))
      this.process.on('message', answered)
      this.process.on('exit', ended)
      this.process.send(request)
    })
  }

  /** As a power cut would; resolves once it is gone. */
  kill(): Promise<void> {
    return new Promise((resolve) => {
      if (this.process.exitCode !== null || this.process.signalCode !== null) return resolve()
      this.process.on('exit', () => resolve())
      this.process.kill('SIGKILL')
    })
  }
}

/** The other side: answers requests one after the other. */
export function answerRequests<Request>(answer: (request: Request) => Promise<unknown>): void {
  process.on('message', (request: Request) => {
    answer(request).then(
      (value) => process.send?.({ answer: value }),
      (error: Error) => process.send?.({ error: error.stack ?? error.message }),
    )
  })
}
