import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { annotation, findingsOf, summary } from './report.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const RIGHT = join(ROOT, 'examples', 'store', 'compare-and-swap.synod.json')

interface Ended {
  readonly status: number | null
  readonly lines: readonly string[]
  readonly page: string
}

describe('the step of a pull request', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'synod-pull-request-'))
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' })

  /** Adds the files to the repository, and runs the step as action.yml does. */
  function step(files: Readonly<Record<string, string>>, settings: NodeJS.ProcessEnv = {}): Ended {
    git('rm', '-r', '-q', '--cached', '--ignore-unmatch', '.')
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    if (Object.keys(files).length > 0) git('add', ...Object.keys(files))
    const page = join(folder, 'page.md')
    writeFileSync(page, '')
    const { status, stdout } = spawnSync(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'main.ts')],
      { cwd: folder, encoding: 'utf8', env: { ...process.env, GITHUB_STEP_SUMMARY: page, ...settings } },
    )
    return { status, lines: stdout.trim().split('\n'), page: readFileSync(page, 'utf8') }
  }

  beforeAll(() => {
    git('init', '-q')
    copyFileSync(RIGHT, join(folder, 'right.synod.json'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('passes what holds, and tells its coverage', () => {
    const { status, lines, page } = step({ 'right.synod.json': readFileSync(RIGHT, 'utf8') })
    expect(lines.filter((line) => line.startsWith('::error'))).toEqual([])
    expect(status).toBe(0)
    expect(page).toMatch(/right\.synod\.json \| holds \| exhausted within bounds: [\d,]+ states/)
  })

  it('fails what breaks a property, with the story at its file, and what is no topology', () => {
    const broken = readFileSync(RIGHT, 'utf8').replaceAll('"compare-and-swap"', '"last-write-wins"')
    const { status, lines, page } = step({ 'broken.synod.json': broken, 'text.synod.json': 'hello' })
    expect(status).toBe(1)
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^::error file=broken\.synod\.json,title=Broken%3A No update of .* is lost::.*%0A1\. /,
      ),
    )
    expect(lines).toContainEqual(expect.stringMatching(/^::error file=text\.synod\.json,/))
    expect(page).toContain('| broken.synod.json | 1 wrong |')
  })

  it('says when there is nothing to check, or a setting is no setting', () => {
    expect(step({})).toMatchObject({ status: 1, lines: [expect.stringContaining('no such file')] })
    const { status, lines } = step({}, { SYNOD_PARTIAL: 'maybe' })
    expect(status).toBe(1)
    expect(lines[0]).toMatch(/^::error title=Synod::partial is "warn" or "fail"/)
  })
})

describe('what a pull request is told', () => {
  const checked = {
    verdict: 'not exhausted',
    coverage: 'partial',
    states: 12_345,
    properties: [],
    violated: [],
    kept: [],
  } as const

  it('of a search that gave up is a warning, or an error where one wants that', () => {
    const looked = { file: 'a.synod.json', refused: null, linted: null, checked }
    expect(findingsOf(looked, false)).toMatchObject([{ level: 'warning', text: 'partial: 12,345 states' }])
    expect(findingsOf(looked, true)).toMatchObject([{ level: 'error' }])
  })

  it('is data: no name in a file begins a command of its own, or a link', () => {
    const line = annotation({
      level: 'error',
      file: 'a,b:c',
      title: 'x::y',
      text: '100%\n::set-output name=a::b',
    })
    expect(line).toBe('::error file=a%2Cb%3Ac,title=x%3A%3Ay::100%25%0A::set-output name=a::b')
    const page = summary([{ file: '[x](http://y)|', refused: null, linted: null, checked: null }], [])
    expect(page).not.toContain('[x](')
  })
})
