import { spawn } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import type { ChildEnd, Job } from './crash-child.ts'

const CHILD = join(import.meta.dirname, 'crash-child.ts')
const PATIENCE_MS = 60_000

export interface Ended {
  readonly signal: NodeJS.Signals | null
  readonly stderr: string
  /** Null when it did not come to an end of its own. */
  readonly end: ChildEnd | null
}

/** Runs one host in a process of its own. `cache` is where compiled modules are kept: hundreds start the same. */
export function runChild(job: Job, cache: string): Promise<Ended> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', CHILD, JSON.stringify(job)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: cache, SYNOD_COUNT_FILE: job.counts },
      timeout: PATIENCE_MS,
      killSignal: 'SIGABRT',
    },
  )
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (_code, signal) => {
      const end = said.out === '' ? null : (JSON.parse(said.out) as ChildEnd)
      resolve({ signal, stderr: said.err, end })
    })
  })
}
