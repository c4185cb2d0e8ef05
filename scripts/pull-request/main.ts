/** What action.yml runs in a repository: lints and checks its topologies, and says in the pull request what is wrong. */
import { spawnSync } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { annotation, type Checked, findingsOf, type Linted, type Looked, summary } from './report.ts'

const SYNOD = fileURLToPath(new URL('../../electron/cli/main.ts', import.meta.url))
/** A checker's answer is in proportion to its counterexamples. */
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024

/** The JSON that the command printed, or the line with which it refused. */
function synod<Answer>(args: readonly string[]): Answer | string {
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', SYNOD, ...args, '--json'],
    { encoding: 'utf8', maxBuffer: MAX_OUTPUT_BYTES },
  )
  if (error !== undefined) return error.message
  if (stdout.trim() === '') return stderr.trim() || `it ended with exit code ${status}`
  return JSON.parse(stdout)
}

function look(file: string, options: readonly string[]): Looked {
  const linted = synod<Linted>(['lint', file])
  if (typeof linted === 'string') return { file, refused: linted, linted: null, checked: null }
  // What does not compile cannot be checked, and its problems say why.
  if (linted.problems.length > 0) return { file, refused: null, linted, checked: null }
  const checked = synod<Checked>(['check', file, ...options])
  if (typeof checked === 'string') return { file, refused: checked, linted, checked: null }
  return { file, refused: null, linted, checked }
}

/** Of git, so that what is ignored, and what other steps brought, is left alone. */
function topologies(pathspecs: readonly string[]): readonly string[] {
  const { status, stdout, stderr } = spawnSync('git', ['ls-files', '-z', '--', ...pathspecs], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`git ls-files: ${stderr.trim()}`)
  return stdout.split('\0').filter((path) => path !== '')
}

function setting(name: string, otherwise: string): string {
  const given = process.env[name] ?? ''
  return given === '' ? otherwise : given
}

function main(): void {
  const partial = setting('SYNOD_PARTIAL', 'warn')
  if (partial !== 'warn' && partial !== 'fail')
    throw new Error(`partial is "warn" or "fail", not "${partial}"`)
  const files = topologies(setting('SYNOD_FILES', '*.synod.json').split(/\s+/))
  if (files.length === 0) throw new Error('there is no such file in this repository; say which by `files`')
  const options = [
    '--faults',
    setting('SYNOD_FAULTS', 'crash=1'),
    '--max-states',
    setting('SYNOD_MAX_STATES', '2000000'),
  ]
  const looked = files.map((file) => look(file, options))
  const found = looked.flatMap((one) => findingsOf(one, partial === 'fail'))
  for (const one of found) console.log(annotation(one))
  const errors = found.filter(({ level }) => level === 'error').length
  console.log(`${files.length} topologies, ${errors} errors, ${found.length - errors} warnings and notes`)
  const page = process.env['GITHUB_STEP_SUMMARY']
  if (page !== undefined && page !== '') appendFileSync(page, summary(looked, found))
  if (errors > 0) process.exitCode = 1
}

try {
  main()
} catch (error) {
  console.log(
    annotation({
      level: 'error',
      file: null,
      title: 'Synod',
      text: error instanceof Error ? error.message : String(error),
    }),
  )
  process.exitCode = 1
}
