import { describe, expect, test } from 'vitest'
import { explain } from './setup/packages.mjs'
import { countsOf, skipReasons } from './steps.mjs'

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
  const skipped = { status: 'skipped', annotations: [{ type: 'skip', description: 'no Electron binary' }] }
  const passed = { status: 'expected', annotations: [{ type: 'skip', description: 'never' }] }
  const report = { suites: [{ specs: [{ tests: [skipped] }, { tests: [skipped] }, { tests: [passed] }] }] }
  expect(skipReasons(report)).toEqual(['no Electron binary (2 tests)'])
})
