import { platform, tmpdir } from 'node:os'
import { createBubblewrap, filterHere, findProgram } from './bubblewrap.ts'
import { runToEnd } from './run.ts'
import { createRuntimeSandbox, runtimeProblems } from './runtime.ts'
import type { Confinement, Sandbox, SandboxState } from './sandbox.ts'

export interface Sandboxes {
  readonly state: SandboxState
  /** For commands that reach no network; null where there is no sandbox. */
  readonly closed: Sandbox | null
  /** For commands that may reach some hosts. */
  readonly open: Sandbox | null
  /** Why `open` is missing though `closed` is there. */
  readonly openProblem: string
}

const ALLOWED =
  'allow unprivileged user namespaces (on Ubuntu: sysctl kernel.apparmor_restrict_unprivileged_userns=0; in Docker: --security-opt seccomp=unconfined --security-opt systempaths=unconfined)'

/** Finds the sandbox of this machine by running a command in it; a sandbox that is only installed is none. */
export async function findSandboxes(): Promise<Sandboxes> {
  switch (platform()) {
    case 'linux':
      return onLinux()
    case 'darwin': {
      const problems = runtimeProblems()
      if (problems.length > 0) return none(problems.join('; '))
      const sandbox = createRuntimeSandbox()
      const state = { available: true, reason: 'macOS sandbox-exec' }
      return { state, closed: sandbox, open: sandbox, openProblem: '' }
    }
    default:
      return none(`Synod knows no sandbox for ${platform()}: use Linux, macOS or WSL`)
  }
}

function none(reason: string): Sandboxes {
  return { state: { available: false, reason }, closed: null, open: null, openProblem: reason }
}

async function onLinux(): Promise<Sandboxes> {
  const program = findProgram('bwrap', process.env['PATH'] ?? '')
  if (program === null)
    return none('bubblewrap is not installed: install the package "bubblewrap" (and "socat" for network)')
  const filter = filterHere()
  if (filter === null)
    return none(`Synod's filter of system calls knows no ${process.arch}: use x64 or arm64`)
  const closed = createBubblewrap(program, filter)
  const problem = await tryOut(closed)
  if (problem !== '') return none(`bubblewrap cannot start here (${problem}): ${ALLOWED}`)
  const problems = runtimeProblems()
  const open = problems.length === 0 ? createRuntimeSandbox() : null
  return { state: { available: true, reason: 'bubblewrap' }, closed, open, openProblem: problems.join('; ') }
}

const NOTHING: Confinement = {
  ...{ hidden: [], readable: [], writable: [], kept: [], own: [], sealed: [], network: [] },
}

async function tryOut(sandbox: Sandbox): Promise<string> {
  const command = {
    program: process.execPath,
    args: ['--version'],
    cwd: tmpdir(),
    env: { ELECTRON_RUN_AS_NODE: '1' },
  }
  const ended = await runToEnd({
    launch: await sandbox.wrap(command, NOTHING),
    mark: 'detect',
    signal: AbortSignal.timeout(10_000),
    emit: () => undefined,
  })
  if (ended.exit === 0) return ''
  return ended.failure || ended.stderr.text.trim().split('\n').at(-1) || 'it gave no reason'
}
