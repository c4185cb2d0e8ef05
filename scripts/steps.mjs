/** The steps of `npm run verify` and `npm test`: one line each, the output only of the one that fails. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { projectEnv } from './setup/node.mjs'
import { ROOT, run, say } from './setup/terminal.mjs'

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {readonly string[]} command Given to the project's Node.
 * @property {string} [report] The JSON report that it writes, for the closing line.
 */

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

const RESULTS = '.cache/results'
const BIOME = 'node_modules/@biomejs/biome/bin/biome'
const VITEST = 'node_modules/vitest/vitest.mjs'

/** @type {readonly Step[]} */
export const VERIFY = [
  { name: 'format', command: [BIOME, 'format'] },
  { name: 'lint', command: [BIOME, 'lint', '--error-on-warnings'] },
  { name: 'types', command: ['node_modules/typescript/bin/tsc', '-b'] },
  { name: 'tidy', command: ['scripts/tidy.ts'] },
  { name: 'dead code', command: ['node_modules/knip/bin/knip.js', '--no-config-hints'] },
  {
    name: 'unit tests',
    command: [
      VITEST,
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${RESULTS}/unit.json`,
    ],
    report: `${RESULTS}/unit.json`,
  },
  { name: 'build', command: ['scripts/build.mjs'] },
]

/** @type {readonly Step[]} */
export const END_TO_END = [
  {
    name: 'end to end',
    command: ['node_modules/@playwright/test/cli.js', 'test', '--pass-with-no-tests'],
    report: `${RESULTS}/e2e.json`,
  },
]

/** @type {readonly Step[]} */
export const DEEP = [
  {
    name: 'deep tests',
    command: [
      VITEST,
      'run',
      '--config=vitest.deep.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${RESULTS}/deep.json`,
    ],
    report: `${RESULTS}/deep.json`,
  },
]

/**
 * Runs the steps until one fails. The last line tells how many tests passed, failed and were skipped.
 * @param {readonly Step[]} steps
 * @param {string} node
 * @param {NodeJS.ProcessEnv} [more]
 * @returns {Promise<number>}
 */
export async function runSteps(steps, node, more = {}) {
  rmSync(join(ROOT, RESULTS), { recursive: true, force: true })
  mkdirSync(join(ROOT, RESULTS), { recursive: true })
  const counts = { passed: 0, failed: 0, skipped: 0 }
  const env = projectEnv(node, { ...more, [process.stdout.isTTY ? 'FORCE_COLOR' : 'NO_COLOR']: '1' })
  let code = 0
  for (const step of steps) {
    const outcome = await run(node, step.command, { label: step.name, env })
    if (step.report !== undefined) addReport(counts, step.report)
    say(
      `${outcome.code === 0 ? 'ok    ' : 'FAILED'}  ${step.name.padEnd(12)} ${outcome.seconds.toFixed(1)} s`,
    )
    if (outcome.code === 0) continue
    console.log(outcome.output)
    say(`FAILED  ${step.name}: see above`)
    code = 1
    break
  }
  // A step that failed without a failing test is a failure all the same.
  if (code !== 0 && counts.failed === 0) counts.failed = 1
  const { passed, failed, skipped } = counts
  if (passed + failed + skipped === 0) say('There are no tests of this sort yet')
  else console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
  return code
}

/**
 * @param {Counts} counts
 * @param {string} path
 */
function addReport(counts, path) {
  const report = readReport(path)
  if (report === undefined) return
  const { passed, failed, skipped } = countsOf(report)
  counts.passed += passed
  counts.failed += failed
  counts.skipped += skipped
  for (const reason of skipReasons(report)) say(`skipped: ${reason}`)
}

/**
 * @param {string} path
 * @returns {Record<string, unknown> | undefined}
 */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(join(ROOT, path), 'utf8'))
  } catch {
    // A runner that died wrote none; its exit code tells.
    return undefined
  }
}

/**
 * Reads Vitest's totals, or Playwright's.
 * @param {Record<string, unknown>} report
 * @returns {Counts}
 */
export function countsOf(report) {
  const stats = /** @type {Record<string, unknown>} */ (report['stats'] ?? report)
  /** @param {string} name */
  const number = (name) => Number(stats[name] ?? 0)
  return {
    passed: number('numPassedTests') + number('expected') + number('flaky'),
    failed: number('numFailedTests') + number('unexpected'),
    skipped: number('numPendingTests') + number('numTodoTests') + number('skipped'),
  }
}

/**
 * Why Playwright skipped, each reason once, with how often.
 * @param {unknown} report
 * @returns {readonly string[]}
 */
export function skipReasons(report) {
  /** @type {Map<string, number>} */
  const reasons = new Map()
  /** @param {unknown} value */
  const visit = (value) => {
    if (typeof value !== 'object' || value === null) return
    const { annotations, status } = /** @type {Record<string, unknown>} */ (value)
    if (Array.isArray(annotations) && status === 'skipped') {
      for (const { type, description } of annotations) {
        if (type === 'skip' && description) reasons.set(description, (reasons.get(description) ?? 0) + 1)
      }
      // Its results repeat it.
      return
    }
    for (const child of Object.values(value)) visit(child)
  }
  visit(/** @type {Record<string, unknown>} */ (report)['suites'])
  return [...reasons].map(([reason, times]) => (times === 1 ? reason : `${reason} (${times} tests)`))
}
