import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { plainGit, temporaryFolder, tool } from './testing/harness.mjs'

const { folder, remove } = temporaryFolder()
afterAll(remove)

// The id is a function of the published files, the fixed author and the fixed date: it must be the
// same on every machine.
const commit_1_2_5 = '89f4de58aa30b487061e76d43e62cdef7c50d746'

function prepare(into: string, base = '1.2.5', env: Record<string, string> = {}) {
  return tool('prepare', ['--base', base, '--into', into], env)
}

function listing(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()
}

test('makes a repository with one commit and a production that holds it', async () => {
  const into = join(folder, 'fresh')
  const { code, answer } = await prepare(into)
  expect(code).toBe(0)
  const [work, production] = [join(into, 'work'), join(into, 'production.git')]
  expect(answer).toEqual({ repository: work, production, commit: commit_1_2_5, version: '1.2.5' })
  expect((await plainGit(work, ['rev-list', '--all'])).stdout).toBe(commit_1_2_5)
  expect((await plainGit(work, ['status', '--porcelain'])).stdout).toBe('')
  expect((await plainGit(production, ['for-each-ref', '--format=%(objectname) %(refname)'])).stdout).toBe(
    `${commit_1_2_5} refs/heads/main`,
  )
  expect(existsSync(join(work, 'index.js'))).toBe(true)
})

test('a second call gives the same answer and changes nothing, even after work went on', async () => {
  const into = join(folder, 'again')
  const first = await prepare(into)
  writeFileSync(join(into, 'work', 'new.js'), '')
  const before = listing(into)
  const second = await prepare(into)
  expect(second.answer).toEqual(first.answer)
  expect(listing(into)).toEqual(before)
  const other = await prepare(into, '1.2.6')
  expect(other.code).toBe(2)
  expect(other.answer['error']).toContain('was prepared from 1.2.5, not 1.2.6')
})

test('a half-made folder is made again, whatever is missing', async () => {
  const model = join(folder, 'model')
  const { answer } = await prepare(model)
  const broken: readonly ((into: string) => void)[] = [
    () => undefined,
    (into) => rmSync(join(into, 'production.git'), { recursive: true }),
    (into) => rmSync(join(into, 'production.git', 'hooks', 'pre-receive')),
    (into) => rmSync(join(into, 'work', '.git', 'HEAD')),
    (into) => rmSync(join(into, 'work'), { recursive: true }),
    (into) => mkdirSync(join(into, '.preparing-left', 'work'), { recursive: true }),
  ]
  for (const [index, damage] of broken.entries()) {
    const into = join(folder, `half-${index}`)
    cpSync(model, into, { recursive: true })
    rmSync(join(into, 'prepared.json'))
    damage(into)
    const again = await prepare(into)
    expect(again.code).toBe(0)
    expect(again.answer['commit']).toBe(answer['commit'])
    const hooks = ['pre-receive', 'reference-transaction']
    expect(readdirSync(join(into, 'production.git', 'hooks')).sort()).toEqual(hooks)
    expect(readdirSync(into).filter((name) => name.startsWith('.preparing-'))).toEqual([])
    expect((await plainGit(join(into, 'work'), ['status', '--porcelain'])).stdout).toBe('')
  }
}, 60_000)

test("somebody's folder is left alone", async () => {
  const into = join(folder, 'mine')
  mkdirSync(join(into, 'work'), { recursive: true })
  writeFileSync(join(into, 'work', 'thesis.txt'), 'years of work')
  const { code, answer } = await prepare(into)
  expect(code).toBe(2)
  expect(answer['error']).toContain('already holds other files')
  expect(listing(into)).toEqual(['work', 'work/thesis.txt'])
})

test('two folders at once are the same', async () => {
  const both = await Promise.all([prepare(join(folder, 'left')), prepare(join(folder, 'right'))])
  expect(both.map(({ answer }) => answer['commit'])).toEqual([commit_1_2_5, commit_1_2_5])
})

test('a version that is not installed comes from the registry, once', async () => {
  const source = dirname(createRequire(import.meta.url).resolve('minimist-1.2.6/package.json'))
  const copy = join(folder, 'published')
  cpSync(source, copy, { recursive: true })
  const manifest = { ...JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8')), version: '1.2.99' }
  writeFileSync(join(copy, 'package.json'), JSON.stringify(manifest))
  await promisify(execFile)('npm', ['pack', '--silent'], { cwd: copy })
  const tarball = readFileSync(join(copy, 'minimist-1.2.99.tgz'))
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    if (request.url?.endsWith('.tgz')) return response.end(tarball)
    const { port } = server.address() as AddressInfo
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
    const dist = { integrity, tarball: `http://127.0.0.1:${port}/minimist/-/minimist-1.2.99.tgz` }
    const versions = { '1.2.99': { ...manifest, dist } }
    return response.end(JSON.stringify({ name: 'minimist', 'dist-tags': { latest: '1.2.99' }, versions }))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const env = offline('cache', `http://127.0.0.1:${port}/`)
  const first = await prepare(join(folder, 'fetched'), '1.2.99', env)
  expect(first.said).toContain('Fetching minimist@1.2.99')
  expect(first.code).toBe(0)
  const times = asked.length
  await prepare(join(folder, 'fetched-again'), '1.2.99', env)
  expect(asked.length).toBe(times)
  server.close()
}, 60_000)

test('an unreachable registry gives one clear message and leaves nothing', async () => {
  const into = join(folder, 'nowhere')
  const { code, answer } = await prepare(into, '1.2.98', offline('empty', 'http://127.0.0.1:9/'))
  expect(code).toBe(2)
  expect(answer['error']).toMatch(/minimist@1\.2\.98 .*registry.*try again\.$/)
  expect(existsSync(into)).toBe(false)
}, 60_000)

function offline(name: string, registry: string) {
  return {
    XDG_CACHE_HOME: join(folder, name),
    npm_config_cache: join(folder, `${name}-npm`),
    npm_config_registry: registry,
  }
}

test('bad arguments are named', async () => {
  expect((await tool('prepare', ['--base', '1.2.5'])).answer['error']).toContain('--into is missing')
  expect((await prepare(join(folder, 'x'), 'latest')).answer['error']).toContain('"latest" is not a version')
  expect((await tool('prepare', ['--bass', '1'])).code).toBe(2)
})
