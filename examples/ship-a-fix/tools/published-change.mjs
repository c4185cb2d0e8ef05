// Brings the difference between two published versions of minimist into a repository: library
// source and package.json, not tests, examples or the readme.
// Exit 0: applied, or nothing to change. 1: it does not apply and nothing was changed. 2: bad arguments or no package.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { folder, readArguments, run, say, Stop } from './lib/command-line.mjs'
import { count } from './lib/count.mjs'
import { lastLine, tryGit } from './lib/git.mjs'
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
    const reason = applied.stderr.split('\n').find((line) => line.startsWith('error:')) ?? lastLine(applied.stderr)
    throw new Stop(1, `The change from ${given.from} to ${given.to} does not fit ${root}, nothing was changed: ${reason}`)
  }
  const answer = statistics(root, patch)
  say(`Changed ${answer.files.join(', ')}`)
  return answer
})

function apply(root, patch, options) {
  return tryGit(root, ['apply', ...options, '-'], { input: patch })
}

function difference(from, to) {
  const temporary = mkdtempSync(join(tmpdir(), 'synod-change-'))
  try {
    copySource(from, join(temporary, 'a'))
    copySource(to, join(temporary, 'b'))
    const seen = tryGit(temporary, ['diff', '--no-index', '--no-prefix', '--no-color', '--full-index', '--no-ext-diff', 'a', 'b'])
    if (seen.status !== 0 && seen.status !== 1) throw new Stop(2, `git diff failed: ${lastLine(seen.stderr)}`)
    return seen.stdout
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

function copySource(source, target) {
  mkdirSync(target)
  for (const path of readdirSync(source, { recursive: true })) {
    const aside = /^(test|tests|example|examples|node_modules)(\/|\\|$)/.test(path)
    const wanted = /\.(js|cjs|mjs|json)$/.test(path) && !aside
    if (!wanted || !statSync(join(source, path)).isFile()) continue
    mkdirSync(dirname(join(target, path)), { recursive: true })
    cpSync(join(source, path), join(target, path))
  }
}

function statistics(root, patch) {
  const lines = apply(root, patch, ['--numstat']).stdout.trim().split('\n')
  const rows = lines.map((line) => line.split('\t'))
  const sum = (column) => rows.reduce((total, row) => total + Number(row[column]), 0)
  return { files: rows.map((row) => row[2]), insertions: sum(0), deletions: sum(1) }
}
