import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { findChromium } from './setup/chromium.mjs'
import { findElectron, whyNoWindow } from './setup/electron.mjs'
import { explain } from './setup/packages.mjs'
import { run, which } from './setup/terminal.mjs'
import { countsOf, skipReasons } from './steps.mjs'

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('what a failed installation says', () => {
  test.each([
    [
      'npm error code ENOTFOUND\nnpm error network request failed',
      /registry can't be reached.*run the command again/,
    ],
    ['npm error code ECONNREFUSED', /registry can't be reached/],
    ['npm error code ENOSPC', /disk is full/],
    ['npm error code EACCES', /may not write node_modules/],
    [
      '`npm ci` can only install packages when your package.json and package-lock.json are in sync',
      /disagree/,
    ],
    ['npm error something else', /npm ci failed; it said:\nnpm error something else/],
  ])('%s', (output, message) => {
    expect(explain(output)).toMatch(message)
  })
})

test('the closing line adds the reports of both runners', () => {
  expect(countsOf({ numPassedTests: 7, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 })).toEqual({
    passed: 7,
    failed: 1,
    skipped: 3,
  })
  expect(countsOf({ stats: { expected: 4, unexpected: 2, flaky: 0, skipped: 3 }, suites: [] })).toEqual({
    passed: 4,
    failed: 2,
    skipped: 3,
  })
})

test('each reason for skipping is told once', () => {
  const annotations = [{ type: 'skip', description: 'no Electron binary' }]
  const skipped = { status: 'skipped', annotations, results: [{ status: 'skipped', annotations }] }
  const passed = { status: 'expected', annotations: [{ type: 'skip', description: 'never' }] }
  const report = { suites: [{ specs: [{ tests: [skipped] }, { tests: [skipped] }, { tests: [passed] }] }] }
  expect(skipReasons(report)).toEqual(['no Electron binary (2 tests)'])
})

describe('programs of the machine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'synod-setup-'))
  const program = join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron')
  writeFileSync(program, '')
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  test('are found in PATH', () => {
    vi.stubEnv('PATH', folder)
    expect(which('electron')).toBe(program)
    expect(which('nothing-of-this-name')).toBeUndefined()
  })

  test('a named Chromium comes first', () => {
    vi.stubEnv('CHROMIUM_PATH', program)
    expect(findChromium()).toBe(program)
  })

  test('Electron is found where it is said to be, and not where it is not', () => {
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder)
    expect(findElectron()).toBe(program)
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', join(folder, 'elsewhere'))
    expect(findElectron()).toBeUndefined()
  })
})

test.runIf(process.platform === 'linux')('without a display there is no window', () => {
  vi.stubEnv('DISPLAY', '')
  vi.stubEnv('WAYLAND_DISPLAY', '')
  expect(whyNoWindow()).toBe('there is no display')
})

describe('running a program', () => {
  test('keeps both streams and the exit code', async () => {
    const script = "console.log('out'); console.error('err'); process.exitCode = 3"
    const outcome = await run(process.execPath, ['-e', script])
    expect(outcome.code).toBe(3)
    expect(outcome.output).toContain('out\n')
    expect(outcome.output).toContain('err\n')
  })

  test('says why one could not be started', async () => {
    expect(await run('nothing-of-this-name', [])).toMatchObject({
      code: 127,
      output: expect.stringContaining('ENOENT'),
    })
  })

  test('ends one that takes too long', async () => {
    const outcome = await run(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { timeout_ms: 300 })
    expect(outcome.code).not.toBe(0)
    expect(outcome.output).toContain('stopped after')
  })
})
