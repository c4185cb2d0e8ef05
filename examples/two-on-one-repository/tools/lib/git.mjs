import { execFileSync } from 'node:child_process'
import process from 'node:process'

/** Runs git and gives what it printed. What a user or a machine has configured must not change what these tools do. */
export function git(folder, args, env = {}) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))
  const plain = {
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  }
  return execFileSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...Object.fromEntries(inherited), ...plain, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}
