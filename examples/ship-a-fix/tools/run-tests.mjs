// Runs the tests of a repository, each file with tape in a process of its own.
// Exit 0: all passed. 1: some failed. 2: bad arguments or the tests could not be run.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, mkdirSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { folder, readArguments, run, say, Stop, whole } from './lib/command-line.mjs'
import { count } from './lib/count.mjs'
import { lastLine } from './lib/git.mjs'
import { readTap } from './lib/tap.mjs'

const usage = 'run-tests.mjs DIR [--only FILE] [--limit SECONDS]'

await run(async () => {
  const given = readArguments(usage, ['DIR'], { only: '', limit: '30' })
  const root = folder(given.DIR)
  const limit_ms = whole(given.limit, 'limit', 1) * 1000
  const files = given.only ? [only(root, given.only)] : testFiles(root)
  const modules = tapeAlone()
  try {
    count('run-tests')
    const results = await each(files, (file) => runFile(root, file, modules, limit_ms))
    const total = (name) => results.reduce((sum, result) => sum + result[name], 0)
    const failed = total('failed')
    if (failed > 0) process.exitCode = 1
    say(`${total('passed')} passed, ${failed} failed in ${files.length} files`)
    return { passed: total('passed'), failed, files: results }
  } finally {
    rmSync(modules, { recursive: true, force: true })
  }
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

// The repository's own dependencies are not installed. It gets tape and nothing else of ours, so
// that a test cannot lean on a package that happens to lie beside this script.
function tapeAlone() {
  const require = createRequire(import.meta.url)
  const tape = realpathSync(dirname(require.resolve('tape/package.json')))
  const modules = mkdtempSync(join(tmpdir(), 'synod-tape-'))
  mkdirSync(join(modules, 'node_modules'))
  symlinkSync(tape, join(modules, 'node_modules', 'tape'), 'junction')
  return modules
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

async function runFile(root, file, modules, limit_ms) {
  const ended = await execute(root, file, modules, limit_ms)
  const { passed, failures, finished } = readTap(ended.stdout)
  const name = `${file} did not run to its end`
  if (ended.late) failures.push({ name, expected: `an end within ${limit_ms / 1000} s`, actual: 'stopped' })
  else if (!finished || (ended.code !== 0 && failures.length === 0)) {
    const actual = lastLine(ended.stdout) || `exit ${ended.code}`
    failures.push({ name, expected: 'a complete report', actual: errorLine(ended.stderr) ?? actual })
  }
  return { file, passed, failed: failures.length, failures }
}

function errorLine(text) {
  return text.split('\n').find((line) => /^\w*Error\b/.test(line))
}

function execute(root, file, modules, limit_ms) {
  return new Promise((done, fail) => {
    const env = { ...process.env, NODE_PATH: join(modules, 'node_modules') }
    delete env.NODE_OPTIONS
    const child = spawn(process.execPath, [join(root, file)], { cwd: root, detached: true, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const ended = { stdout: '', stderr: '', late: false, code: 0 }
    for (const stream of ['stdout', 'stderr']) child[stream].setEncoding('utf8').on('data', (text) => {
      if (ended[stream].length < 4_000_000) ended[stream] += text
    })
    const timer = setTimeout(() => {
      ended.late = true
      process.kill(-child.pid, 'SIGKILL')
    }, limit_ms)
    child.on('error', fail)
    child.on('close', (code) => {
      clearTimeout(timer)
      done({ ...ended, code })
    })
  })
}
