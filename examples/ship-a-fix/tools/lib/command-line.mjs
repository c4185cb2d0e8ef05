import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** An expected end: one sentence for people, an exit code, and facts for the JSON answer. */
export class Stop extends Error {
  constructor(code, message, facts = {}) {
    super(message)
    this.code = code
    this.facts = facts
  }
}

/** Runs a tool: its answer, or { error }, is the one JSON object on stdout. */
export async function run(work) {
  try {
    print(await work())
  } catch (cause) {
    const known = cause instanceof Stop
    process.stderr.write(`${known ? cause.message : String(cause?.stack ?? cause)}\n`)
    process.exitCode = known ? cause.code : 2
    print({ ...(known ? cause.facts : {}), error: String(cause?.message ?? cause) })
  }
}

function print(answer) {
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}

export function say(line) {
  process.stderr.write(`${line}\n`)
}

/** `options` maps a name to its default, or to undefined where it must be given. */
export function readArguments(usage, positionals, options) {
  const names = Object.keys(options)
  let read
  try {
    read = parseArgs({
      allowPositionals: true,
      options: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
    })
  } catch (cause) {
    throw new Stop(2, `${cause.message.split('\n')[0]} Usage: ${usage}`)
  }
  const missing = names.find((name) => !(name in read.values) && options[name] === undefined)
  if (missing) throw new Stop(2, `--${missing} is missing. Usage: ${usage}`)
  if (read.positionals.length !== positionals.length) {
    const expected = positionals.length === 0 ? 'nothing' : positionals.join(' and ')
    throw new Stop(2, `Expected ${expected} besides the options. Usage: ${usage}`)
  }
  const placed = positionals.map((name, index) => [name, read.positionals[index]])
  return { ...options, ...read.values, ...Object.fromEntries(placed) }
}

export function folder(path) {
  const whole = resolve(path)
  if (!statSync(whole, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Stop(2, `${whole} is not a folder.`)
  }
  return whole
}

export function whole(text, name, least) {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < least) {
    throw new Stop(2, `--${name} must be a whole number of at least ${least}, not "${text}".`)
  }
  return number
}

export function commitId(text, name) {
  if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text)) {
    throw new Stop(2, `--${name} must be a whole commit id, not "${text}".`)
  }
  return text
}
