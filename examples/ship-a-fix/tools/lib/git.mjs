import { spawnSync } from 'node:child_process'
import { dirname } from 'node:path'
import { Stop } from './command-line.mjs'

// Git reads the environment, a global and a system file before the repository's own. None of them
// may change what these tools do, so that a commit id depends on the files alone.
function environment(extra) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))
  return {
    ...Object.fromEntries(inherited),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
    ...extra,
  }
}

/** Runs git to its end and returns { status, stdout, stderr, lost }; lost means it was cut off. */
export function tryGit(folder, args, { timeout_ms = 60_000, env = {}, input } = {}) {
  // The hooks and the file monitor of a repository that an agent may have written are programs of
  // that agent. On a push this silences the client's hooks only: production keeps its own.
  const quiet = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false']
  const done = spawnSync('git', [...quiet, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: environment({ GIT_CEILING_DIRECTORIES: dirname(folder), ...env }),
    input: input ?? '',
    killSignal: 'SIGKILL',
    maxBuffer: 64 * 1024 * 1024,
    timeout: timeout_ms,
  })
  if (done.error?.code === 'ENOENT') throw new Stop(2, 'Git was not found. Install git, then run this again.')
  return { status: done.status, stdout: done.stdout, stderr: done.stderr, lost: done.status === null }
}

/** Runs git and returns its output without the last line break; anything but success ends the tool. */
export function git(folder, args, options) {
  const done = tryGit(folder, args, options)
  if (done.status === 0) return done.stdout.replace(/\n$/, '')
  throw new Stop(2, `git ${args[0]} failed in ${folder}: ${spoken(done.stderr) || 'it was cut off'}`)
}

/** What git gave as its reason: the first line that it marked as such, else the last. */
export function spoken(text) {
  const lines = text.trim().split('\n')
  return lines.find((line) => /^(fatal|error): /.test(line)) ?? lines.at(-1) ?? ''
}

/** The commit at production's main, or undefined with the reason when it cannot be read. */
export function productionMain(production) {
  const seen = tryGit('/', ['ls-remote', '--', production, 'refs/heads/main'])
  if (seen.status !== 0) return { reason: spoken(seen.stderr) || 'git ls-remote was cut off' }
  const commit = seen.stdout.split('\t')[0]
  return commit ? { commit } : { reason: `${production} has no branch main` }
}
