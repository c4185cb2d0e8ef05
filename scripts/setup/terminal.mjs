/**
 * What the commands say and how they run others. Plain JavaScript without packages: this runs on Node 20,
 * before anything is installed.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const HEARTBEAT_MS = 15_000
const begun = performance.now()

/** Something that the person at the keyboard can put right; its message says how. */
export class SetupError extends Error {}

/**
 * One plain line, with the seconds since the command began.
 * @param {string} line
 */
export function say(line) {
  const seconds = ((performance.now() - begun) / 1000).toFixed(0).padStart(3)
  console.log(`[${seconds} s] ${line}`)
}

/**
 * @typedef {object} Outcome
 * @property {number} code 0 when it went well; 127 when the program could not be started.
 * @property {string} output Both streams, in the order in which they came.
 * @property {number} seconds
 */

/**
 * Runs a program to its end and keeps its output. A line now and then shows that it still works.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ label?: string, env?: NodeJS.ProcessEnv, timeout_ms?: number }} [options]
 * @returns {Promise<Outcome>}
 */
export function run(program, args, options = {}) {
  const start = performance.now()
  const seconds = () => (performance.now() - start) / 1000
  return new Promise((resolve) => {
    let output = ''
    const child = spawn(program, args, {
      cwd: ROOT,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeout_ms,
    })
    /** @param {Buffer} chunk */
    const keep = (chunk) => {
      output += chunk.toString()
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const heartbeat = setInterval(() => {
      if (options.label !== undefined) say(`  … ${options.label}, ${seconds().toFixed(0)} s so far`)
    }, HEARTBEAT_MS)
    /** @param {number} code @param {string} [more] */
    const end = (code, more = '') => {
      clearInterval(heartbeat)
      resolve({ code, output: output + more, seconds: seconds() })
    }
    child.on('error', (error) => end(127, error.message))
    child.on('close', (code, signal) => {
      const timedOut =
        signal !== null && options.timeout_ms !== undefined && seconds() * 1000 >= options.timeout_ms
      const why = timedOut ? `\nstopped after ${seconds().toFixed(0)} s` : `\nended by ${signal}`
      end(code ?? 1, signal === null ? '' : why)
    })
  })
}

/**
 * The full path of a program, or undefined where there is none.
 * @param {string} name
 * @returns {string | undefined}
 */
export function which(name) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : ['']
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const ending of endings) {
      const file = join(folder, name + ending)
      if (folder !== '' && existsSync(file)) return file
    }
  }
  return undefined
}

/**
 * The last lines of an output, for an error message.
 * @param {string} output
 * @param {number} [lines]
 */
export function tail(output, lines = 15) {
  return output.trimEnd().split('\n').slice(-lines).join('\n')
}
