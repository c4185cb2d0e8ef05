import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { plainGit, temporaryFolder, tool } from './testing/harness.mjs'

const { folder, remove } = temporaryFolder()
afterAll(remove)

const require = createRequire(import.meta.url)
const regression = 'test/regression-pollution.js'

beforeAll(() => {
  mkdirSync(join(folder, 'empty'))
})

// A fresh copy of the published package for each test.
function published(version: string, name: string): string {
  const root = join(folder, `${name}-${version}`)
  cpSync(dirname(require.resolve(`minimist-${version}/package.json`)), root, { recursive: true })
  return root
}

function small(name: string, files: Readonly<Record<string, string>>): string {
  const root = join(folder, name)
  mkdirSync(join(root, 'test'), { recursive: true })
  writeFileSync(join(root, 'package.json'), '{ "main": "index.js" }')
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text)
  return root
}

test('lint reports what ESLint finds and not the pollution', async () => {
  const { code, answer } = await tool('lint', [published('1.2.5', 'lint')])
  expect(code).toBe(0)
  const findings = answer['findings'] as readonly Record<string, unknown>[]
  expect(findings).toContainEqual({
    file: 'index.js',
    line: 81,
    column: 13,
    rule: 'no-redeclare',
    message: "'key' is already defined.",
    severity: 'error',
  })
  expect(answer['counts']).toMatchObject({ files: 17, findings: findings.length })
  // The line that pollutes is clean to every rule: that is why a search and a test are needed.
  expect(findings.filter(({ file, line }) => file === 'index.js' && Number(line) < 81)).toEqual([])
})

test('the code under review has no say in how it is linted', async () => {
  const root = small('linted', {
    'index.js': '/* eslint-disable */\neval("1"); if (a == b) {}',
    'eslint.config.js': 'module.exports = [{ rules: {} }]; throw new Error("was run")',
    'broken.js': 'function (',
  })
  const findings = (await tool('lint', [root])).answer['findings'] as readonly Record<string, unknown>[]
  const rules = findings.map(({ file, rule }) => `${file} ${rule}`)
  expect(rules).toContain('index.js no-eval')
  expect(rules).toContain('index.js eqeqeq')
  expect(rules).toContain('broken.js parse-error')
})

test('the search falsifies 1.2.5 within some tens of runs, and a seed repeats it', async () => {
  const root = published('1.2.5', 'search')
  for (const seed of ['1', '2', '3']) {
    const { code, answer } = await tool('find-pollution', [root, '--seed', seed])
    expect(code).toBe(0)
    expect(answer).toMatchObject({ found: true, seed: Number(seed), polluted: 'Object.a' })
    expect(Number(answer['runs'])).toBeLessThan(100)
    expect(answer['argv']).toEqual([expect.stringMatching(/^--(no-)?constructor\.a(=x)?$/)])
    expect((await tool('find-pollution', [root, '--seed', seed])).answer).toEqual(answer)
  }
})

test('the property holds 3,000 runs on 1.2.6', async () => {
  const { code, answer } = await tool('find-pollution', [published('1.2.6', 'search'), '--runs', '3000'])
  expect(code).toBe(0)
  expect(answer).toEqual({ found: false, seed: 1, runs: 3000 })
})

test('a library that spoils the built-ins, prints or throws is searched all the same', async () => {
  const root = small('hostile', {
    'index.js': `module.exports = function (argv) {
      console.log('{"found":false}')
      Array.prototype.push = Object.keys = Set.prototype.has = null
      Reflect.ownKeys = function () { return [] }
      if (argv.length > 2) Map.prototype.secret = 1
      throw new Error('no')
    }`,
  })
  const { answer } = await tool('find-pollution', [root])
  expect(answer).toMatchObject({ found: true, polluted: 'Map.prototype.secret' })
  expect(answer['argv']).toHaveLength(3)
})

test('a library that cannot be searched is named', async () => {
  const root = small('unloadable', { 'index.js': 'throw new Error("cannot start")' })
  const { code, answer } = await tool('find-pollution', [root])
  expect(code).toBe(2)
  expect(answer['error']).toContain('cannot start')
  expect((await tool('find-pollution', [join(folder, 'missing')])).answer['error']).toContain(
    'is not a folder',
  )
  expect((await tool('find-pollution', [root, '--runs', 'many'])).code).toBe(2)
})

test('the counterexample becomes a test that fails before the published change and passes after', async () => {
  const root = published('1.2.5', 'chain')
  const argv = (await tool('find-pollution', [root])).answer['argv']
  const wrote = await tool('write-test', [root, '--argv', JSON.stringify(argv)])
  expect(wrote.answer).toEqual({ file: regression, argv })
  const before = await tool('run-tests', [root])
  expect(before.code).toBe(1)
  expect(before.answer).toMatchObject({ passed: 144, failed: 1 })
  expect(before.answer['files']).toContainEqual({
    file: regression,
    passed: 0,
    failed: 1,
    failures: [
      {
        name: 'parsing adds no key to a built-in: no built-in has gained a key',
        expected: '[]',
        actual: "[ 'Object.a' ]",
      },
    ],
  })
  const change = ['--from', '1.2.5', '--to', '1.2.6']
  const changed = await tool('published-change', [root, ...change])
  expect(changed.answer).toEqual({ files: ['index.js', 'package.json'], insertions: 7, deletions: 3 })
  const after = await tool('run-tests', [root])
  expect(after).toMatchObject({ code: 0, answer: { passed: 145, failed: 0 } })
  expect((await tool('published-change', [root, ...change])).answer['nothing']).toBe(true)
  expect((await tool('find-pollution', [root])).answer['found']).toBe(false)
}, 60_000)

test('a regression test carries any argument list and is the same each time', async () => {
  const root = published('1.2.6', 'quoting')
  const argv = ['--a=\'"\\', '\u2028\n', '${x}', '\\"', '--']
  const text = async () => {
    expect((await tool('write-test', [root, '--argv', JSON.stringify(argv)])).code).toBe(0)
    return readFileSync(join(root, regression), 'utf8')
  }
  const first = await text()
  expect(await text()).toBe(first)
  const list = /^var argv = (.*);$/m.exec(first)?.[1] ?? ''
  expect(new Function(`return ${list}`)()).toEqual(argv)
  expect((await tool('run-tests', [root, '--only', regression])).code).toBe(0)
  for (const bad of ['[]', '["a", 1]', 'x', '{}']) {
    expect((await tool('write-test', [root, '--argv', bad])).code).toBe(2)
  }
})

test('a test file that stops midway, leans on our packages, or tests nothing is no success', async () => {
  const root = small('bad-tests', {
    'index.js': '',
    'test/crash.js': "require('tape')('a', function (t) { t.ok(true); throw new TypeError('broke') })",
    'test/exit.js': "require('tape')('a', function (t) { t.plan(2); t.ok(true); process.exit(0) })",
    'test/lean.js': "require('eslint')",
    'test/nothing.js': '',
    'test/good.js': "require('tape')('a', function (t) { t.deepEqual({ a: 1 }, { a: 1 }); t.end() })",
  })
  const { code, answer } = await tool('run-tests', [root])
  expect(code).toBe(1)
  const files = answer['files'] as readonly Record<string, unknown>[]
  const failed = files.filter(({ failed }) => Number(failed) > 0).map(({ file }) => file)
  const names = ['crash', 'exit', 'lean', 'nothing']
  expect(failed).toEqual(names.map((name) => `test/${name}.js`))
  expect(JSON.stringify(files[0])).toContain('broke')
  expect(JSON.stringify(files[3])).toContain("Cannot find module 'eslint'")
}, 60_000)

test('a test file that hangs is stopped at the limit', async () => {
  const hang = "require('tape')('a', function (t) { setInterval(function () {}, 1000) })"
  const root = small('hanging', { 'index.js': '', 'test/hang.js': hang })
  const { code, answer } = await tool('run-tests', [root, '--limit', '1'])
  expect(code).toBe(1)
  expect(JSON.stringify(answer)).toContain('an end within 1 s')
})

test('no tests, or a file outside, is not a run', async () => {
  const none = await tool('run-tests', [join(folder, 'empty')])
  expect(none.code).toBe(2)
  expect(none.answer['error']).toContain('has no tests')
  const outside = ['--only', '../empty/x.js']
  expect((await tool('run-tests', [published('1.2.6', 'outside'), ...outside])).code).toBe(2)
})

test('a change that does not fit changes nothing, in a repository inside another too', async () => {
  const root = published('1.2.5', 'conflict')
  await plainGit(folder, ['init', '--quiet'])
  const file = join(root, 'index.js')
  writeFileSync(file, readFileSync(file, 'utf8').replace("if (key === '__proto__') return;", '// gone'))
  const before = readFileSync(file, 'utf8')
  const change = ['--from', '1.2.5', '--to', '1.2.6']
  const { code, answer } = await tool('published-change', [root, ...change])
  expect(code).toBe(1)
  expect(answer['error']).toContain('patch failed: index.js')
  expect(readFileSync(file, 'utf8')).toBe(before)
  expect(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version).toBe('1.2.5')
  const inner = published('1.2.5', 'inner')
  expect((await tool('published-change', [inner, ...change])).answer['files']).toHaveLength(2)
  expect(readFileSync(join(inner, 'index.js'), 'utf8')).toContain('isConstructorOrProto')
  rmSync(join(folder, '.git'), { recursive: true })
})

test('each tool leaves one line in the count file when it acts', async () => {
  const file = join(folder, 'count')
  const root = published('1.2.6', 'counted')
  const env = { SYNOD_COUNT_FILE: file }
  await Promise.all([
    tool('lint', [root], env),
    tool('find-pollution', [root, '--runs', '1'], env),
    tool('run-tests', [root, '--only', 'test/dash.js'], env),
    tool('find-pollution', [root, '--runs', '0'], env),
  ])
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  const counted = lines.map((line) => JSON.parse(line) as { tool: string; pid: number })
  expect(counted.map((line) => line.tool).sort()).toEqual(['find-pollution', 'lint', 'run-tests'])
  expect(new Set(counted.map(({ pid }) => pid)).size).toBe(3)
})
