// The child of find-pollution.mjs: loads the library, searches, and writes the answer to file 3.
import { writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import fc from 'fast-check'
import { record, restore } from './builtins.mjs'

const [root, seed, runs] = process.argv.slice(2)
const parse = createRequire(join(root, 'package.json'))(root)
if (typeof parse !== 'function') throw new TypeError('the package does not export a function')
const watched = record()
const outcome = fc.check(
  fc.property(argumentLists(), (argv) => polluted(argv).length === 0),
  { seed: Number(seed), numRuns: Number(runs) },
)
writeSync(3, JSON.stringify(answer(outcome)))

function answer(details) {
  const common = { found: details.failed, seed: details.seed, runs: details.numRuns }
  if (!details.failed) return common
  const [argv] = details.counterexample
  return { ...common, shrinks: details.numShrinks, argv, polluted: polluted(argv)[0] }
}

// A list that the library refuses by throwing counts like any other: what matters is what is left.
function polluted(argv) {
  try {
    parse([...argv])
  } catch {}
  return restore(watched)
}

// Knows how command lines look and which names are special in JavaScript, not how the library
// handles them. The plain ones stand first, since shrinking goes towards the first.
function argumentLists() {
  const key = fc.constantFrom(
    'a',
    'b',
    'verbose',
    '0',
    '_',
    'length',
    'name',
    'toString',
    'valueOf',
    'concat',
    'constructor',
    'prototype',
    '__proto__',
  )
  const path = fc.array(key, { minLength: 1, maxLength: 4 }).map((keys) => keys.join('.'))
  const value = fc.constantFrom('x', '1', 'true', 'false', '-1.5', '')
  const fragment = fc.oneof(
    { withCrossShrink: true },
    path.map((flag) => `--${flag}`),
    fc.tuple(path, value).map(([flag, text]) => `--${flag}=${text}`),
    path.map((flag) => `--no-${flag}`),
    fc.tuple(path, value).map(([flag, text]) => `-${flag}${text}`),
    value,
    path,
    fc.constant('--'),
  )
  return fc.array(fragment, { maxLength: 5 })
}
