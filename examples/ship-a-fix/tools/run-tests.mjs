// Runs the tests of a repository, each file with tape in a process of its own.
// Exit 0: all passed. 1: some failed. 2: bad arguments or the tests could not be run.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { childEnvironment } from './lib/child.mjs'
import { folder, readArguments, run, Stop, say, whole } from './lib/command-line.mjs'
import { count } from './lib/count.mjs'
import { spoken } from './lib/git.mjs'
import { readTap } from './lib/tap.mjs'

const usage = 'run-tests.mjs DIR [--only FILE] [--limit SECONDS]'
const provideTape = pathToFileURL(join(import.meta.dirname, 'lib', 'provide-tape.mjs')).href

await run(async () => {
  const given = readArguments(usage, ['DIR'], { only: '', limit: '30' })
  const root = folder(given.DIR)
  const limit_ms = whole(given.limit, 'limit', 1) * 1000
  const files = given.only ? [only(root, given.only)] : testFiles(root)
  count('run-tests')
  const results = await each(files, (file) => runFile(root, file, limit_ms))
  const total = (name) => results.reduce((sum, result) => sum + result[name], 0)
  const failed = total('failed')
  if (failed > 0) process.exitCode = 1
  say(`${total('passed')} passed, ${failed} failed in ${files.length} files`)
  return { passed: total('passed'), failed, files: results }
})

function testFiles(root) {
  const tests = join(root, 'test')
  const names = existsSync(tests) ? readdirSync(tests).filter((name) => /^[^.].*\.js$/.test(name)) : []
  if (names.length === 0) throw new Stop(2, `${root} has no tests (no test/*.js).`)
  return names.sort().map((name) => `test/${name}`)
}

function only(root, path) {
  const inside = relative(root, resolve(root, path))
  if (inside.startsWith('..') || !existsSync(join(root, inside))) {
    throw new Stop(2, `${path} is not a file in ${root}.`)
  }
  return inside.split(sep).join('/')
}

async function each(files, work) {
  const results = []
  const waiting = files.entries()
  const lane = async () => {
    for (const [at, file] of waiting) results[at] = await work(file)
  }
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, lane))
  return results
}

async function runFile(root, file, limit_ms) {
  const ended = await execute(root, file, limit_ms)
  const { passed, failures, finished } = readTap(ended.stdout)
  const name = `${file} did not run to its end`
  if (ended.late) failures.push({ name, expected: `an end within ${limit_ms / 1000} s`, actual: 'stopped' })
  else if (!finished || (ended.code !== 0 && failures.length === 0)) {
    const actual = spoken(ended.stdout) || `exit ${ended.code}`
    failures.push({ name, expected: 'a complete report', actual: errorLine(ended.stderr) ?? actual })
  }
  return { file, passed, failed: failures.length, failures }
}

function errorLine(text) {
  return text.split('\n').find((line) => /^\w*Error\b/.test(line))
}

// The child stays in this process group, so that whoever stops this tool stops it too.
function execute(root, file, limit_ms) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ['--import', provideTape, join(root, file)], {
      cwd: root,
      env: childEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ended = { stdout: '', stderr: '', late: false }
    const collect = (name) => (text) => {
      if (ended[name].length < 4_000_000) ended[name] += text
    }
    child.stdout.setEncoding('utf8').on('data', collect('stdout'))
    child.stderr.setEncoding('utf8').on('data', collect('stderr'))
    const timer = setTimeout(() => {
      ended.late = true
      child.kill('SIGKILL')
      // A process that the test started may still hold these open.
      child.stdout.destroy()
      child.stderr.destroy()
    }, limit_ms)
    child.on('error', fail)
    child.on('close', (code) => {
      clearTimeout(timer)
      done({ ...ended, code })
    })
  })
}
