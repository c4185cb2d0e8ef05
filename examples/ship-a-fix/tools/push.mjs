// Moves production's main from one known commit to another with git push, once.
// Exit 0: main is at the commit. 1: refused, nothing happened. 2: bad arguments. 3: unknown, ask pushed.mjs.
import { existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { commitId, folder, readArguments, run, Stop, say, whole } from './lib/command-line.mjs'
import { count } from './lib/count.mjs'
import { productionMain, spoken, tryGit } from './lib/git.mjs'

const usage = 'push.mjs DIR PRODUCTION --commit SHA --expect OLD [--limit SECONDS]'
const main = 'refs/heads/main'
const instant_ms = 2000

// The repository's configuration may have been written by an agent: no address in it may lead the
// push to another kind of place.
const onlyFiles = ['-c', 'protocol.allow=never', '-c', 'protocol.file.allow=always']

await run(() => {
  const options = { commit: undefined, expect: undefined, limit: '60' }
  const given = readArguments(usage, ['DIR', 'PRODUCTION'], options)
  const root = folder(given.DIR)
  const production = folder(given.PRODUCTION)
  const commit = commitId(given.commit, 'commit')
  const expect = commitId(given.expect, 'expect')
  const limit_ms = whole(given.limit, 'limit', 1) * 1000
  const before = checked(root, production, commit, expect)
  count('push')
  const args = [...onlyFiles, 'push', '--porcelain', lease(expect), production, `${commit}:${main}`]
  let done = tryGit(root, args, { timeout_ms: limit_ms })
  if (done.status !== 0 && freed(production)) done = tryGit(root, args, { timeout_ms: limit_ms })
  return judged(done, { production, commit, before })
})

// A push that was killed while it moved main has left its locks: git takes one of main, and one of HEAD, which
// points to it. A living push holds them for an instant. Of one deployment no second push begins before the first can
// no longer act, so an old lock is nobody's.
function freed(production) {
  const locks = [main, 'HEAD', 'packed-refs'].map((name) => join(production, `${name}.lock`))
  if (!locks.some((lock) => existsSync(lock))) return false
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, instant_ms)
  for (const lock of locks) {
    const left = statSync(lock, { throwIfNoEntry: false })
    if (left !== undefined && Date.now() - left.mtimeMs >= instant_ms) rmSync(lock, { force: true })
  }
  return true
}

// Production compares again when it takes the change, so two pushes at once cannot both move main.
function lease(expect) {
  return `--force-with-lease=${main}:${expect}`
}

// Before anything is sent, a failure is certain to have changed nothing.
function checked(root, production, commit, expect) {
  const seen = productionMain(production)
  if (!seen.commit) throw refused(`production cannot be read: ${seen.reason}`)
  const follows = tryGit(root, ['merge-base', '--is-ancestor', expect, commit])
  if (follows.status !== 0) throw refused(`${commit} does not follow ${expect} in ${root}`, seen.commit)
  return seen.commit
}

function judged(done, { production, commit, before }) {
  const line = done.stdout.split('\n').find((row) => row.includes(`:${main}\t`)) ?? ''
  const summary = line.split('\t')[2] ?? ''
  const after = productionMain(production).commit ?? null
  // "remote failure" is git's word for an answer that did not come, so it is not a refusal.
  const rejected = !done.lost && line.startsWith('!') && /^\[(remote )?rejected\]/.test(summary)
  // Another push of the same commit may have been first: then main is where it should be.
  if (after === commit && (done.status === 0 || rejected)) {
    const moved = done.status === 0 && !line.startsWith('=')
    say(moved ? `main moved from ${before} to ${commit}` : `main was already at ${commit}`)
    return { pushed: moved, before, after }
  }
  if (rejected) throw refused(reason(done.stderr, summary), before, after)
  const seen = { pushed: 'unknown', before, after }
  throw new Stop(3, `The push gave no clear answer: ${spoken(done.stderr) || 'it was cut off'}`, seen)
}

function reason(stderr, summary) {
  const mark = 'remote: Production refused this: '
  const line = stderr.split('\n').find((row) => row.startsWith(mark))
  return line?.slice(mark.length).trim() ?? summary
}

function refused(why, before = null, after = before) {
  return new Stop(1, `Refused, nothing happened: ${why}`, { pushed: false, before, after })
}
