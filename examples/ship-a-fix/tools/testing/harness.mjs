import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const tools = dirname(import.meta.dirname)

/**
 * Runs a tool as a process and returns its exit code, its one JSON answer and what it said.
 * @param {string} name
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} env
 * @returns {Promise<{ code: number, answer: Record<string, unknown>, said: string }>}
 */
export function tool(name, args, env = {}) {
  return new Promise((done, fail) => {
    const options = { env: { ...process.env, ...env }, maxBuffer: 16_000_000 }
    execFile(process.execPath, [join(tools, `${name}.mjs`), ...args], options, (error, stdout, said) => {
      const lines = stdout.trimEnd().split('\n')
      if (lines.length !== 1) fail(new Error(`${name} printed ${lines.length} lines: ${stdout}${said}`))
      else done({ code: error ? Number(error.code) : 0, answer: JSON.parse(stdout), said })
    })
  })
}

/**
 * Runs plain git as somebody at a keyboard would, hooks and all.
 * @param {string} folder
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} env
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
export function plainGit(folder, args, env = {}) {
  const name = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost']
  return new Promise((done) => {
    const options = { cwd: folder, env: { ...process.env, ...env } }
    execFile('git', [...name, ...args], options, (error, stdout, stderr) => {
      done({ code: error ? Number(error.code) : 0, stdout: stdout.trim(), stderr })
    })
  })
}

/** A folder for one test file, and the function that removes it. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'synod-ship-a-fix-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/**
 * Commits everything in the repository and returns the commit's id.
 * @param {string} repository
 */
export async function commitAll(repository) {
  await plainGit(repository, ['add', '--all'])
  await plainGit(repository, ['commit', '--quiet', '--message', 'Change'])
  return (await plainGit(repository, ['rev-parse', 'HEAD'])).stdout
}
