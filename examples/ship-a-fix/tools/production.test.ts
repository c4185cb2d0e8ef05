import { appendFileSync, cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { commitAll, plainGit, temporaryFolder, tool } from './testing/harness.mjs'

const { folder, remove } = temporaryFolder()
afterAll(remove)

const digest = 'ab'.repeat(32)
const [work, production] = [join(folder, 'run', 'work'), join(folder, 'run', 'production.git')]
let base = ''
let fix = ''

beforeAll(async () => {
  await tool('prepare', ['--base', '1.2.5', '--into', join(folder, 'run')])
  base = await main()
  appendFileSync(join(work, 'index.js'), '// changed\n')
  fix = await commitAll(work)
  cpSync(join(folder, 'run'), join(folder, 'kept'), { recursive: true })
})

// Each test meets production as it was prepared, at the same place.
beforeEach(() => {
  rmSync(join(folder, 'run'), { recursive: true, maxRetries: 5 })
  cpSync(join(folder, 'kept'), join(folder, 'run'), { recursive: true })
})

async function main() {
  return (await plainGit(production, ['rev-parse', 'refs/heads/main'])).stdout
}

function approve(commit: string, as = digest, by = 'Someone') {
  const args = ['--commit', commit, '--digest', as, '--by', by, '--comment', 'line one\n  "commit": "x",']
  return tool('approve', [production, ...args])
}

function push(commit: string, expect_ = base, env: Record<string, string> = {}) {
  return tool('push', [work, production, '--commit', commit, '--expect', expect_], env)
}

function pushed(commit: string) {
  return tool('pushed', [production, '--commit', commit])
}

test('refuses without an approval, accepts with one, and pushes once', async () => {
  const refused = await push(fix)
  expect(refused.code).toBe(1)
  expect(refused.answer).toMatchObject({ pushed: false, before: base, after: base })
  expect(refused.answer['error']).toContain(`there is no approval of commit ${fix}`)
  expect((await pushed(fix)).code).toBe(1)
  expect((await approve(fix)).code).toBe(0)
  expect(await push(fix)).toMatchObject({ code: 0, answer: { pushed: true, before: base, after: fix } })
  expect((await pushed(fix)).code).toBe(0)
  expect((await pushed(base)).code).toBe(0)
  expect((await plainGit(production, ['rev-list', '--count', `${base}..main`])).stdout).toBe('1')
  // Asked again after a lost answer: main is where it should be, and nothing is pushed.
  expect(await push(fix)).toMatchObject({ code: 0, answer: { pushed: false, before: fix, after: fix } })
})

test('two pushes at once move main once', async () => {
  await approve(fix)
  const both = await Promise.all([push(fix), push(fix)])
  expect(both.filter(({ answer }) => answer['pushed'] === true)).toHaveLength(1)
  expect(await main()).toBe(fix)
})

test('a moved main is refused: compare and swap', async () => {
  await approve(fix)
  await push(fix)
  appendFileSync(join(work, 'index.js'), '// more\n')
  const next = await commitAll(work)
  await approve(next)
  const stale = await push(next, base)
  expect(stale).toMatchObject({ code: 1, answer: { pushed: false, before: fix, after: fix } })
  expect(stale.answer['error']).toContain('stale info')
  expect((await push(next, fix)).code).toBe(0)
})

test('an approval holds for one commit, one tree and one step only', async () => {
  await approve(fix)
  const file = join(production, 'approvals', `${fix}.json`)
  const approval = readFileSync(file, 'utf8')
  const wrong = ['commit', 'tree', 'base', 'digest'] as const
  for (const name of wrong) {
    writeFileSync(file, approval.replace(new RegExp(`"${name}": "[^"]*"`), `"${name}": "${'0'.repeat(8)}"`))
    expect((await push(fix)).code, name).toBe(1)
  }
  // An approval of one commit does not carry another that stands on it.
  writeFileSync(file, approval)
  appendFileSync(join(work, 'index.js'), '// slipped in\n')
  expect((await push(await commitAll(work))).code).toBe(1)
  // Nor does it hold after production took another step.
  expect(await main()).toBe(base)
})

test('nothing else gets in: force, delete, other refs, hooks of the pusher, direct changes', async () => {
  await approve(fix)
  await push(fix)
  const configuration = join(folder, 'no-hooks')
  writeFileSync(configuration, '[core]\n\thooksPath = /dev/null\n[push]\n\tfollowTags = true\n')
  appendFileSync(join(work, 'index.js'), '// not approved\n')
  const sneaky = await commitAll(work)
  const attempts: readonly (readonly [string, readonly string[], string])[] = [
    [work, ['push', '--force', production, `${base}:main`], 'only moves forward'],
    [work, ['push', production, ':main'], 'cannot be deleted'],
    [work, ['push', production, `${fix}:refs/heads/other`], 'only refs/heads/main may change'],
    [work, ['push', production, `${fix}:refs/tags/v1`], 'only refs/heads/main may change'],
    [work, ['push', production, `${sneaky}:main`], 'there is no approval'],
    [work, ['-c', 'core.hooksPath=/dev/null', 'push', production, `${sneaky}:main`], 'there is no approval'],
    [production, ['fetch', work, `${sneaky}:refs/heads/main`], 'there is no approval'],
    [production, ['update-ref', 'refs/heads/main', base], 'only moves forward'],
    [production, ['update-ref', '-d', 'refs/heads/main'], 'cannot be deleted'],
    [production, ['branch', 'other', fix], 'only refs/heads/main may change'],
  ]
  for (const [place, args, reason] of attempts) {
    const { code, stderr } = await plainGit(place, args, { GIT_CONFIG_GLOBAL: configuration })
    expect(stderr, args.join(' ')).toContain(`Production refused this: `)
    expect(stderr, args.join(' ')).toContain(reason)
    expect(code, args.join(' ')).not.toBe(0)
  }
  expect(await main()).toBe(fix)
  expect((await plainGit(production, ['for-each-ref'])).stdout.split('\n')).toHaveLength(1)
  expect((await plainGit(production, ['gc', '--quiet'])).code).toBe(0)
})

test('a second approval of a commit stands only if it is the same', async () => {
  const first = await approve(fix)
  expect((await approve(fix)).answer).toEqual(first.answer)
  const second = await approve(fix, 'cd'.repeat(32))
  expect(second.code).toBe(1)
  expect(second.answer['error']).toContain('already approved by Someone')
  expect((await approve(fix, digest, 'Another')).code).toBe(1)
  expect((await approve(fix, 'no "digest"')).code).toBe(2)
  expect((await approve('f'.repeat(40))).code).toBe(2)
  expect((await approve('main')).answer['error']).toContain('--commit must be a whole commit id')
})

test("the client's own hooks and addresses have no part in a push", async () => {
  await approve(fix)
  const trace = join(folder, 'hook-ran')
  const elsewhere = join(folder, 'elsewhere.git')
  await plainGit(folder, ['init', '--bare', '--quiet', elsewhere])
  await plainGit(folder, ['init', '--quiet', join(folder, 'template')])
  writeFileSync(join(work, '.git', 'pre-push'), `#!/bin/sh\ntouch ${trace}\n`, { mode: 0o755 })
  await plainGit(work, ['config', 'core.hooksPath', join(work, '.git')])
  expect((await push(fix)).code).toBe(0)
  expect(existsSync(trace)).toBe(false)
  await plainGit(work, ['config', `url.${elsewhere}.insteadOf`, production])
  const led = await push(fix)
  expect(led.answer['pushed']).not.toBe(true)
  expect(await main()).toBe(fix)
})

test('an unclear end is unknown, and the probe decides', async () => {
  await approve(fix)
  // The hook outlives the time limit, as a slow or lost production would.
  const hook = join(production, 'hooks', 'pre-receive')
  const gate = join(folder, 'gate')
  writeFileSync(
    hook,
    `#!/bin/sh\nwhile [ ! -e '${gate}' ]; do sleep 0.05; done\ntouch '${gate}.done'\nexit 1\n`,
  )
  const args = [work, production, '--commit', fix, '--expect', base, '--limit', '1']
  const lost = await tool('push', args)
  writeFileSync(gate, '')
  expect(lost.code).toBe(3)
  expect(lost.answer).toMatchObject({ pushed: 'unknown', before: base })
  expect((await pushed(fix)).code).toBe(1)
  renameSync(production, `${production}.away`)
  expect(await pushed(fix)).toMatchObject({ code: 2, answer: { pushed: 'unknown' } })
  expect((await push(fix)).code).toBe(2)
})

test('what cannot follow is refused before anything is sent', async () => {
  const count = join(folder, 'count')
  const backwards = await push(base, fix, { SYNOD_COUNT_FILE: count })
  expect(backwards.code).toBe(1)
  expect(backwards.answer['error']).toContain('does not follow')
  expect(existsSync(count)).toBe(false)
})

test('a push goes on where one that was killed has left its locks', async () => {
  await approve(fix)
  const locks = ['refs/heads/main.lock', 'HEAD.lock'].map((name) => join(production, name))
  for (const lock of locks) writeFileSync(lock, '')
  expect((await push(fix)).answer).toMatchObject({ pushed: true })
  expect([await main(), ...locks.map((lock) => existsSync(lock))]).toEqual([fix, false, false])
})
