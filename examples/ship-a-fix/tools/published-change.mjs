// Brings the difference between two published versions of minimist into a repository: library
// source and package.json, not tests, examples or the readme.
// Exit 0: applied, or nothing to change. 1: it does not apply and nothing was changed. 2: bad arguments or no package.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { folder, readArguments, run, Stop, say } from './lib/command-line.mjs'
import { count } from './lib/count.mjs'
import { spoken, tryGit } from './lib/git.mjs'
import { packageFolder } from './lib/package-source.mjs'

const usage = 'published-change.mjs DIR --from VERSION --to VERSION'

await run(() => {
  const given = readArguments(usage, ['DIR'], { from: undefined, to: undefined })
  const root = folder(given.DIR)
  const patch = difference(packageFolder(given.from), packageFolder(given.to))
  count('published-change')
  if (patch === '') return { nothing: true, reason: `${given.from} and ${given.to} have the same source` }
  if (apply(root, patch, ['--reverse', '--check']).status === 0) {
    return { nothing: true, reason: `the change from ${given.from} to ${given.to} is there already` }
  }
  // Without --reject git applies all of a patch or none of it.
  const applied = apply(root, patch, ['--whitespace=nowarn'])
  if (applied.status !== 0) {
    throw new Stop(
      1,
      `The change from ${given.from} to ${given.to} does not fit ${root}, nothing was changed: ${spoken(applied.stderr)}`,
    )
  }
  const answer = statistics(root, patch)
  say(`Changed ${answer.files.join(', ')}`)
  return answer
})

function apply(root, patch, options) {
  return tryGit(root, ['apply', ...options, '-'], { input: patch })
}

function difference(from, to) {
  const paths = new Set([...sources(from), ...sources(to)])
  return [...paths]
    .sort()
    .map((path) => fileDifference(from, to, path))
    .join('')
}

function sources(root) {
  const aside = /^(tests?|examples?|node_modules)[\\/]/
  const wanted = (path) => /\.(js|cjs|mjs|json)$/.test(path) && !aside.test(path)
  const files = readdirSync(root, { recursive: true }).filter(wanted)
  return files.filter((path) => statSync(join(root, path)).isFile())
}

// Git compares the two files where they lie; its header names those places, so the patch gets one
// that names the place in the repository.
function fileDifference(from, to, path) {
  const [left, right] = [join(from, path), join(to, path)].map((file) =>
    existsSync(file) ? file : '/dev/null',
  )
  const seen = tryGit(from, ['diff', '--no-index', '--no-color', '--no-ext-diff', '--', left, right])
  if (seen.status === 0) return ''
  const hunks = seen.stdout.indexOf('\n@@ ')
  if (seen.status !== 1 || hunks === -1)
    throw new Stop(2, `git diff of ${path} failed: ${spoken(seen.stderr)}`)
  const name = path.split(sep).join('/')
  const created = left === '/dev/null' ? 'new file mode 100644\n' : ''
  const deleted = right === '/dev/null' ? 'deleted file mode 100644\n' : ''
  const old = created ? '/dev/null' : `a/${name}`
  const fresh = deleted ? '/dev/null' : `b/${name}`
  const header = `diff --git a/${name} b/${name}\n${created}${deleted}--- ${old}\n+++ ${fresh}`
  return header + seen.stdout.slice(hunks)
}

function statistics(root, patch) {
  const lines = apply(root, patch, ['--numstat']).stdout.trim().split('\n')
  const rows = lines.map((line) => line.split('\t'))
  const sum = (column) => rows.reduce((total, row) => total + Number(row[column]), 0)
  return { files: rows.map((row) => row[2]), insertions: sum(0), deletions: sum(1) }
}
